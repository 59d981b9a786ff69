"""When a digest is due and what is in it. Pure."""
