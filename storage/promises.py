"""Promises: digest, outbox rows, cursor and due time in one transaction."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    insert,
    literal,
    select,
    type_coerce,
    update,
)

from bot.model import DeliveryState, Digest, DigestId, DigestKind, Message, StoryId, SubscriberId
from bot.planning import JointPromise
from storage.columns import to_microseconds
from storage.dialects import among, insert_or, table_of
from storage.digests import digest_row, message_json
from storage.tables import digests, messages, outbox, pending, stories, subscribers

# Statements stay small: SQLite and PostgreSQL take 32,767 values at most.
_ROUND = 1000

# Where a subscriber stands: the cursor, and the due time in microseconds.
Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A promise and who gets it."""

    promise: JointPromise
    readers: tuple[SubscriberId, ...]


def keep_promises(
    connection: Connection, promises: Sequence[JointPromise]
) -> tuple[tuple[SubscriberId, ...], ...]:
    """For each promise its readers but those who stand elsewhere by now."""
    kept: list[_Kept] = []
    for some in _rounds(promises):
        kept += _keep(connection, some)
    return tuple(one.readers for one in kept)


def _rounds(promises: Sequence[JointPromise]) -> Iterator[Sequence[JointPromise]]:
    """Cut so that nobody has two promises in one round: the second builds on the first."""
    some: list[JointPromise] = []
    whose: set[SubscriberId] = set()
    for promise in promises:
        if len(some) == _ROUND or not whose.isdisjoint(promise.readers):
            yield some
            some, whose = [], set()
        some.append(promise)
        whose.update(promise.readers)
    if some:
        yield some


def _keep(connection: Connection, promises: Sequence[JointPromise]) -> list[_Kept]:
    places = _lock_places(connection, [one for promise in promises for one in promise.readers])
    kept = [_Kept(promise, _standing(promise, places)) for promise in promises]
    _advance(connection, kept)
    if speaking := [one for one in kept if one.readers and one.promise.messages]:
        _store_digests(connection, [one.promise.digest for one in speaking])
        _queue(connection, speaking, _store_messages(connection, speaking))
    return kept


def _standing(
    promise: JointPromise, places: Mapping[SubscriberId, Place]
) -> tuple[SubscriberId, ...]:
    since = promise.digest.since
    if since < promise.digest.until:
        return tuple(one for one in promise.readers if one in places and places[one][0] == since)
    # A digest without news leaves the cursor where it is; then the due time tells whether
    # somebody else made it already.
    place = since, None if promise.due is None else to_microseconds(promise.due)
    return tuple(one for one in promise.readers if places.get(one) == place)


def _lock_places(
    connection: Connection, ids: Collection[SubscriberId]
) -> dict[SubscriberId, Place]:
    """Locked in the order of their ids: two planners never wait for each other."""
    table = subscribers.c
    query = select(table.id, table.cursor, type_coerce(table.due, BigInteger))
    mine = query.where(among(connection, table.id, ids)).order_by(table.id)
    rows = connection.execute(mine.with_for_update())
    return {identity: (cursor, due) for identity, cursor, due in rows}


def _advance(connection: Connection, kept: Sequence[_Kept]) -> None:
    """A statement for all who go on alike, and at a busy hour these are many."""
    onwards: dict[tuple[int, datetime | None], list[SubscriberId]] = {}
    for one in kept:
        digest = one.promise.digest
        onwards.setdefault((digest.until, digest.next_due), []).extend(one.readers)
    for (until, due), ids in onwards.items():
        if ids:
            rows = update(subscribers).where(among(connection, subscribers.c.id, ids))
            connection.execute(rows.values(cursor=until, due=due))


def _store_digests(connection: Connection, carried: Sequence[Digest]) -> None:
    # One digest stands in many promises.
    made = {digest.id: digest for digest in carried}.values()
    once = insert_or(connection, digests).on_conflict_do_nothing(index_elements=["id"])
    connection.execute(once, [digest_row(digest) for digest in made])
    used: dict[datetime, set[StoryId]] = {}
    for digest in made:
        used.setdefault(digest.made, set()).update(story.id for story in digest.stories)
    for when, ids in sorted(used.items()):
        for some in _pieces(sorted(ids)):
            connection.execute(_USE, {"ids": some, "when": when})


def _pieces(ids: Sequence[StoryId]) -> Iterator[Sequence[StoryId]]:
    for start in range(0, len(ids), _ROUND):
        yield ids[start : start + _ROUND]


