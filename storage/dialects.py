"""What SQLAlchemy spells once for each database."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_or(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that takes an ON CONFLICT clause; both databases know it."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def lock(connection: Connection, name: str) -> None:
    """One transaction at a time behind this; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
