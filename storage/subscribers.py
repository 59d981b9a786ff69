"""The subscribers: what they chose, how far their digests came, when the next is due."""

import asyncio
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, update

from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus, TopicKey
from bot.planning import Alike
from storage import chats
from storage.choices import hours_json, quiet_json, style_json, to_hours, to_quiet, to_style
from storage.clean import storable_texts
from storage.columns import AnyRow
from storage.database import Database
from storage.dialects import insert_or
from storage.due import due_rows, to_alike
from storage.expiry import take_back_expired, withdraw
from storage.tables import ACTIVE, subscribers

# What `save` leaves alone: identity, and the cursor, which only a promise moves.
_FIXED = frozenset({"id", "chat_id", "thread_id", "cursor"})
_FIELDS = tuple(field.name for field in fields(Subscriber))
# Rows that are read before others have their turn of the event loop.
_STRETCH = 100

Values = dict[str, object]


class Subscribers:
    """Implements bot.ports.SubscriberStore."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self._mine = subscribers.c.bot == bot

    async def by_chat(self, chat_id: ChatId, thread_id: int = 0) -> Subscriber | None:
        return await self._database.read(_one, self._mine & _place(chat_id, thread_id))

    async def of_chat(self, chat_id: ChatId) -> tuple[Subscriber, ...]:
        return await self._database.read(_of_chat, self._mine & (subscribers.c.chat_id == chat_id))

    async def get(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return await self._database.read(_one, subscribers.c.id == subscriber_id)

    async def add(self, subscriber: Subscriber) -> Subscriber:
        return await self._database.write(_add, subscriber, self._bot)

    async def save(self, subscriber: Subscriber) -> None:
        await self._database.write(_save, subscriber)

    async def set_status(self, chat_id: ChatId, status: SubscriberStatus, reason: str) -> None:
        chat = self._mine & (subscribers.c.chat_id == chat_id)
        await self._database.write(_set_status, chat, status, reason)

    async def move_chat(self, old: ChatId, new: ChatId) -> None:
        await self._database.write(chats.move, old, new, self._bot)

    async def forget(self, chat_id: ChatId) -> None:
        await self._database.write(chats.forget, chat_id, self._bot)
        await self._database.empty_log()

    async def due(self, now: datetime, limit: int) -> tuple[Alike, ...]:
        """Expired deliveries are taken back first, so that the new digest covers their stories."""
        await take_back_expired(self._database, now)
        found = []
        for row in await self._database.read(due_rows, now, limit):
            found.append(to_alike(row))
            if len(found) % _STRETCH == 0:
                await asyncio.sleep(0)
        return tuple(sorted(found, key=_earliest))

    async def due_after(
        self, moment: datetime, last: SubscriberId, limit: int
    ) -> tuple[Subscriber, ...]:
        return await self._database.read(_due_after, moment, last, limit)

    async def advance(self, due: Mapping[SubscriberId, datetime]) -> None:
        await self._database.write(_advance, due)

    async def next_due(self) -> datetime | None:
        return await self._database.read(_next_due)

    async def count(self) -> Mapping[str, int]:
        return await self._database.read(_count)


def _earliest(some: Alike) -> tuple[datetime, SubscriberId]:
    return some.due, some.ids[0]


def _one(connection: Connection, condition: ColumnElement[bool]) -> Subscriber | None:
    row = connection.execute(select(subscribers).where(condition)).first()
    return None if row is None else to_subscriber(row)


def _of_chat(connection: Connection, chat: ColumnElement[bool]) -> tuple[Subscriber, ...]:
    query = select(subscribers).where(chat)
    ordered = query.order_by(subscribers.c.thread_id)
    return tuple(to_subscriber(row) for row in connection.execute(ordered))


def _place(chat_id: ChatId, thread_id: int) -> ColumnElement[bool]:
    return and_(subscribers.c.chat_id == chat_id, subscribers.c.thread_id == thread_id)


def _add(connection: Connection, subscriber: Subscriber, bot: int) -> Subscriber:
    new = insert_or(connection, subscribers).values(_values(subscriber) | {"bot": bot})
    added = new.on_conflict_do_nothing(index_elements=["chat_id", "thread_id", "bot"])
    row = connection.execute(added.returning(subscribers)).first()
    if row is not None:
        return to_subscriber(row)
    place = _place(subscriber.chat_id, subscriber.thread_id) & (subscribers.c.bot == bot)
    return to_subscriber(connection.execute(select(subscribers).where(place)).one())


def _save(connection: Connection, subscriber: Subscriber) -> None:
    values = {name: value for name, value in _values(subscriber).items() if name not in _FIXED}
    row = update(subscribers).where(subscribers.c.id == subscriber.id)
    connection.execute(row.values(values))
    if _is_silent(subscriber.status):
        withdraw(connection, subscribers.c.id == subscriber.id)


def _set_status(
    connection: Connection, chat: ColumnElement[bool], status: SubscriberStatus, reason: str
) -> None:
    connection.execute(
        update(subscribers).where(chat).values(status=status.value, status_reason=reason)
    )
    if _is_silent(status):
        withdraw(connection, chat)


def _is_silent(status: SubscriberStatus) -> bool:
    return status in (SubscriberStatus.PAUSED, SubscriberStatus.UNREACHABLE)


def _due_after(
    connection: Connection, moment: datetime, last: SubscriberId, limit: int
) -> tuple[Subscriber, ...]:
    late = select(subscribers).where(ACTIVE, subscribers.c.due > moment, subscribers.c.id > last)
    rows = connection.execute(late.order_by(subscribers.c.id).limit(limit))
    return tuple(to_subscriber(row) for row in rows)


def _advance(connection: Connection, due: Mapping[SubscriberId, datetime]) -> None:
    rows = [{"row": identity, "to": moment} for identity, moment in due.items()]
    connection.execute(_EARLIER, rows)


# Only earlier: a pause that began meanwhile stays.
_EARLIER = (
    update(subscribers)
    .where(subscribers.c.id == bindparam("row"), ACTIVE, subscribers.c.due > bindparam("to"))
    .values(due=bindparam("to"))
)


def _next_due(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(subscribers.c.due)).where(ACTIVE)).scalar()


def _count(connection: Connection) -> Mapping[str, int]:
    query = select(subscribers.c.status, func.count()).group_by(subscribers.c.status)
    found = {status: count for status, count in connection.execute(query)}
    return {status.value: found.get(status.value, 0) for status in SubscriberStatus}


def _values(subscriber: Subscriber) -> Values:
    values = {name: getattr(subscriber, name) for name in _FIELDS if name != "id"}
    return values | {
        "hours": hours_json(subscriber.hours),
        "quiet": quiet_json(subscriber.quiet),
        "style": style_json(subscriber.style),
        "queries": storable_texts(subscriber.queries),
        "status": subscriber.status.value,
    }


def to_subscriber(row: AnyRow) -> Subscriber:
    return Subscriber(
        id=SubscriberId(row.id),
        chat_id=ChatId(row.chat_id),
        thread_id=row.thread_id,
        kind=row.kind,
        language=row.language,
        zone=row.zone,
        hours=to_hours(row.hours),
        days=tuple(row.days),
        quiet=to_quiet(row.quiet),
        instant=row.instant,
        style=to_style(row.style),
        topics=tuple(TopicKey(key) for key in row.topics),
        queries=tuple(row.queries),
        status=SubscriberStatus(row.status),
        status_reason=row.status_reason,
        cursor=row.cursor,
        due=row.due,
        paused_until=row.paused_until,
        joined=row.joined,
    )
