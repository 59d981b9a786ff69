"""What was agreed with feeds' hubs (WebSub)."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from bot.hubs import HubLine, HubStage
from bot.model import FeedState
from storage.clean import storable_text
from storage.columns import AnyRow
from storage.database import Database
from storage.feeds import feed_state
from storage.tables import ENABLED, feeds, hub_lines

_FIELDS = tuple(field.name for field in fields(HubLine))
_OF_FEED = feeds.c.id == hub_lines.c.feed_id
_SAME = and_(ENABLED, feeds.c.hub == hub_lines.c.hub, feeds.c.topic == hub_lines.c.topic)
_LEAVING = HubStage.LEAVING.value

MakeLine = Callable[[FeedState], HubLine]


class Hubs:
    """Implements bot.ports.HubStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(self, make: MakeLine, now: datetime) -> None:
        await self._database.write(_follow, make, now)

    async def due(self, now: datetime, limit: int) -> tuple[HubLine, ...]:
        return await self._database.read(_due, now, limit)

    async def next_due(self) -> datetime | None:
        return await self._database.read(_next_due)

    async def of_token(self, token: str) -> HubLine | None:
        return await self._database.read(_of_token, token)

    async def save(self, line: HubLine) -> None:
        await self._database.write(_save, line)

    async def forget(self, line: HubLine) -> None:
        await self._database.write(_forget, line)


def _follow(connection: Connection, make: MakeLine, now: datetime) -> None:
    """Lines that no feed wants any more are left; feeds that name a hub get one."""
    unwanted = ~exists().where(_OF_FEED, _SAME)
    leave = update(hub_lines).where(unwanted, hub_lines.c.stage != _LEAVING)
    connection.execute(leave.values(stage=_LEAVING, due=now, failures=0))
    line = exists().where(_OF_FEED, _SAME, hub_lines.c.stage != _LEAVING)
    lonely = select(feeds).where(ENABLED, feeds.c.hub != "", ~line)
    new = [_row(make(feed_state(row))) for row in connection.execute(lonely)]
    if new:
        connection.execute(insert(hub_lines), new)


def _due(connection: Connection, now: datetime, limit: int) -> tuple[HubLine, ...]:
    query = select(hub_lines).where(hub_lines.c.due <= now).order_by(hub_lines.c.due).limit(limit)
    return tuple(_line(row) for row in connection.execute(query))


def _next_due(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(hub_lines.c.due))).scalar()


def _of_token(connection: Connection, token: str) -> HubLine | None:
    row = connection.execute(select(hub_lines).where(hub_lines.c.token == token)).first()
    return None if row is None else _line(row)


def _save(connection: Connection, line: HubLine) -> None:
    connection.execute(update(hub_lines).where(hub_lines.c.token == line.token).values(_row(line)))


def _forget(connection: Connection, line: HubLine) -> None:
    connection.execute(delete(hub_lines).where(hub_lines.c.token == line.token))


def _row(line: HubLine) -> dict[str, object]:
    values = {name: getattr(line, name) for name in _FIELDS}
    return values | {"stage": line.stage.value, "detail": storable_text(line.detail)}


def _line(row: AnyRow) -> HubLine:
    values = {name: getattr(row, name) for name in _FIELDS}
    return HubLine(**values | {"stage": HubStage(row.stage)})
