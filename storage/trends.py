"""Counts over time, for pictures: what came in, what went out, who came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, func, select, type_coerce

from bot.model import DeliveryState, FeedId
from storage.columns import to_microseconds
from storage.database import Database
from storage.tables import entries, outbox, subscribers


class Trends:
    """Implements bot.ports.Trends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def entries(
        self, since: datetime, step: timedelta, steps: int
    ) -> Mapping[FeedId, tuple[int, ...]]:
        return await self._database.read(_entries, since, step, steps)

    async def sent(self, since: datetime, step: timedelta, steps: int) -> tuple[int, ...]:
        return await self._database.read(_sent, since, step, steps)

    async def joined(self, since: datetime, step: timedelta, steps: int) -> tuple[int, ...]:
        return await self._database.read(_joined, since, step, steps)


def _entries(
    connection: Connection, since: datetime, step: timedelta, steps: int
) -> Mapping[FeedId, tuple[int, ...]]:
    place = _step(entries.c.seen, since, step)
    query = (
        select(entries.c.feed_id, place, func.count())
        .where(entries.c.seen >= since)
        .group_by(entries.c.feed_id, place)
    )
    found: dict[FeedId, list[tuple[int, int]]] = defaultdict(list)
    for feed, at, count in connection.execute(query):
        found[FeedId(feed)].append((at, count))
    return {feed: _row(counts, steps) for feed, counts in found.items()}


def _sent(connection: Connection, since: datetime, step: timedelta, steps: int) -> tuple[int, ...]:
    place = _step(outbox.c.done, since, step)
    query = (
        select(place, func.count())
        .where(outbox.c.done >= since, outbox.c.state == DeliveryState.SENT.value)
        .group_by(place)
    )
    return _row(((at, count) for at, count in connection.execute(query)), steps)


def _joined(
    connection: Connection, since: datetime, step: timedelta, steps: int
) -> tuple[int, ...]:
    """How many of today's subscribers were there at the end of each step."""
    before = select(func.count()).where(subscribers.c.joined < since)
    total = int(connection.execute(before).scalar_one())
    place = _step(subscribers.c.joined, since, step)
    query = select(place, func.count()).where(subscribers.c.joined >= since).group_by(place)
    row = []
    for came in _row(((at, count) for at, count in connection.execute(query)), steps):
        total += came
        row.append(total)
    return tuple(row)


# Any: a column of moments, which the database holds as whole microseconds.
def _step(moment: ColumnElement[Any], since: datetime, step: timedelta) -> ColumnElement[int]:
    start, length = to_microseconds(since), step // timedelta(microseconds=1)
    return (type_coerce(moment, BigInteger) - start) // length


def _row(counts: Iterable[tuple[int, int]], steps: int) -> tuple[int, ...]:
    row = [0] * steps
    for at, count in counts:
        row[min(at, steps - 1)] += count
    return tuple(row)
