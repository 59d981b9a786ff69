"""Random and hostile input from outside; `--hypothesis-profile=long` gives it more time."""
