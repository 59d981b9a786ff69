"""Full-text search over the entries: FTS5 in SQLite, an expression index in PostgreSQL."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# FTS5 keeps only its index; triggers follow what happens to `entries`.
# An entry is rewritten with each poll: only another title or text is worth the work.
_SQLITE = (
    """CREATE VIRTUAL TABLE archive USING fts5(
        title, text, content='entries', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2"
    )""",
    """CREATE TRIGGER archive_insert AFTER INSERT ON entries BEGIN
        INSERT INTO archive(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER archive_delete AFTER DELETE ON entries BEGIN
        INSERT INTO archive(archive, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER archive_update AFTER UPDATE OF title, text ON entries
    WHEN old.title <> new.title OR old.text <> new.text BEGIN
        INSERT INTO archive(archive, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO archive(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    "INSERT INTO archive(archive) VALUES ('rebuild')",
)
# The same words as in storage/archive.py, or the index is not used. Hyphens, points and
# slashes would glue words into numbers, hosts and paths.
_POSTGRESQL = (
    """CREATE INDEX ix_entries_archive ON entries USING gin ((
        setweight(to_tsvector('simple', translate(title, '-./_:@', '      ')), 'A') ||
        setweight(to_tsvector('simple', translate(left(text, 50000), '-./_:@', '      ')), 'D')
    ))""",
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)
