"""Stories that are sent at once: who wants them, and who got them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, select

from bot.model import DeliveryState, Promise, StoryId, SubscriberId
from bot.planning import JointPromise
from bot.reading import Sent, Watcher
from storage.clean import storable_text
from storage.columns import AnyRow
from storage.database import Database
from storage.dialects import among, insert_or
from storage.promises import keep_promises
from storage.subscribers import to_subscriber
from storage.tables import ACTIVE, INSTANT, alerts, entries, feeds, instants, outbox, stories
from storage.tables import subscribers as readers

# States in which a message reached its chat, or still will.
_ON_ITS_WAY = (
    DeliveryState.QUEUED.value,
    DeliveryState.SENDING.value,
    DeliveryState.SENT.value,
)


class Instants:
    """Implements bot.ports.InstantStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def watchers(self) -> tuple[Watcher, ...]:
        return await self._database.read(_watchers)

    async def mark(self, subscriber_id: SubscriberId, query: str, *, on: bool) -> None:
        await self._database.write(_mark, subscriber_id, query, on)

    async def marked(self, subscriber_id: SubscriberId) -> tuple[str, ...]:
        return await self._database.read(_marked, subscriber_id)

    async def loud(self, since: datetime, outlets: int) -> tuple[StoryId, ...]:
        return await self._database.read(_loud, since, outlets)

    async def promise_all(self, promises: Sequence[Promise]) -> int:
        return await self._database.write(_promise_all, promises)

    async def sent(
        self, subscriber_ids: Sequence[SubscriberId], since: datetime
    ) -> Mapping[SubscriberId, tuple[Sent, ...]]:
        return await self._database.read(_sent, subscriber_ids, since)


def _watchers(connection: Connection) -> tuple[Watcher, ...]:
    marks: dict[int, list[str]] = {}
    for row in connection.execute(select(alerts).order_by(alerts.c.id)):
        marks.setdefault(row.subscriber_id, []).append(row.query)
    marking = exists().where(alerts.c.subscriber_id == readers.c.id)
    found = []
    for wanting in (INSTANT, ~INSTANT & marking):
        rows = connection.execute(select(readers).where(ACTIVE, wanting).order_by(readers.c.id))
        found += [
            Watcher(subscriber=to_subscriber(row), alerts=tuple(marks.get(row.id, ())))
            for row in rows
        ]
    return tuple(found)


def _mark(connection: Connection, subscriber_id: SubscriberId, query: str, on: bool) -> None:
    mine = (alerts.c.subscriber_id == subscriber_id) & (alerts.c.query == query)
    if not on:
        connection.execute(delete(alerts).where(mine))
        return
    new = insert_or(connection, alerts).values(
        subscriber_id=subscriber_id, query=storable_text(query)
    )
    connection.execute(new.on_conflict_do_nothing(index_elements=["subscriber_id", "query"]))


def _marked(connection: Connection, subscriber_id: SubscriberId) -> tuple[str, ...]:
    mine = select(alerts.c.query).where(alerts.c.subscriber_id == subscriber_id)
    return tuple(connection.execute(mine.order_by(alerts.c.id)).scalars())


def _loud(connection: Connection, since: datetime, outlets: int) -> tuple[StoryId, ...]:
    told = entries.join(feeds, feeds.c.id == entries.c.feed_id)
    query = (
        select(stories.c.id)
        .select_from(told.join(stories, stories.c.id == entries.c.story_id))
        .where(entries.c.published >= since, stories.c.sequence.is_not(None))
        .group_by(stories.c.id)
        .having(func.count(feeds.c.outlet.distinct()) >= outlets)
        .order_by(stories.c.id)
    )
    return tuple(connection.execute(query).scalars())


def _promise_all(connection: Connection, promises: Sequence[Promise]) -> int:
    """The row of an instant is written first: where it is there already, nothing is owed."""
    fresh = [promise for promise in promises if _write_down(connection, promise)]
    answers = keep_promises(connection, [_joint(promise) for promise in fresh])
    refused = [one for one, kept in zip(fresh, answers, strict=True) if not kept]
    if refused:
        rows = [{"who": one.subscriber.id, "of": one.digest.id} for one in refused]
        connection.execute(_TAKE_BACK, rows)
    return len(fresh) - len(refused)


def _joint(promise: Promise) -> JointPromise:
    return JointPromise(
        digest=promise.digest,
        messages=promise.messages,
        expires=promise.expires,
        due=promise.subscriber.due,
        readers=(promise.subscriber.id,),
    )


_TAKE_BACK = delete(instants).where(
    instants.c.subscriber_id == bindparam("who"), instants.c.digest_id == bindparam("of")
)


def _write_down(connection: Connection, promise: Promise) -> bool:
    [story] = promise.digest.stories
    values = {
        "subscriber_id": promise.subscriber.id,
        "story_id": story.id,
        "digest_id": promise.digest.id,
        "made": promise.digest.made,
    }
    new = insert_or(connection, instants).values(values)
    once = new.on_conflict_do_nothing(index_elements=["subscriber_id", "story_id"])
    return connection.execute(once.returning(instants.c.id)).first() is not None


def _sent(
    connection: Connection, subscriber_ids: Sequence[SubscriberId], since: datetime
) -> Mapping[SubscriberId, tuple[Sent, ...]]:
    found: dict[SubscriberId, list[Sent]] = {}
    theirs = among(connection, instants.c.subscriber_id, subscriber_ids)
    query = select(instants).where(theirs, instants.c.made >= since).order_by(instants.c.id)
    rows = connection.execute(query).all()
    alive = _on_their_way(connection, rows) if rows else set()
    for row in rows:
        if (row.subscriber_id, row.digest_id) in alive:
            sent = Sent(story_id=StoryId(row.story_id), made=row.made)
            found.setdefault(SubscriberId(row.subscriber_id), []).append(sent)
    return {subscriber_id: tuple(some) for subscriber_id, some in found.items()}


def _on_their_way(connection: Connection, rows: Sequence[AnyRow]) -> set[tuple[int, int]]:
    """Of these, the subscribers and digests that are owed or sent.

    A question of its own: joined with the few rows above, PostgreSQL reads the whole outbox.
    """
    query = select(outbox.c.subscriber_id, outbox.c.digest_id).where(
        among(connection, outbox.c.subscriber_id, {row.subscriber_id for row in rows}),
        among(connection, outbox.c.digest_id, {row.digest_id for row in rows}),
        outbox.c.state.in_(_ON_ITS_WAY),
    )
    return {(subscriber, digest) for subscriber, digest in connection.execute(query)}
