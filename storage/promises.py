"""Promises: digest, outbox rows, cursor and due time in one transaction."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

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

from bot.model import DeliveryState, Digest, DigestKind, Message, StoryId, SubscriberId
from bot.planning import JointPromise
from storage.columns import to_microseconds
from storage.dialects import among, insert_or, table_of
from storage.digests import digest_row, message_json
from storage.tables import digests, messages, outbox, pending, stories, subscribers

# Statements stay small: SQLite and PostgreSQL take 32,767 values at most.
_ROUND = 1000


class _Place(NamedTuple):
    """Where a subscriber stands, and where messages go."""

    cursor: int
    due: int | None  # microseconds
    chat: int
    bot: int


_Places = Mapping[SubscriberId, _Place]


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
        _queue(connection, speaking, places, _store_messages(connection, speaking))
    return kept


def _standing(promise: JointPromise, places: _Places) -> tuple[SubscriberId, ...]:
    since = promise.digest.since
    there = [one for one in promise.readers if one in places and places[one].cursor == since]
    if since < promise.digest.until:
        return tuple(there)
    # A digest without news leaves the cursor where it is; then the due time tells whether
    # somebody else made it already.
    due = None if promise.due is None else to_microseconds(promise.due)
    return tuple(one for one in there if places[one].due == due)


def _lock_places(connection: Connection, ids: Collection[SubscriberId]) -> _Places:
    """Locked in the order of their ids: two planners never wait for each other."""
    table = subscribers.c
    due = type_coerce(table.due, BigInteger)
    query = select(table.id, table.cursor, due, table.chat_id, table.bot)
    mine = query.where(among(connection, table.id, ids)).order_by(table.id)
    return {
        identity: _Place(*place) for identity, *place in connection.execute(mine.with_for_update())
    }


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
    connection: Connection,
    kept: Sequence[_Kept],
    places: _Places,
    message_ids: Mapping[Message, int],
) -> None:
    """A statement for all who are owed on the same terms; parts in order."""
    owed: dict[_Terms, list[tuple[int, ...]]] = {}
    for one in kept:
        digest, promise = one.promise.digest, one.promise
        for part, message in enumerate(promise.messages):
            terms = _Terms(part, _rank(digest), digest.made, promise.expires)
            what = digest.id, message_ids[message]
            rows = owed.setdefault(terms, [])
            rows += [(to, places[to].chat, places[to].bot, *what) for to in one.readers]
    for terms, rows in sorted(owed.items(), key=lambda item: item[0].part):
        _owe(connection, terms, sorted(rows))
    waiting = [one for one in kept if _rank(one.promise.digest) == _AWAITED]
    chats = [{"to": places[to].chat, "by": places[to].bot} for one in waiting for to in one.readers]
    if chats:
        connection.execute(_LIFT, chats)


def _owe(connection: Connection, terms: _Terms, rows: Sequence[tuple[int, ...]]) -> None:
    each = ("subscriber_id", "chat_id", "bot", "digest_id", "message_id")
    given = table_of(connection, dict(zip(each, zip(*rows, strict=True), strict=True)))
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
    values = (literal(value, outbox.c[name].type).label(name) for name, value in shared.items())
    query = select(*(given.c[name] for name in each), *values)
    connection.execute(insert(outbox).from_select([*each, *shared], query))


_AWAITED, _ORDINARY = 0, 1


def _rank(digest: Digest) -> int:
    return _ORDINARY if digest.kind is DigestKind.SCHEDULED else _AWAITED


# Somebody waits before these chats: what they are owed from before goes ahead, not behind.
_LIFT = (
    update(outbox)
    .where(outbox.c.chat_id == bindparam("to"), outbox.c.bot == bindparam("by"), pending(outbox))
    .values(rank=_AWAITED)
)


def _hash(message: Message) -> str:
    text = json.dumps(message_json(message))
    return blake2b(text.encode(), digest_size=16).hexdigest()
