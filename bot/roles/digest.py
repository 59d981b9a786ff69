"""Digest: due subscribers -> messages in the outbox.

due subscribers
  -> the stories since the earliest cursor (read once for all)
  -> one edition per distinct wish: chosen, ranked and rendered once
  -> a promise each: outbox row, cursor and due time, many in one transaction
"""

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Iterable,
    Mapping,
    Sequence,
    Set,
)
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.digests.compose import WINDOW
from bot.digests.fitting import found
from bot.digests.interest import FindQueries, FitsQuery, Interest, muted_words
from bot.model import DigestKind, RoleReport, Subscriber, SubscriberId
from bot.planning import Alike, JointPromise
from bot.ports import Clock, Renderer, Storage
from bot.reading import Mute, Sent, Taste
from bot.roles.press import Made, Press

log = structlog.get_logger()

# What /start shows at once: the last day, whatever was sent to others before.
FIRST_WINDOW = timedelta(hours=24)
# More than any edition of a newspaper; a guard for memory, not a wish.
MOST_STORIES = 2000
# Readers whose promises share a transaction: others wait for the writer meanwhile.
BATCH = 1000
# Subscribers that are looked at together: the more, the more of them share a digest.
PAGE = 50_000


# What of a subscriber's wishes stands in tables of its own; see Interest.of.
Own = tuple[tuple[Mute, ...], tuple[Taste, ...], tuple[Sent, ...]]
_NOTHING: Own = ((), (), ())
# Promises that share a transaction.
Batch = Sequence[JointPromise]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTools:
    """What making digests needs of the world."""

    storage: Storage
    render: Renderer
    fits: FitsQuery
    find: FindQueries = found
    clock: Clock
    # Called when something was put into the outbox.
    wake: Callable[[], None]


async def digest_round(
    tools: DigestTools, *, limit: int = 200_000, page: int = PAGE, batch: int = BATCH
) -> RoleReport:
    """Make the digests that are due now, about `limit` at most.

    At six in the morning nearly everybody is due: the stories are read once, and each distinct
    digest is made once.
    """
    now = tools.clock.now()
    press: Press | None = None
    kept = refused = sent = 0
    while kept < limit and (due := await tools.storage.subscribers.due(now, page)):
        lowest = min(some.cursor for some in due)
        if press is None or lowest < press.after:
            press = await _press(tools, lowest, now, WINDOW)
        answers, promised = await _promise_all(tools, due, press, batch)
        asked = sum(len(some.ids) for some in due)
        kept, refused, sent = kept + answers, refused + asked - answers, sent + promised
        if not answers:
            break
    return RoleReport(role="digest", done=kept, failed=refused, counts={"digests": sent})


async def digest_now(tools: DigestTools, subscriber: Subscriber, kind: DigestKind) -> bool:
    """Promise a digest at once; False when there is nothing new for this subscriber."""
    now = tools.clock.now()
    first = kind is DigestKind.FIRST
    after = 0 if first else subscriber.cursor
    press = await _press(tools, after, now, FIRST_WINDOW if first else WINDOW)
    own = await _own(tools, [subscriber.id], now)
    interest = Interest.of(subscriber, *own.get(subscriber.id, _NOTHING))
    await asyncio.to_thread(press.look_for, interest.asked)
    made = await press.digest(subscriber, interest, kind)
    promise = _joint(made, subscriber.due, [subscriber.id])
    if not promise.messages:
        return False
    [kept] = await tools.storage.outbox.promise_all([promise])
    if kept:
        tools.wake()
    return bool(kept)


async def _press(tools: DigestTools, after: int, now: datetime, window: timedelta) -> Press:
    until = await tools.storage.stories.last_sequence()
    stories = await tools.storage.stories.ready(after, until, now - window, MOST_STORIES)
    # Elsewhere: ranking a thousand stories takes some 15 ms, and people wait for answers.
    return await asyncio.to_thread(
        Press,
        stories=stories,
        after=after,
        until=until,
        now=now,
        fits=tools.fits,
        find=tools.find,
        render=tools.render,
        new_id=tools.storage.outbox.new_digest_id,
    )