# Many digests of one round carry the same stories: only the first of them writes.
_USE = (
    update(stories)
    .where(stories.c.id.in_(bindparam("ids", expanding=True)), stories.c.used < bindparam("when"))
    .values(used=bindparam("when"))
)


def _store_messages(connection: Connection, kept: Sequence[_Kept]) -> Mapping[Message, int]:
    """Ids by message; a text that is stored already is not stored again."""
    made = {text: one.promise.digest.made for one in kept for text in one.promise.messages}
    return _stored(connection, made)


def store_message(connection: Connection, message: Message, now: datetime) -> int:
    """The id of the stored message, which may have been there before."""
    return _stored(connection, {message: now})[message]


def _stored(connection: Connection, made: Mapping[Message, datetime]) -> Mapping[Message, int]:
    hashes = {message: _hash(message) for message in made}
    rows = [
        {"hash": hashes[message], "body": message_json(message), "made": moment}
        for message, moment in sorted(made.items(), key=lambda item: hashes[item[0]])
    ]
    new = insert_or(connection, messages)
    young = new.on_conflict_do_update(index_elements=["hash"], set_={"made": new.excluded.made})
    connection.execute(young, rows)
    query = select(messages.c.hash, messages.c.id).where(messages.c.hash.in_(hashes.values()))
    ids = {name: identity for name, identity in connection.execute(query)}
    return {message: ids[name] for message, name in hashes.items()}


@dataclass(frozen=True, slots=True)
class _Terms:
    """What many messages have in common, whatever they say."""

    part: int
    rank: int
    not_before: datetime
    expires: datetime | None


def _queue(
    connection: Connection, kept: Sequence[_Kept], message_ids: Mapping[Message, int]
) -> None:
    """A statement for all who are owed on the same terms; parts in order."""
    owed: dict[_Terms, list[tuple[SubscriberId, DigestId, int]]] = {}
    for one in kept:
        digest, promise = one.promise.digest, one.promise
        for part, message in enumerate(promise.messages):
            terms = _Terms(part, _rank(digest), digest.made, promise.expires)
            rows = owed.setdefault(terms, [])
            rows += ((reader, digest.id, message_ids[message]) for reader in one.readers)
    for terms, rows in sorted(owed.items(), key=lambda item: item[0].part):
        _owe(connection, terms, rows)
    awaited = [
        reader for one in kept if _rank(one.promise.digest) == _AWAITED for reader in one.readers
    ]
    if awaited:
        _lift(connection, awaited)


def _owe(
    connection: Connection, terms: _Terms, rows: Sequence[tuple[SubscriberId, DigestId, int]]
) -> None:
    names = ("reader", "digest_id", "message_id")
    given = table_of(connection, dict(zip(names, zip(*rows, strict=True), strict=True)))
    shared = {
        "part": terms.part,
        "state": DeliveryState.QUEUED.value,
        "rank": terms.rank,
        "not_before": terms.not_before,
        "expires": terms.expires,
        "attempts": 0,
        "uncertain": False,
        "reason": "",
    }
    query = select(
        subscribers.c.id,
        subscribers.c.chat_id,
        subscribers.c.bot,
        given.c.digest_id,
        given.c.message_id,
        *(literal(value, outbox.c[name].type).label(name) for name, value in shared.items()),
    )
    owed = query.join_from(given, subscribers, subscribers.c.id == given.c.reader)
    columns = ["subscriber_id", "chat_id", "bot", "digest_id", "message_id", *shared]
    connection.execute(insert(outbox).from_select(columns, owed.order_by(subscribers.c.id)))


_AWAITED, _ORDINARY = 0, 1


def _rank(digest: Digest) -> int:
    return _ORDINARY if digest.kind is DigestKind.SCHEDULED else _AWAITED


def _lift(connection: Connection, readers: Sequence[SubscriberId]) -> None:
    """Somebody waits before these chats: what they are owed from before goes ahead, not behind."""
    places = select(subscribers.c.chat_id, subscribers.c.bot)
    chats = connection.execute(places.where(among(connection, subscribers.c.id, readers)))
    connection.execute(_LIFT, [{"chat": chat, "whose": bot} for chat, bot in chats])


_LIFT = (
    update(outbox)
    .where(
        outbox.c.chat_id == bindparam("chat"), outbox.c.bot == bindparam("whose"), pending(outbox)
    )
    .values(rank=_AWAITED)
)


def _hash(message: Message) -> str:
    text = json.dumps(message_json(message))
    return blake2b(text.encode(), digest_size=16).hexdigest()
