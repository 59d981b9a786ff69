"""The published texts of feeds.yaml, the newest in force for every process."""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, delete, func, insert, select

from bot.fleet import FeedList
from storage.database import Database
from storage.dialects import lock
from storage.tables import feed_lists

# Enough to recognise a machine that still has an older file.
_KEPT = 100


class FeedLists:
    """Implements bot.fleet.FeedLists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> FeedList | None:
        return await self._database.read(_newest)

    async def version(self) -> int:
        return await self._database.read(_version)

    async def knows(self, text: str) -> bool:
        return await self._database.read(_knows, text)

    async def publish(self, text: str, now: datetime) -> int:
        return await self._database.write(_publish, text, now)


def _newest(connection: Connection) -> FeedList | None:
    query = select(feed_lists).order_by(feed_lists.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else FeedList(version=row.id, text=row.text, made=row.made)


def _version(connection: Connection) -> int:
    return int(connection.execute(select(func.max(feed_lists.c.id))).scalar() or 0)


def _knows(connection: Connection, text: str) -> bool:
    query = select(feed_lists.c.id).where(feed_lists.c.hash == _hash(text)).limit(1)
    return connection.execute(query).first() is not None


def _publish(connection: Connection, text: str, now: datetime) -> int:
    lock(connection, "feed lists")
    newest = _newest(connection)
    if newest is not None and newest.text == text:
        return newest.version
    new = insert(feed_lists).values(hash=_hash(text), text=text, made=now)
    version = int(connection.execute(new.returning(feed_lists.c.id)).scalar_one())
    connection.execute(delete(feed_lists).where(feed_lists.c.id <= version - _KEPT))
    return version


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
