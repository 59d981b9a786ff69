"""The outbox: messages that are owed to chats, and the digests they belong to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.fleet import PostName
from bot.model import (
    ChatId,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestId,
    Message,
    Subscriber,
    SubscriberId,
)
from bot.planning import JointPromise
from storage.columns import AnyRow
from storage.database import Database
from storage.digests import DigestNumbers, get_digest, to_message
from storage.expiry import take_back_expired
from storage.fleet import holds
from storage.promises import keep_promises
from storage.tables import messages, outbox, pending, queued, subscribers


class Outbox:
    """Implements bot.ports.Outbox."""

    def __init__(self, database: Database, bot: int, post: "_Held" = None) -> None:
        self._database = database
        self._bot = bot
        self._mine = outbox.c.bot == bot
        self._numbers = DigestNumbers(database)
        self._post = post

    def under(self, post: PostName, token: int) -> "Outbox":
        """The same for the holder of a post: who has lost it leases and hands back nothing."""
        return Outbox(self._database, self._bot, (post, token))

    async def new_digest_id(self) -> DigestId:
        return await self._numbers.next()

    async def promise(
        self,
        subscriber: Subscriber,
        digest: Digest,
        messages: Sequence[Message],
        expires: datetime | None,
    ) -> bool:
        promise = JointPromise(
            digest=digest,
            messages=tuple(messages),
            expires=expires,
            due=subscriber.due,
            readers=(subscriber.id,),
        )
        [kept] = await self.promise_all([promise])
        return bool(kept)

    async def promise_all(
        self, promises: Sequence[JointPromise]
    ) -> tuple[tuple[SubscriberId, ...], ...]:
        return await self._database.write(keep_promises, promises)

    async def lease(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        await take_back_expired(self._database, now)
        if await self._database.read(_has_nothing_for, self._mine, now):
            return ()
        return await self._database.write(_lease, self._mine, now, limit, self._post)

    async def sent(self, delivery_id: DeliveryId, message_id: int, now: datetime) -> None:
        await self._database.write(_sent, delivery_id, message_id, now)

    async def retry(
        self, delivery_id: DeliveryId, not_before: datetime, reason: str, *, uncertain: bool
    ) -> None:
        values = (delivery_id, not_before, reason, uncertain)
        await self._database.write(_retry, *values, self._post)

    async def give_up(self, delivery_id: DeliveryId, reason: str, now: datetime) -> None:
        await self._database.write(_give_up, outbox.c.id == delivery_id, reason, now)

    async def give_up_chat(self, chat_id: ChatId, reason: str, now: datetime) -> None:
        chat = self._mine & (outbox.c.chat_id == chat_id)
        await self._database.write(_give_up, chat, reason, now)

    async def recover(self) -> int:
        return await self._database.write(_recover, self._mine)

    async def hurry(self, latest: datetime, now: datetime) -> int:
        return await self._database.write(_hurry, latest, now)

    async def next_due(self) -> datetime | None:
        return await self._database.read(_next_due, self._mine)

    async def counts(self) -> Mapping[str, int]:
        return await self._database.read(_counts, self._mine)

    async def digest(self, digest_id: DigestId) -> Digest | None:
        return await self._database.read(get_digest, digest_id)


_SENDING = DeliveryState.SENDING.value
_QUEUED = DeliveryState.QUEUED.value


def _has_nothing_for(connection: Connection, mine: ColumnElement[bool], now: datetime) -> bool:
    query = select(outbox.c.id).where(mine, queued(outbox), outbox.c.not_before <= now).limit(1)
    return connection.execute(query).first() is None


_Held = tuple[PostName, int] | None


def _lease(
    connection: Connection, mine: ColumnElement[bool], now: datetime, limit: int, post: _Held
) -> tuple[Delivery, ...]:
    if post is not None and not holds(connection, *post):
        return ()
    owed = outbox.join(subscribers, subscribers.c.id == outbox.c.subscriber_id)
    query = (
        select(outbox, subscribers.c.thread_id, subscribers.c.kind, messages.c.body)
        .select_from(owed.join(messages, messages.c.id == outbox.c.message_id))
        .where(mine, *_heads(), outbox.c.not_before <= now)
        .order_by(outbox.c.rank, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    rows = connection.execute(query).all()
    if rows:
        connection.execute(_TAKE, [{"row": row.id} for row in rows])
    return tuple(_delivery(row) for row in rows)


_TAKE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state=_SENDING, attempts=outbox.c.attempts + 1)
)


def _heads() -> tuple[ColumnElement[bool], ...]:
    """Queued rows that are the first of their chat, where nothing is being sent."""
    other = outbox.alias("other")
    before = or_(other.c.id < outbox.c.id, other.c.state == literal_column("'sending'"))
    blocked = exists().where(
        other.c.chat_id == outbox.c.chat_id, other.c.bot == outbox.c.bot, pending(other), before
    )
    return queued(outbox), ~blocked


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        subscriber_id=SubscriberId(row.subscriber_id),
        digest_id=DigestId(row.digest_id),
        part=row.part,
        chat_id=ChatId(row.chat_id),
        thread_id=row.thread_id,
        kind=row.kind,
        message=to_message(row.body),
        attempts=row.attempts,
        uncertain=row.uncertain,
    )


def _sent(connection: Connection, delivery_id: DeliveryId, message_id: int, now: datetime) -> None:
    row = update(outbox).where(outbox.c.id == delivery_id)
    values = {"state": DeliveryState.SENT.value, "telegram_id": message_id, "done": now}
    connection.execute(row.values(values | {"reason": ""}))


def _retry(
    connection: Connection,
    delivery_id: DeliveryId,
    not_before: datetime,
    reason: str,
    uncertain: bool,
    post: _Held,
) -> None:
    if post is not None and not holds(connection, *post):
        return  # the new holder has taken note of what was in flight
    # Only what is being sent: a late answer must not bring back what is settled.
    row = update(outbox).where(outbox.c.id == delivery_id, outbox.c.state == _SENDING)
    values = {"state": _QUEUED, "not_before": not_before, "reason": reason}
    # Once uncertain, always uncertain: no later refusal proves that the first did not arrive.
    connection.execute(row.values(values | ({"uncertain": True} if uncertain else {})))


def _give_up(
    connection: Connection, which: ColumnElement[bool], reason: str, now: datetime
) -> None:
    rows = update(outbox).where(which, pending(outbox))
    values = {"state": DeliveryState.GIVEN_UP.value, "reason": reason, "done": now}
    connection.execute(rows.values(values))


def _recover(connection: Connection, mine: ColumnElement[bool]) -> int:
    rows = update(outbox).where(mine, pending(outbox), outbox.c.state == _SENDING)
    return connection.execute(rows.values(state=_QUEUED, uncertain=True)).rowcount


def _hurry(connection: Connection, latest: datetime, now: datetime) -> int:
    # What was never tried waits for nothing: it was promised while the clock was ahead.
    untried = and_(outbox.c.attempts == 0, outbox.c.not_before > now)
    rows = update(outbox).where(queued(outbox), or_(outbox.c.not_before > latest, untried))
    return connection.execute(rows.values(not_before=now)).rowcount


def _next_due(connection: Connection, mine: ColumnElement[bool]) -> datetime | None:
    """When the next message can go out; nothing for chats where one is on its way."""
    waits = (
        select(outbox.c.not_before).where(mine, *_heads()).order_by(outbox.c.not_before).limit(1)
    )
    return connection.execute(waits).scalar()


def _counts(connection: Connection, mine: ColumnElement[bool]) -> Mapping[str, int]:
    query = select(outbox.c.state, func.count()).where(mine).group_by(outbox.c.state)
    found = {state: count for state, count in connection.execute(query)}
    return {state.value: found.get(state.value, 0) for state in DeliveryState}
