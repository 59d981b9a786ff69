"""The inbox: what Telegram told us, stored before it is handled."""

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select, true, update

from bot.fleet import MemberId
from bot.model import ChatId, Incoming, UpdateId
from storage.columns import AnyRow
from storage.database import Database
from storage.dialects import insert_or, lock
from storage.fleet import Fleet
from storage.tables import inbox

# An update during whose handling the program ended so often is the likely cause.
MOST_ATTEMPTS = 3


class Inbox:
    """Implements bot.ports.Inbox.

    A chat's updates belong to one member at a time, so that they are handled in order although
    several members take updates; a process that joined no fleet takes all.
    """

    def __init__(self, database: Database, fleet: Fleet, bot: int) -> None:
        self._database = database
        self._fleet = fleet
        self._bot = bot

    async def take_in(self, updates: Sequence[Incoming], now: datetime) -> tuple[Incoming, ...]:
        if not updates:
            return ()
        return await self._database.write(_take_in, self._bot, updates, now, self._fleet.me)

    async def handled(self, update_id: UpdateId, now: datetime) -> None:
        await self._database.write(_handled, self._bot, [update_id], now)

    async def left(self, now: datetime) -> tuple[Incoming, ...]:
        me = self._fleet.me
        if me is None:
            return await self._database.write(_left, self._bot, now)
        if not await self._database.read(_is_something_free, self._bot):
            return ()
        return await self._database.write(_claim, self._bot, me, now)


_LEFT = inbox.c.handled.is_(None)
_FREE = _LEFT & inbox.c.holder.is_(None)
_LOCK = "inbox"


def _take_in(
    connection: Connection,
    bot: int,
    updates: Sequence[Incoming],
    now: datetime,
    me: MemberId | None,
) -> tuple[Incoming, ...]:
    lock(connection, _LOCK)
    new = insert_or(connection, inbox).values([{"bot": bot, **_row(each, now)} for each in updates])
    other = new.on_conflict_do_update(
        index_elements=["bot", "id"],
        set_={name: new.excluded[name] for name in _FIELDS},
        where=inbox.c.hash != new.excluded.hash,
    )
    added = set(connection.execute(other.returning(inbox.c.id)).scalars())
    fresh = tuple(each for each in updates if each.id in added)
    if me is None or not fresh:
        return fresh
    return _claimed(connection, bot, me, inbox.c.chat.in_({each.chat for each in fresh}))


def _is_something_free(connection: Connection, bot: int) -> bool:
    free = select(inbox.c.id).where(_FREE, inbox.c.bot == bot).limit(1)
    return connection.execute(free).first() is not None


def _claim(connection: Connection, bot: int, me: MemberId, now: datetime) -> tuple[Incoming, ...]:
    """What nobody works on; given up is what has ended the program time and again."""
    lock(connection, _LOCK)
    hopeless = select(inbox.c.id).where(
        _FREE, inbox.c.bot == bot, inbox.c.attempts >= MOST_ATTEMPTS
    )
    if ids := connection.execute(hopeless).scalars().all():
        _handled(connection, bot, [UpdateId(each) for each in ids], now)
    return _claimed(connection, bot, me, true())


def _claimed(
    connection: Connection, bot: int, me: MemberId, which: ColumnElement[bool]
) -> tuple[Incoming, ...]:
    """Take the free updates of chats that nobody else has an update of."""
    other = inbox.alias("other")
    elsewhere = exists().where(
        other.c.bot == inbox.c.bot,
        other.c.chat == inbox.c.chat,
        other.c.handled.is_(None),
        other.c.holder != me,
    )
    mine = update(inbox).where(_FREE, inbox.c.bot == bot, which, ~elsewhere)
    claim = mine.values(holder=me)
    rows = connection.execute(claim.returning(inbox.c.id, inbox.c.body, inbox.c.chat)).all()
    return tuple(map(_incoming, sorted(rows, key=lambda row: row.id)))


def _incoming(row: AnyRow) -> Incoming:
    return Incoming(id=UpdateId(row.id), body=row.body, chat=ChatId(row.chat))


_FIELDS = ("hash", "body", "taken", "attempts", "handled", "chat", "holder")


def _row(update: Incoming, now: datetime) -> dict[str, object]:
    name = blake2b(update.body.encode(), digest_size=16).hexdigest()
    values = (name, update.body, now, 0, None, update.chat, None)
    return {"id": update.id, **dict(zip(_FIELDS, values, strict=True))}


def _handled(connection: Connection, bot: int, ids: Sequence[UpdateId], now: datetime) -> None:
    connection.execute(_FORGET, [{"of": bot, "row": each, "when": now} for each in ids])


# The number stays, so that a second copy is known; who wrote and what goes at once.
_ONE = (inbox.c.bot == bindparam("of")) & (inbox.c.id == bindparam("row"))
_EMPTY = update(inbox).where(_ONE).values(body="", chat=0)
_FORGET = _EMPTY.values(handled=bindparam("when"))


def forget_chat(connection: Connection, bot: int, chat_id: ChatId) -> None:
    """What that chat says and is not handled yet; those at work have read it already."""
    mine = _LEFT & (inbox.c.bot == bot)
    rows = connection.execute(select(inbox.c.id, inbox.c.body, inbox.c.chat).where(mine)).all()
    names_it = re.compile(rf'"id"\s*:\s*{chat_id}\b')
    gone = [
        {"of": bot, "row": row.id}
        for row in rows
        if row.chat == chat_id or names_it.search(row.body)
    ]
    if gone:
        connection.execute(_EMPTY, gone)


def _left(connection: Connection, bot: int, now: datetime) -> tuple[Incoming, ...]:
    mine = _LEFT & (inbox.c.bot == bot)
    query = select(inbox).where(mine).order_by(inbox.c.id)
    rows = connection.execute(query).all()
    hopeless = [UpdateId(row.id) for row in rows if row.attempts + 1 >= MOST_ATTEMPTS]
    if hopeless:
        _handled(connection, bot, hopeless, now)
    connection.execute(update(inbox).where(mine).values(attempts=inbox.c.attempts + 1))
    return tuple(_incoming(row) for row in rows if row.attempts + 1 < MOST_ATTEMPTS)
