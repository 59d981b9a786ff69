"""Feeds and article pages: catalogue, fetching, parsing, schedule."""
