"""Digest: due subscribers -> messages in the outbox.

due subscribers
  -> the stories since the earliest cursor (read once for all)
  -> one edition per distinct wish: chosen, ranked and rendered once
  -> a promise each: outbox row, cursor and due time, many in one transaction
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.digests.compose import WINDOW, choose
from bot.digests.interest import FitsQuery, Interest
from bot.digests.timetable import is_quiet, next_digest
from bot.model import (
    Digest,
    DigestKind,
    Message,
    Promise,
    RoleReport,
    Story,
    Style,
    Subscriber,
    SubscriberId,
)
from bot.ports import Clock, Renderer, Storage

log = structlog.get_logger()

# What /start shows at once: the last day, whatever was sent to others before.
FIRST_WINDOW = timedelta(hours=24)
# More than any edition of a newspaper; a guard for memory, not a wish.
MOST_STORIES = 2000
# Promises that share a transaction: others wait for the writer meanwhile.
BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTools:
    """What making digests needs of the world."""

    storage: Storage
    render: Renderer
    fits: FitsQuery
    clock: Clock
    # Called when something was put into the outbox.
    wake: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What makes two subscribers' digests equal."""

    interest: Interest
    cursor: int
    kind: DigestKind
    language: str
    zone: str
    due: datetime | None
    style: Style


@dataclass(slots=True, kw_only=True)
class _Press:
    """The stories of one moment, and the digests that were made of them."""

    stories: tuple[Story, ...]
    until: int
    now: datetime
    chosen: dict[tuple[Interest, int], tuple[Story, ...]] = field(default_factory=dict)
    made: dict[_Wish, tuple[Digest, tuple[Message, ...]]] = field(default_factory=dict)


async def digest_round(tools: DigestTools, *, limit: int = 1000) -> RoleReport:
    """Make the digests that are due now, at most `limit`."""
    now = tools.clock.now()
    due = await tools.storage.subscribers.due(now, limit)
    if not due:
        return RoleReport(role="digest")
    press = await _press(tools, min(subscriber.cursor for subscriber in due), now, WINDOW)
    kept = sent = 0
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        wanted = await _interests(tools, batch, now)
        promises = [
            await _promise(tools, one, wanted[one.id], press, DigestKind.SCHEDULED) for one in batch
        ]
        answers = await tools.storage.outbox.promise_all(promises)
        kept += sum(answers)
        sent += sum(ok and bool(p.messages) for ok, p in zip(answers, promises, strict=True))
    if sent:
        tools.wake()
    return RoleReport(role="digest", done=kept, failed=len(due) - kept, counts={"digests": sent})


async def digest_now(tools: DigestTools, subscriber: Subscriber, kind: DigestKind) -> bool:
    """Promise a digest at once; False when there is nothing new for this subscriber."""
    now = tools.clock.now()
    first = kind is DigestKind.FIRST
    after = 0 if first else subscriber.cursor
    press = await _press(tools, after, now, FIRST_WINDOW if first else WINDOW)
    wanted = await _interests(tools, [subscriber], now)
    promise = await _promise(tools, subscriber, wanted[subscriber.id], press, kind)
    if not promise.messages:
        return False
    (kept,) = await tools.storage.outbox.promise_all([promise])
    if kept:
        tools.wake()
    return kept


async def _press(tools: DigestTools, after: int, now: datetime, window: timedelta) -> _Press:
    until = await tools.storage.stories.last_sequence()
    stories = await tools.storage.stories.ready(after, until, now - window, MOST_STORIES)
    return _Press(stories=stories, until=until, now=now)


async def _interests(
    tools: DigestTools, some: Sequence[Subscriber], now: datetime
) -> Mapping[SubscriberId, Interest]:
    """What each of them wants now, and what is muted and liked."""
    ids = [subscriber.id for subscriber in some]
    mutes = await tools.storage.mutes.of(ids, now)
    tastes = await tools.storage.tastes.of(ids)
    return {one.id: Interest.of(one, mutes.get(one.id, ()), tastes.get(one.id, ())) for one in some}


async def _promise(
    tools: DigestTools,
    subscriber: Subscriber,
    interest: Interest,
    press: _Press,
    kind: DigestKind,
) -> Promise:
    """What this subscriber is owed now; without messages when there is nothing new."""
    wish = _Wish(
        interest=interest,
        cursor=subscriber.cursor,
        kind=kind,
        language=subscriber.language,
        zone=subscriber.zone,
        due=next_digest(subscriber, press.now),
        style=_style(subscriber, press.now, kind),
    )
    if wish not in press.made:
        press.made[wish] = await _make(tools, wish, press)
    digest, messages = press.made[wish]
    # A digest that could not go out by the next one is merged into it, not sent twice.
    expires = wish.due if kind is DigestKind.SCHEDULED else None
    return Promise(subscriber=subscriber, digest=digest, messages=messages, expires=expires)


def _style(subscriber: Subscriber, now: datetime, kind: DigestKind) -> Style:
    """A digest that comes late, in quiet hours, comes without a sound."""
    hushed = kind is DigestKind.SCHEDULED and is_quiet(subscriber, now)
    return replace(subscriber.style, silent=True) if hushed else subscriber.style


async def _make(
    tools: DigestTools, wish: _Wish, press: _Press
) -> tuple[Digest, tuple[Message, ...]]:
    after = 0 if wish.kind is DigestKind.FIRST else wish.cursor
    key = (wish.interest, after)
    if key not in press.chosen:
        fresh = [story for story in press.stories if story.sequence > after]
        press.chosen[key] = choose(fresh, wish.interest, tools.fits, press.now)
    digest = Digest(
        id=await tools.storage.outbox.new_digest_id(),
        kind=wish.kind,
        made=press.now,
        since=wish.cursor,
        until=press.until,
        topics=wish.interest.topics,
        queries=wish.interest.queries,
        language=wish.language,
        zone=wish.zone,
        next_due=wish.due,
        stories=press.chosen[key],
        style=wish.style,
    )
    return digest, tools.render(digest) if digest.stories else ()
