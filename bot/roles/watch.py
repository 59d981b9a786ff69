"""Watch: what only an admin can cure, told at useful moments only.

look at feeds, outbox and disk -> decide what is news (pure) -> tell
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import TypeVar

from bot.model import FeedHealth, FeedState, RoleReport
from bot.ports import Clock, Storage
from bot.roles.told import Told

# A feed's trouble is told when it is so old, and again whenever it is twice as old.
FIRST_TOLD = timedelta(days=1)
# Nothing left the outbox for so long although something waits.
STUCK = timedelta(minutes=15)
LOW_DISK = 200 * 2**20

_TROUBLE = frozenset(
    {FeedHealth.FAILING, FeedHealth.WALLED, FeedHealth.NOT_A_FEED, FeedHealth.GONE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What an admin should know now."""

    feeds: tuple[FeedState, ...] = ()
    stuck: int = 0  # messages that wait while nothing goes out
    free_bytes: int | None = None  # set when the disk is nearly full
    upgraded: str = ""  # the schema that this start has changed into its own
    newer: str = ""  # the schema that a newer program made under this one

    def __bool__(self) -> bool:
        return self != Concern()


@dataclass(slots=True, kw_only=True)
class WatchTools:
    """What watching needs, and what it saw last."""

    storage: Storage
    clock: Clock
    folder: Path
    tell: Callable[[Concern], Awaitable[None]]
    last: datetime
    left: int = -1  # how many messages had left the outbox
    since: datetime | None = None  # when that number was first seen
    told: Told = field(default_factory=Told)  # conditions that still hold


async def watch_round(tools: WatchTools) -> RoleReport:
    """One look at everything."""
    now = tools.clock.now()
    states = await tools.storage.feeds.all()
    counts = await tools.storage.outbox.counts()
    concern = Concern(
        feeds=newly_troubled(states, tools.last, now),
        stuck=_once(tools, "stuck", _stuck(tools, dict(counts), now), now),
        free_bytes=_once(tools, "disk", _low(disk_usage(tools.folder).free), now) or None,
        upgraded=_once(tools, "upgraded", tools.storage.upgraded_from, now),
        newer=_once(tools, "newer", await tools.storage.newer_schema(), now),
    )
    tools.last = now
    if concern:
        await tools.tell(concern)
    return RoleReport(role="watch", counts={"troubled_feeds": len(concern.feeds)})


def newly_troubled(
    states: Sequence[FeedState], last: datetime, now: datetime
) -> tuple[FeedState, ...]:
    """The feeds whose trouble became 1, 2, 4, 8, ... days old between the two looks."""
    return tuple(
        state
        for state in states
        if state.feed.enabled and state.health in _TROUBLE and _crossed(state.since, last, now)
    )


def _crossed(since: datetime | None, last: datetime, now: datetime) -> bool:
    if since is None:
        return False
    age = FIRST_TOLD
    while since + age <= last:
        age *= 2
    return since + age <= now


def _stuck(tools: WatchTools, counts: dict[str, int], now: datetime) -> int:
    waiting = counts.get("queued", 0) + counts.get("sending", 0)
    left = sum(counts.values()) - waiting
    if left != tools.left or not waiting or tools.since is None:
        tools.left, tools.since = left, now
        return 0
    return waiting if now - tools.since >= STUCK else 0


def _low(free: int) -> int:
    return free if free < LOW_DISK else 0


Condition = TypeVar("Condition", int, str)


def _once(tools: WatchTools, name: str, value: Condition, now: datetime) -> Condition:
    """The value when the condition begins; nothing while it holds on, so that it is told once."""
    if not value:
        tools.told.over(name)
        return value
    return value if tools.told.is_news(name, now) else type(value)()
