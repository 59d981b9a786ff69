"""What the tables say waits for a member, and the way to PgQueuer's own tables."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    DateTime,
    FromClause,
    TableClause,
    column,
    delete,
    func,
    literal,
    select,
    table,
)

from storage.database import Database
from storage.fleet import has_ended
from storage.tables import (
    ACTIVE,
    ENABLED,
    bots,
    entries,
    feeds,
    outbox,
    queued,
    stories,
    subscribers,
)
from storage.translate import our_errors

# One listens, one keeps beats, the others take jobs and hand them back.
_CONNECTIONS = 3
# Enough to tell how many machines are needed; counting a million rows would take seconds.
_MOST_COUNTED = 1000
# Three rows a job: for looking at what happened lately, nothing needs them.
_KEEP_LOG = timedelta(days=1)
# Rows deleted in one transaction.
_ROUND = 1000
_LOGS = tuple(
    table(name, column("id"), column("created", DateTime(timezone=True)))
    for name in ("pgqueuer_log", "pgqueuer_statistics")
)


class Jobs:
    """Implements bot.fleet.JobStore; on PostgreSQL only."""

    def __init__(self, database: Database, address: URL) -> None:
        self._database = database
        self._address = address

    async def waiting(self, since: datetime) -> Mapping[str, int]:
        return await self._database.read(_waiting, since)

    @asynccontextmanager
    async def connections(self) -> AsyncIterator[Any]:  # Any: the driver has no types
        import asyncpg

        with our_errors():
            pool = await asyncpg.create_pool(
                min_size=1, max_size=_CONNECTIONS, **_arguments(self._address)
            )
        try:
            yield pool
        finally:
            # Closed as it is: whoever used it has ended, or is given up.
            pool.terminate()


def _arguments(address: URL) -> dict[str, Any]:
    """How SQLAlchemy would call the driver."""
    _, given = address.get_dialect()().create_connect_args(address)
    ours = {name: value for name, value in given.items() if not name.startswith("prepared_")}
    if "prepared_statement_cache_size" in given:
        ours["statement_cache_size"] = given["prepared_statement_cache_size"]
    return ours


def _waiting(connection: Connection, since: datetime) -> Mapping[str, int]:
    """Rows that wait for longer than `since`, by the kind of work; a thousand are many."""
    behind = (stories.c.finished < stories.c.version) & has_ended(stories.c.holder)
    loose = entries.c.story_id.is_(None) & (entries.c.due <= since)
    found = {
        "poll": _counted(connection, feeds, ENABLED & (feeds.c.due <= since)),
        "group": _counted(connection, entries, loose, most=1),
        "summarise": _counted(connection, stories, behind),
        "digest": _counted(connection, subscribers, ACTIVE & (subscribers.c.due <= since), most=1),
    }
    for bot in connection.execute(select(bots.c.id)).scalars():
        owed = (outbox.c.bot == literal(bot)) & queued(outbox) & (outbox.c.not_before <= since)
        found[f"deliver:{bot}"] = _counted(connection, outbox, owed, most=1)
    return found


def _counted(
    connection: Connection,
    rows: FromClause,
    condition: ColumnElement[bool],
    most: int = _MOST_COUNTED,
) -> int:
    some = select(literal(1)).select_from(rows).where(condition).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


async def prune_log(database: Database, now: datetime) -> int:
    """PgQueuer never deletes what it logs; returns how many rows are gone."""
    deleted = 0
    for log in _LOGS:
        while count := await database.write(_prune, log, now - _KEEP_LOG):
            deleted += count
    return deleted


def _prune(connection: Connection, log: TableClause, before: datetime) -> int:
    old = select(log.c.id).where(log.c.created < before).limit(_ROUND)
    doomed = delete(log).where(log.c.id.in_(old))
    return connection.execute(doomed).rowcount
