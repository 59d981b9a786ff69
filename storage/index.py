"""The full-text index takes in new entries many at a time; triggers follow edits and deletions."""

from sqlalchemy import Connection, func, select, text

from storage.tables import entries

_NEWEST = select(func.coalesce(func.max(entries.c.id), 0))
_TAKE_IN = text(
    "INSERT INTO archive (rowid, title, text)"
    " SELECT id, title, text FROM entries WHERE id > :newest"
)


def newest_entry(connection: Connection) -> int:
    """Entries that are inserted from here on in this transaction have higher ids."""
    return int(connection.execute(_NEWEST).scalar_one())


def index_entries(connection: Connection, newest: int) -> None:
    """Make the entries after `newest` findable.

    FTS5 writes its index out at the end of each statement: as a trigger for each row that was
    two thirds of what storing a new document costs.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(_TAKE_IN, {"newest": newest})
