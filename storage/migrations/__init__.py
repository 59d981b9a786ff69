"""The schema's history: numbered steps, never edited once released."""

# The newest step. Kept here so that opening an up-to-date database need not load Alembic,
# which takes longer than everything else at start.
HEAD = "0017"
