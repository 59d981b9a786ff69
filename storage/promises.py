"""Promises: digest, outbox rows, cursor and due time in one transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.model import DeliveryState, DigestId, DigestKind, Message, Promise, StoryId, SubscriberId
from storage.dialects import insert_or
from storage.digests import digest_row, message_json
from storage.tables import digests, messages, outbox, pending, stories, subscribers

# Lists inside one statement stay below SQLite's and PostgreSQL's limit of 32,767 values.
_ROUND = 1000

Values = dict[str, object]


def keep_promises(connection: Connection, promises: Sequence[Promise]) -> tuple[bool, ...]:
    kept: list[bool] = []
    for some in _rounds(promises):
        kept += _keep(connection, some)
    return tuple(kept)


def _rounds(promises: Sequence[Promise]) -> Iterator[Sequence[Promise]]:
    """Cut so that nobody has two promises in one round: the second builds on the first."""
    some: list[Promise] = []
    whose: set[SubscriberId] = set()
    for promise in promises:
        if len(some) == _ROUND or promise.subscriber.id in whose:
            yield some
            some, whose = [], set()
        some.append(promise)
        whose.add(promise.subscriber.id)
    if some:
        yield some


def _keep(connection: Connection, promises: Sequence[Promise]) -> list[bool]:
    places = _lock_places(connection, promises)
    answers = []
    kept = []
    for promise in promises:
        place = places.get(promise.subscriber.id)
        answers.append(place is not None and _fits(promise, *place))
        if answers[-1]:
            kept.append(promise)
    _advance(connection, kept)
    if speaking := [promise for promise in kept if promise.messages]:
        _store_digests(connection, speaking)
        _queue(connection, speaking, _store_messages(connection, speaking))
    return answers


def _fits(promise: Promise, cursor: int, due: datetime | None) -> bool:
    digest = promise.digest
    # A digest without news leaves the cursor where it is; then the due time tells whether
    # somebody else made it already.
    moved = digest.since == digest.until and due != promise.subscriber.due
    return cursor == digest.since and not moved


def _lock_places(
    connection: Connection, promises: Sequence[Promise]
) -> dict[SubscriberId, tuple[int, datetime | None]]:
    table = subscribers.c
    ids = {promise.subscriber.id for promise in promises}
    query = select(table.id, table.cursor, table.due).where(table.id.in_(ids)).order_by(table.id)
    rows = connection.execute(query.with_for_update())
    return {SubscriberId(identity): (cursor, due) for identity, cursor, due in rows}


def _advance(connection: Connection, promises: Sequence[Promise]) -> None:
    """A statement for all who go on alike, and at a busy hour these are many."""
    alike: dict[tuple[int, datetime | None], list[SubscriberId]] = {}
    for promise in promises:
        place = (promise.digest.until, promise.digest.next_due)
        alike.setdefault(place, []).append(promise.subscriber.id)
    for (until, due), ids in alike.items():
        connection.execute(_ADVANCE, {"to": until, "next": due, "ids": ids})


_ADVANCE = (
    update(subscribers)
    .where(subscribers.c.id.in_(bindparam("ids", expanding=True)))
    .values(cursor=bindparam("to"), due=bindparam("next"))
)


def _store_digests(connection: Connection, promises: Sequence[Promise]) -> None:
    # One digest stands in many promises.
    made = {promise.digest.id: promise.digest for promise in promises}.values()
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


def _store_messages(connection: Connection, promises: Sequence[Promise]) -> Mapping[Message, int]:
    """Ids by message; a text that is stored already is not stored again."""
    # The same message object stands in many promises: each is written out and hashed once.
    made = {message: promise.digest.made for promise in promises for message in promise.messages}
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


def _queue(
    connection: Connection, promises: Sequence[Promise], message_ids: Mapping[Message, int]
) -> None:
    """A statement for each message, however many it is owed to; parts in order."""
    groups: dict[tuple[DigestId, datetime | None], list[Promise]] = {}
    for promise in promises:
        groups.setdefault((promise.digest.id, promise.expires), []).append(promise)
    for group in groups.values():
        ids = [promise.subscriber.id for promise in group]
        for part, message in enumerate(group[0].messages):
            values = _outbox_values(group[0], part, message_ids[message])
            connection.execute(_QUEUE, {"ids": ids, **values})
    waiting = [
        {"chat": promise.subscriber.chat_id, "whose": promise.subscriber.id}
        for promise in promises
        if _rank(promise) == _AWAITED
    ]
    if waiting:
        connection.execute(_LIFT, waiting)


_SHARED = (
    "digest_id",
    "part",
    "message_id",
    "state",
    "rank",
    "not_before",
    "expires",
    "attempts",
    "uncertain",
    "reason",
)
_QUEUE = insert(outbox).from_select(
    ["subscriber_id", "chat_id", "bot", *_SHARED],
    select(
        subscribers.c.id,
        subscribers.c.chat_id,
        subscribers.c.bot,
        *(bindparam(f"new_{name}", type_=outbox.c[name].type).label(name) for name in _SHARED),
    )
    .where(subscribers.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(subscribers.c.id),
)


_AWAITED, _ORDINARY = 0, 1

# Somebody waits before this chat: what it is owed from before goes ahead of it, not behind.
_LIFT = (
    update(outbox)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.bot
        == select(subscribers.c.bot)
        .where(subscribers.c.id == bindparam("whose"))
        .scalar_subquery(),
        pending(outbox),
    )
    .values(rank=_AWAITED)
)


def _rank(promise: Promise) -> int:
    return _ORDINARY if promise.digest.kind is DigestKind.SCHEDULED else _AWAITED


def _outbox_values(promise: Promise, part: int, message_id: int) -> Values:
    return {
        "new_digest_id": promise.digest.id,
        "new_part": part,
        "new_message_id": message_id,
        "new_state": DeliveryState.QUEUED.value,
        "new_rank": _rank(promise),
        "new_not_before": promise.digest.made,
        "new_expires": promise.expires,
        "new_attempts": 0,
        "new_uncertain": False,
        "new_reason": "",
    }


def _hash(message: Message) -> str:
    text = json.dumps(message_json(message))
    return blake2b(text.encode(), digest_size=16).hexdigest()
