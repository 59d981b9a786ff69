"""Sariwarta: feeds in, stories out, one calm digest per subscriber."""
