"""The web pages in a real browser: see scripts/look."""
