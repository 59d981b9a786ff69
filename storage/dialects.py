"""What SQLAlchemy spells once for each database."""

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_or(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that takes an ON CONFLICT clause; both databases know it."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def among(
    connection: Connection, column: ColumnElement[Any], numbers: Collection[int]
) -> ColumnElement[bool]:
    """Whether it is one of them, who travel as one value: a thousand cost what one costs."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps([*numbers])).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(_array(numbers))


def table_of(connection: Connection, columns: Mapping[str, Collection[int]]) -> FromClause:
    """Rows of whole numbers that a statement can join, as few values."""
    if connection.dialect.name == "sqlite":
        rows = json.dumps([*zip(*columns.values(), strict=True)])
        each = func.json_each(rows).table_valued("value", name="each_row")
        parts = enumerate(columns)
        return select(
            *(func.json_extract(each.c.value, f"$[{place}]").label(name) for place, name in parts)
        ).subquery("given")
    arrays = (_array(numbers) for numbers in columns.values())
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def _array(numbers: Collection[int]) -> ColumnElement[Any]:
    return literal([*numbers], ARRAY(BigInteger))


def lock(connection: Connection, name: str) -> None:
    """One transaction at a time behind this; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
