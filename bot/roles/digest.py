"""Digest: due subscribers -> messages in the outbox.

due subscribers
  -> the stories since the earliest cursor (read once for all)
  -> one edition per distinct wish: chosen, ranked and rendered once
  -> a promise each: outbox row, cursor and due time, many in one transaction
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.digests.compose import WINDOW
from bot.digests.interest import FitsQuery, Interest
from bot.model import DigestKind, Promise, RoleReport, Subscriber, SubscriberId
from bot.ports import Clock, Renderer, Storage
from bot.roles.press import Press

log = structlog.get_logger()

# What /start shows at once: the last day, whatever was sent to others before.
FIRST_WINDOW = timedelta(hours=24)
# More than any edition of a newspaper; a guard for memory, not a wish.
MOST_STORIES = 2000
# Promises that share a transaction: others wait for the writer meanwhile.
BATCH = 1000
# Subscribers that are looked at together: the more, the more of them share a digest. About 40 MB.
PAGE = 20_000
# Subscribers after whom others have their turn of the event loop.
STRETCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTools:
    """What making digests needs of the world."""

    storage: Storage
    render: Renderer
    fits: FitsQuery
    clock: Clock
    # Called when something was put into the outbox.
    wake: Callable[[], None]


async def digest_round(tools: DigestTools, *, limit: int = 200_000, page: int = PAGE) -> RoleReport:
    """Make the digests that are due now, about `limit` at most.

    At six in the morning nearly everybody is due: the stories are read once, and each distinct
    digest is made once.
    """
    now = tools.clock.now()
    press: Press | None = None
    kept = refused = sent = 0
    while kept < limit and (due := await tools.storage.subscribers.due(now, page)):
        lowest = min(subscriber.cursor for subscriber in due)
        if press is None or lowest < press.after:
            press = await _press(tools, lowest, now, WINDOW)
        answers, promised = await _promise_all(tools, due, press)
        kept, refused, sent = kept + answers, refused + len(due) - answers, sent + promised
        if not answers:
            break
    return RoleReport(role="digest", done=kept, failed=refused, counts={"digests": sent})


async def digest_now(tools: DigestTools, subscriber: Subscriber, kind: DigestKind) -> bool:
    """Promise a digest at once; False when there is nothing new for this subscriber."""
    now = tools.clock.now()
    first = kind is DigestKind.FIRST
    after = 0 if first else subscriber.cursor
    press = await _press(tools, after, now, FIRST_WINDOW if first else WINDOW)
    wanted = await _interests(tools, [subscriber], now)
    promise, _ = await press.promise(subscriber, wanted[subscriber.id], kind)
    if not promise.messages:
        return False
    (kept,) = await tools.storage.outbox.promise_all([promise])
    if kept:
        tools.wake()
    return kept


async def _press(tools: DigestTools, after: int, now: datetime, window: timedelta) -> Press:
    until = await tools.storage.stories.last_sequence()
    return Press(
        stories=await tools.storage.stories.ready(after, until, now - window, MOST_STORIES),
        after=after,
        until=until,
        now=now,
        fits=tools.fits,
        render=tools.render,
        new_id=tools.storage.outbox.new_digest_id,
    )


async def _interests(
    tools: DigestTools, some: Sequence[Subscriber], now: datetime
) -> Mapping[SubscriberId, Interest]:
    """What each of them wants now, what is muted and liked, and what was told at once."""
    ids = [subscriber.id for subscriber in some]
    mutes = await tools.storage.mutes.of(ids, now)
    tastes = await tools.storage.tastes.of(ids)
    sent = await tools.storage.instants.sent(ids, now - WINDOW)
    interests = {}
    for place, one in enumerate(some):
        interests[one.id] = Interest.of(
            one, mutes.get(one.id, ()), tastes.get(one.id, ()), sent.get(one.id, ())
        )
        if place % STRETCH == 0:
            await asyncio.sleep(0)
    return interests


async def _promise_all(
    tools: DigestTools, due: Sequence[Subscriber], press: Press
) -> tuple[int, int]:
    """How many promises were kept, and how many of these are messages to send."""
    kept = sent = 0
    # Equal wishes stand together: what is kept of made digests need not be large.
    ordered = await asyncio.to_thread(sorted, due, key=_wishes)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        promises = await _promises(some, await _interests(tools, some, press.now), press)
        answers = await tools.storage.outbox.promise_all(promises)
        kept += sum(answers)
        new = sum(ok and bool(p.messages) for ok, p in zip(answers, promises, strict=True))
        if new:
            tools.wake()
        sent += new
    return kept, sent


def _wishes(one: Subscriber) -> tuple[object, ...]:
    return one.topics, one.queries, one.cursor, one.language


async def _promises(
    some: Sequence[Subscriber], wanted: Mapping[SubscriberId, Interest], press: Press
) -> list[Promise]:
    promises = []
    for place, one in enumerate(some):
        promise, made = await press.promise(one, wanted[one.id], DigestKind.SCHEDULED)
        promises.append(promise)
        if made or place % STRETCH == 0:
            # People wait for answers meanwhile: one digest at a stretch.
            await asyncio.sleep(0)
    return promises
