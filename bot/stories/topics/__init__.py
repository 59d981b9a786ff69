"""Topics of a story: the catalogue, the matcher and the subscribers' own queries."""
