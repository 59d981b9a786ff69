"""The one statement that SQLAlchemy spells once for each database."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_or(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that takes an ON CONFLICT clause; both databases know it."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
