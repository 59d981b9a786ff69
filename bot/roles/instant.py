"""Instant: big stories, and those of marked own topics -> the outbox, at once.

who wants stories at once
  -> stories that many outlets report now, and all that became ready since the last round
  -> a pure decision for each reader and story, at most a few a day
  -> a promise each: the row "was sent at once", digest and outbox row in one transaction

What is lost in a crash between two rounds is looked at again after it: the first round goes
back as far as a story can be big, and the rows know what was sent.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product

from bot.digests.instant import InstantPolicy, Standing, decide, is_big
from bot.digests.interest import FitsQuery, Interest
from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Message,
    Promise,
    RoleReport,
    Story,
    StoryId,
    Subscriber,
    SubscriberId,
)
from bot.reading import Sent, Watcher
from bot.roles.digest import DigestTools

# Later than this it is no news that breaks: the next digest carries it.
EXPIRES = timedelta(hours=1)
# More new stories than this in one round are a flood, not news.
MOST_FRESH = 500
# Decisions after which others have their turn of the event loop.
STRETCH = 100
_DAY = timedelta(days=1)
# Stands in the place of the number while equal digests are looked for.
_UNNUMBERED = DigestId(0)


@dataclass(slots=True, kw_only=True)
class InstantTools:
    """What the role needs; `seen` is the last story sequence that a round looked at."""

    digest: DigestTools
    policy: InstantPolicy = field(default_factory=InstantPolicy)
    seen: int = 0


@dataclass(slots=True, kw_only=True)
class _Round:
    now: datetime
    wanted: Mapping[SubscriberId, Interest]
    fits: FitsQuery
    sent: dict[SubscriberId, tuple[Sent, ...]]
    counts: Counter[str] = field(default_factory=Counter)
    made: dict[Digest, tuple[Digest, tuple[Message, ...]]] = field(default_factory=dict)


async def instant_round(tools: InstantTools) -> RoleReport:
    """Promise what breaks now; `done` counts what was promised."""
    storage, now = tools.digest.storage, tools.digest.clock.now()
    watchers = await storage.instants.watchers()
    until = await storage.stories.last_sequence()
    if not watchers:
        tools.seen = until
        return RoleReport(role="instant")
    stories = await _candidates(tools, watchers, until, now)
    tools.seen = until
    if not stories:
        return RoleReport(role="instant")
    this = await _begin(tools, watchers, [story for story, _ in stories], now)
    promises = []
    for place, ((story, big), watcher) in enumerate(product(stories, watchers)):
        promise = await _promise(tools, this, watcher, story, big=big)
        if promise is not None:
            promises.append(promise)
        if place % STRETCH == 0:
            # People wait for answers meanwhile.
            await asyncio.sleep(0)
    kept = await storage.instants.promise_all(promises) if promises else 0
    if kept:
        tools.digest.wake()
    counts = dict(this.counts)
    return RoleReport(role="instant", done=kept, failed=len(promises) - kept, counts=counts)


async def _candidates(
    tools: InstantTools, watchers: Sequence[Watcher], until: int, now: datetime
) -> list[tuple[Story, bool]]:
    """Stories and whether they are big, the big ones first."""
    storage, policy = tools.digest.storage, tools.policy
    since = now - policy.within
    loud = await storage.stories.get(await storage.instants.loud(since, policy.voices))
    found: dict[StoryId, tuple[Story, bool]] = {
        story.id: (story, True) for story in loud if is_big(story, policy)
    }
    if any(watcher.alerts for watcher in watchers):
        for story in await storage.stories.ready(tools.seen, until, since, MOST_FRESH):
            found.setdefault(story.id, (story, False))
    return list(found.values())


async def _begin(
    tools: InstantTools, watchers: Sequence[Watcher], stories: Sequence[Story], now: datetime
) -> _Round:
    storage = tools.digest.storage
    ids = [watcher.subscriber.id for watcher in watchers]
    mutes, tastes = await storage.mutes.of(ids, now), await storage.tastes.of(ids)
    wanted = {
        one.subscriber.id: Interest.of(
            one.subscriber, mutes.get(one.subscriber.id, ()), tastes.get(one.subscriber.id, ())
        )
        for one in watchers
    }
    sent = await storage.instants.sent(ids, now - _DAY)
    asked = frozenset[str]().union(
        *(interest.asked for interest in wanted.values()), *(one.alerts for one in watchers)
    )
    found = await asyncio.to_thread(tools.digest.find, asked, stories)
    fits = _looked_up(found, stories, tools.digest.fits)
    return _Round(now=now, wanted=wanted, fits=fits, sent=dict(sent))


def _looked_up(
    found: Mapping[str, frozenset[int]], stories: Sequence[Story], ask: FitsQuery
) -> FitsQuery:
    place_of = {story.id: place for place, story in enumerate(stories)}

    def fits(query: str, story: Story) -> bool:
        place = place_of[story.id]
        # Who muted an outlet sees the same story with fewer reports.
        return place in found[query] if stories[place] is story else ask(query, story)

    return fits


async def _promise(
    tools: InstantTools, this: _Round, watcher: Watcher, story: Story, *, big: bool
) -> Promise | None:
    reader = watcher.subscriber
    sent = this.sent.get(reader.id, ())
    why = decide(
        story,
        Standing(watcher=watcher, interest=this.wanted[reader.id], sent=sent),
        big=big,
        fits=this.fits,
        policy=tools.policy,
        now=this.now,
    )
    if not why.sends:
        return None
    this.counts[why.value] += 1
    this.sent[reader.id] = (*sent, Sent(story_id=story.id, made=this.now))
    digest, messages = await _digest(tools, this, reader, story)
    return Promise(subscriber=reader, digest=digest, messages=messages, expires=this.now + EXPIRES)


async def _digest(
    tools: InstantTools, this: _Round, reader: Subscriber, story: Story
) -> tuple[Digest, tuple[Message, ...]]:
    """A digest of one story that leaves cursor and due time where they are.

    Readers for whom it is the same share it.
    """
    digest = Digest(
        id=_UNNUMBERED,
        kind=DigestKind.INSTANT,
        made=this.now,
        since=reader.cursor,
        until=reader.cursor,
        topics=(),
        queries=(),
        language=reader.language,
        zone=reader.zone,
        next_due=reader.due,
        stories=(story,),
        style=reader.style,
    )
    if digest not in this.made:
        numbered = replace(digest, id=await tools.digest.storage.outbox.new_digest_id())
        this.made[digest] = (numbered, tools.digest.render(numbered))
    return this.made[digest]
