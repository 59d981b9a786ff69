"""Which stories are sent at once, and to whom: big ones, and those of a marked own topic."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.digests.compose import choose
from bot.digests.interest import FitsQuery, Interest
from bot.digests.timetable import is_silent
from bot.model import Story
from bot.reading import Sent, Watcher
from bot.stories.rank import voices

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantPolicy:
    """What is big, and how much of it is too much.

    Counted on eight days of ten Indonesian outlets: three voices within two hours come three
    times a day over all topics, four within three hours on three days out of four.
    """

    voices: int = 4
    within: timedelta = timedelta(hours=3)
    a_day: int = 3


class Why(StrEnum):
    """Why a story is sent at once, or is not."""

    BIG = "big"
    MARKED = "marked"  # it fits an own topic that is marked
    SILENT = "silent"  # quiet hours, or a pause of some days
    ENOUGH = "enough"  # so many were sent today already
    KNOWN = "known"  # a digest covered it, or it was sent at once before
    OTHER = "other"  # not of the reader's topics, muted, or not big

    @property
    def sends(self) -> bool:
        return self in (Why.BIG, Why.MARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who waits for news, what they want, and what they got at once lately."""

    watcher: Watcher
    interest: Interest
    sent: tuple[Sent, ...] = ()


def is_big(story: Story, policy: InstantPolicy) -> bool:
    """Whether so many newsrooms told it independently within so short a time."""
    times = sorted(story.reports, key=lambda report: report.published)
    for begin, first in enumerate(times):
        near = [one for one in times[begin:] if one.published - first.published <= policy.within]
        if voices(near) >= policy.voices:
            return True
    return False


def decide(
    story: Story,
    standing: Standing,
    *,
    big: bool,
    fits: FitsQuery,
    policy: InstantPolicy,
    now: datetime,
) -> Why:
    """Whether this reader gets this story now, and why or why not."""
    watcher, sent = standing.watcher, standing.sent
    reader = watcher.subscriber
    if story.sequence <= reader.cursor or any(one.story_id == story.id for one in sent):
        return Why.KNOWN
    marked = any(fits(query, story) for query in watcher.alerts)
    if not marked and not (big and reader.instant):
        return Why.OTHER
    if not choose([story], standing.interest, fits, now):
        return Why.OTHER
    if is_silent(reader, now):
        return Why.SILENT
    if sum(now - one.made < _DAY for one in sent) >= policy.a_day:
        return Why.ENOUGH
    return Why.MARKED if marked else Why.BIG
