"""Moves a whole installation from an SQLite file into PostgreSQL, and proves that it is all there.

source up to date? -> target empty, or begun from this very source?
  -> each table in order of references, each batch with its bookmark in one transaction
  -> counts and checksums of both sides compared -> numbering set -> bookmarks dropped
A copy that was interrupted goes on behind its last batch.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    tuple_,
    update,
)

from bot.errors import BadDatabase, OperatorMustAct
from storage import schema
from storage.columns import AnyRow
from storage.engine import Connections
from storage.tables import PASSING, metadata

# Rows of one transaction: some megabytes of text at most.
BATCH = 1000
_SUM = 2**128

Values = dict[str, Any]

# Only while a copy is under way; its rows say how far each table is.
_BOOKMARKS = Table(
    schema.UNFINISHED_COPY,
    MetaData(),
    Column("name", String(63), primary_key=True),
    Column("source", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("copied", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A table that is the same on both sides."""

    name: str
    rows: int


async def move(
    source: Connections, target: Connections, name: str, tell: Callable[[Copied], None]
) -> None:
    """Copy all tables; `name` is the source's, which a resumed copy must share.

    Raises OperatorMustAct when the target is used, or the source changed meanwhile.
    """
    await _prepare(source, target, name)
    for table in _tables():
        while await _copy_batch(source, target, table, name):
            pass
    for table in _tables():
        tell(await _compare(source, target, table))
    numbers = await source.transact(_numbers)
    await target.transact(lambda connection: _end(connection, numbers))


async def _prepare(source: Connections, target: Connections, name: str) -> None:
    await schema.require(source)
    begun = await target.transact(_begun_from)
    if begun is None:
        await schema.upgrade(target)
        await target.transact(lambda connection: _begin(connection, name))
    elif begun != name:
        raise OperatorMustAct(
            f"this database holds an unfinished copy of {begun}; go on with that one,"
            " or make an empty database"
        )


def _begun_from(connection: Connection) -> str | None:
    if _BOOKMARKS.name not in inspect(connection).get_table_names():
        return None
    return connection.execute(select(_BOOKMARKS.c.source).limit(1)).scalar()


def _begin(connection: Connection, name: str) -> None:
    """One transaction: a target is either untouched or carries its bookmarks."""
    for table in _tables():
        if table.name != "counters" and connection.execute(select(table).limit(1)).first():
            raise OperatorMustAct(
                f"this database holds an installation already (its table {table.name} has rows);"
                " make an empty database"
            )
        connection.execute(delete(table))
    _BOOKMARKS.create(connection)
    rows = [{"name": table.name, "source": name, "last": "", "copied": 0} for table in _tables()]
    connection.execute(insert(_BOOKMARKS), rows)


def _tables() -> Sequence[Table]:
    return [table for table in metadata.sorted_tables if table not in PASSING]


async def _copy_batch(source: Connections, target: Connections, table: Table, name: str) -> bool:
    """Copy the next rows; False when there are none left."""
    last = await target.transact(lambda connection: _bookmark(connection, table))
    rows = await source.transact(lambda connection: _rows_after(connection, table, last))
    if not rows:
        return False
    await target.transact(lambda connection: _keep(connection, table, rows, name))
    return True


def _bookmark(connection: Connection, table: Table) -> list[object]:
    query = select(_BOOKMARKS.c.last).where(_BOOKMARKS.c.name == table.name)
    last = connection.execute(query).scalar_one()
    return list(json.loads(last)) if last else []


def _rows_after(connection: Connection, table: Table, last: list[object]) -> list[Values]:
    key = table.primary_key.columns.values()
    query = select(table).order_by(*key).limit(BATCH)
    if last:
        query = query.where(tuple_(*key) > tuple_(*last))
    return [_strict(table, row) for row in connection.execute(query)]


def _strict(table: Table, row: AnyRow) -> Values:
    """SQLite keeps an empty text in a column of bytes where a migration put one as its default."""
    values = dict(row._mapping)
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and isinstance(values[column.name], str):
            values[column.name] = values[column.name].encode()
    return values


def _keep(connection: Connection, table: Table, rows: list[Values], name: str) -> None:
    connection.execute(insert(table), rows)
    last = json.dumps([rows[-1][column.name] for column in table.primary_key.columns])
    mark = update(_BOOKMARKS).where(_BOOKMARKS.c.name == table.name, _BOOKMARKS.c.source == name)
    connection.execute(mark.values(last=last, copied=_BOOKMARKS.c.copied + len(rows)))


async def _compare(source: Connections, target: Connections, table: Table) -> Copied:
    rows, checksum = await _summed(source, table)
    if await _summed(target, table) != (rows, checksum):
        raise OperatorMustAct(
            f"the copy of {table.name} is not the same as the source: it was changed meanwhile;"
            " stop the bot, make the new database empty and copy again"
        )
    return Copied(name=table.name, rows=rows)


async def _summed(connections: Connections, table: Table) -> tuple[int, int]:
    """How many rows, and a sum over all that is in them, whatever their order."""
    rows, checksum, last = 0, 0, list[object]()
    key = [column.name for column in table.primary_key.columns]
    while True:
        after = list(last)
        some = await connections.transact(
            lambda connection, after=after: _rows_after(connection, table, after)  # type: ignore[misc]
        )
        if not some:
            return rows, checksum
        rows += len(some)
        checksum = (checksum + sum(map(_checksum, some))) % _SUM
        last = [some[-1][name] for name in key]


def _checksum(row: Values) -> int:
    return int.from_bytes(blake2b(repr(list(row.values())).encode(), digest_size=16).digest())


def _numbers(connection: Connection) -> dict[str, int]:
    """The last number that each table has given away: one of a deleted row never comes back."""
    return {
        name: int(number)
        for name, number in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    }


def _end(connection: Connection, numbers: dict[str, int]) -> None:
    for table in _numbered():
        highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
        number = max(highest, numbers.get(table.name, 0))
        if number:
            set_to = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number)")
            connection.execute(set_to, {"name": table.name, "number": number})
    _BOOKMARKS.drop(connection)


def _numbered() -> Iterator[Table]:
    """The tables whose rows the database numbers."""
    for table in _tables():
        if "id" in table.c and table.c.id.autoincrement is not False:
            yield table


def check_kinds(source: str, target: str) -> None:
    """Raises BadDatabase when they are not an SQLite file and a PostgreSQL database."""
    if source != "sqlite" or target != "postgresql":
        raise BadDatabase(
            "copy goes from an SQLite file to PostgreSQL: sariwarta copy data/sariwarta.db"
            " postgresql+asyncpg://USER:PASSWORD@HOST/NAME"
        )