async def _own(
    tools: DigestTools, ids: Sequence[SubscriberId], now: datetime
) -> Mapping[SubscriberId, Own]:
    """What is muted and liked, and what was told at once, of those who have any of it."""
    mutes = await tools.storage.mutes.of(ids, now)
    tastes = await tools.storage.tastes.of(ids)
    sent = await tools.storage.instants.sent(ids, now - WINDOW)
    return {
        one: (mutes.get(one, ()), tastes.get(one, ()), sent.get(one, ()))
        for one in mutes.keys() | tastes.keys() | sent.keys()
    }


async def _promise_all(
    tools: DigestTools, due: Sequence[Alike], press: Press, size: int
) -> tuple[int, int]:
    """How many promises were kept, and how many of these are messages to send."""
    kept = sent = 0
    own = await _own(tools, [one for some in due for one in some.ids], press.now)
    await asyncio.to_thread(press.look_for, _asked(due, own))
    async with aclosing(_ahead(_batches(_promises(due, own, press, size), size))) as batches:
        async for promises in batches:
            answers = await tools.storage.outbox.promise_all(promises)
            kept += sum(map(len, answers))
            pairs = zip(promises, answers, strict=True)
            new = sum(len(readers) for promise, readers in pairs if promise.messages)
            if new:
                tools.wake()
            sent += new
    return kept, sent


def _asked(due: Sequence[Alike], own: Mapping[SubscriberId, Own]) -> Set[str]:
    """All own topics and muted words: they are looked for together."""
    asked = {query for some in due for query in some.queries}
    return asked.union(*(muted_words(mutes) for mutes, *_ in own.values()))


async def _ahead(batches: AsyncIterator[Batch]) -> AsyncGenerator[Batch, None]:
    """The next batch is made while the database writes the one before."""

    async def following() -> Batch | None:
        return await anext(batches, None)

    coming = asyncio.create_task(following())
    try:
        while (batch := await coming) is not None:
            coming = asyncio.create_task(following())
            yield batch
    finally:
        coming.cancel()


async def _promises(
    due: Sequence[Alike], own: Mapping[SubscriberId, Own], press: Press, most: int
) -> AsyncIterator[JointPromise]:
    for some in due:
        for theirs, readers in _apart(some, own):
            interest = Interest.of(some, *theirs)
            made = await press.digest(some, interest, DigestKind.SCHEDULED)
            for start in range(0, len(readers), most):
                yield _joint(made, some.due, readers[start : start + most])
            # People wait for answers meanwhile: one digest at a stretch.
            await asyncio.sleep(0)


def _apart(
    some: Alike, own: Mapping[SubscriberId, Own]
) -> Iterable[tuple[Own, Sequence[SubscriberId]]]:
    """Those whose own mutes, likings and messages are the same; most have none."""
    if own.keys().isdisjoint(some.ids):
        return [(_NOTHING, some.ids)]
    groups: dict[Own, list[SubscriberId]] = {}
    for one in some.ids:
        groups.setdefault(own.get(one, _NOTHING), []).append(one)
    return groups.items()


def _joint(made: Made, due: datetime | None, readers: Sequence[SubscriberId]) -> JointPromise:
    digest, messages = made
    return JointPromise(
        digest=digest,
        messages=messages,
        # A digest that could not go out by the next one is merged into it, not sent twice.
        expires=digest.next_due if digest.kind is DigestKind.SCHEDULED else None,
        due=due,
        readers=tuple(readers),
    )


async def _batches(promises: AsyncIterator[JointPromise], size: int) -> AsyncIterator[Batch]:
    """As many together as have about `size` readers."""
    some: list[JointPromise] = []
    readers = 0
    async for promise in promises:
        some.append(promise)
        readers += len(promise.readers)
        if readers >= size:
            yield some
            some, readers = [], 0
    if some:
        yield some
