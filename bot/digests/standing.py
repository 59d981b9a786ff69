"""Where a story stands among the candidates of a reader's digest, and what put it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digests.compose import choose, in_blocks
from bot.digests.interest import FitsQuery, Interest
from bot.model import Story
from bot.stories.rank import liking, voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Merits:
    """What ranking looks at, as a reader would say it."""

    newsrooms: int  # that tell it independently
    age: timedelta  # of its newest report
    liking: int  # > 0: the reader's taste lifts it, < 0: it lowers it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A place in the digest that would be made now."""

    place: int  # 1 = the first story
    total: int


def standing(
    story: Story, stories: Sequence[Story], interest: Interest, fits: FitsQuery, now: datetime
) -> Standing | None:
    """None where the story is no candidate: muted, not wanted, told at once, too old."""
    chosen = in_blocks(choose(stories, interest, fits, now))
    ids = [one.id for one in chosen if one.id not in interest.told]
    if story.id not in ids:
        return None
    return Standing(place=ids.index(story.id) + 1, total=len(ids))


def merits(story: Story, interest: Interest, now: datetime) -> Merits:
    return Merits(
        newsrooms=voices(story.reports),
        age=max(timedelta(), now - story.last),
        liking=_sign(liking(story, interest.liking)),
    )


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
