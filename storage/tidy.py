"""Retention: deletes what is old, and keeps what a feed still lists or a kept digest names."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Table,
    delete,
    exists,
    select,
    tuple_,
    type_coerce,
)

from storage.columns import MICROSECOND
from storage.database import Database
from storage.entries import LISTED_STEP
from storage.tables import digests, entries, feeds, inbox, instants, messages, outbox, stories

# Rows deleted in one transaction: other writers wait for milliseconds, not for the whole broom.
_ROUND = 1000

# Free pages handed back in one transaction, and the most transactions of one call.
_VACUUM_PAGES = 1000
_VACUUM_ROUNDS = 1000


async def tidy(database: Database, now: datetime, keep: timedelta) -> Mapping[str, int]:
    """Rows deleted by table; each round is one short transaction."""
    before = now - keep
    deleted = {}
    for name, sweep in _SWEEPS.items():
        deleted[name] = 0
        while count := await database.write(sweep, before):
            deleted[name] += count
    return deleted


async def give_back_space(database: Database) -> None:
    """SQLite: hands emptied pages back to the disk, some at a time; PostgreSQL does it itself."""
    if database.dialect != "sqlite":
        return
    for _ in range(_VACUUM_ROUNDS):
        if await database.write(_vacuum) == 0:
            return


def _vacuum(connection: Connection) -> int:
    """Returns how many pages are still free."""
    cursor = connection.connection.cursor()
    # One by one: SQLite frees a page with each step of the statement, and the driver takes
    # one step only where no column comes back.
    for _ in range(_VACUUM_PAGES):
        cursor.execute("PRAGMA incremental_vacuum(1)")
    cursor.close()
    return int(connection.exec_driver_sql("PRAGMA freelist_count").scalar_one())


def _inbox(connection: Connection, before: datetime) -> int:
    return _delete(connection, inbox, inbox.c.handled < before)


def _outbox(connection: Connection, before: datetime) -> int:
    return _delete(connection, outbox, outbox.c.done < before)


def _instants(connection: Connection, before: datetime) -> int:
    return _delete(connection, instants, instants.c.made < before)


def _digests(connection: Connection, before: datetime) -> int:
    named = exists().where(outbox.c.digest_id == digests.c.id)
    return _delete(connection, digests, (digests.c.made < before) & ~named)


def _messages(connection: Connection, before: datetime) -> int:
    named = exists().where(outbox.c.message_id == messages.c.id)
    return _delete(connection, messages, (messages.c.made < before) & ~named)


def _stories(connection: Connection, before: datetime) -> int:
    """Stories with their reports; a story lives as long as a feed lists one of them."""
    member = entries.c.story_id == stories.c.id
    alive = select(entries.c.id).where(member, _is_listed(before)).exists()
    old = (stories.c.last < before) & (stories.c.used < before) & ~alive
    ids = connection.execute(select(stories.c.id).where(old).limit(_ROUND)).scalars().all()
    if ids:
        connection.execute(delete(entries).where(entries.c.story_id.in_(ids)))
        connection.execute(delete(stories).where(stories.c.id.in_(ids)))
    return len(ids)


def _entries(connection: Connection, before: datetime) -> int:
    loose = entries.c.story_id.is_(None) & (entries.c.seen < before)
    return _delete(connection, entries, loose & ~_is_listed(before))


def _is_listed(before: datetime) -> ColumnElement[bool]:
    """Whether the feed's latest document carried the entry: deleted, it would come back as new."""
    latest = type_coerce(feeds.c.listed, BigInteger) - LISTED_STEP // MICROSECOND
    listed = type_coerce(entries.c.listed, BigInteger) >= latest
    feed = (feeds.c.id == entries.c.feed_id) & listed
    return exists().where(feed, feeds.c.enabled | (feeds.c.listed >= before))


def _delete(connection: Connection, table: Table, doomed: ColumnElement[bool]) -> int:
    key = tuple_(*table.primary_key.columns)
    some = select(*table.primary_key.columns).where(doomed).limit(_ROUND)
    return connection.execute(delete(table).where(key.in_(some))).rowcount


_SWEEPS: Mapping[str, Callable[[Connection, datetime], int]] = {
    "inbox": _inbox,
    "outbox": _outbox,
    "instants": _instants,
    "digests": _digests,
    "messages": _messages,
    "stories": _stories,
    "entries": _entries,
}
