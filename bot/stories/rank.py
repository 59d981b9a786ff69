"""In which order a digest tells its stories, and why."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.model import EntryId, Report, Story, TopicKey

# What one more independent voice, full freshness and a full topic fit are worth.
_VOICES: Final = 1.0
_FRESH: Final = 1.0
_FIT: Final = 1.0
_TASTE: Final = 0.5
# After so long a story's freshness is halved: a morning's news is still news in the evening.
_HALF_LIFE: Final = timedelta(hours=12)


# What a score is made of, by name.
Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story with its score and the parts of it."""

    story: Story
    score: float
    parts: Parts

    @property
    def reasons(self) -> tuple[str, ...]:
        """The parts for people: "voices +1.10"."""
        return tuple(f"{name} {value:+.2f}" for name, value in self.parts if abs(value) >= 0.005)


def rank(
    stories: Sequence[Story],
    *,
    now: datetime,
    topics: Collection[TopicKey] = (),
    per_outlet: int = 3,
    taste: Mapping[str, float] | None = None,
    worth: "Worth | None" = None,
) -> tuple[Ranked, ...]:
    """All stories, best first; those of an outlet beyond `per_outlet` come after the others.

    `taste` is what a subscriber likes (> 0) and dislikes (< 0), by topic key or outlet.
    `worth` may be shared by rankings of the same moment.
    """
    known = worth or Worth(now)
    scored = [_score(story, known.of(story), topics, taste or {}) for story in stories]
    return _spread(sorted(scored, key=_order), per_outlet)


class Worth:
    """What stories are worth to everybody at one moment, each looked at once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[tuple[EntryId, ...], Parts] = {}

    def of(self, story: Story) -> Parts:
        # Not by the story: who muted an outlet sees it with fewer reports.
        key = tuple(report.id for report in story.reports)
        if key not in self._known:
            self._known[key] = self._parts(story)
        return self._known[key]

    def _parts(self, story: Story) -> Parts:
        age = max(timedelta(), self._now - story.last)
        weight = max((report.weight for report in story.reports), default=1.0)
        return (
            ("voices", _VOICES * math.log2(1 + voices(story.reports))),
            ("age", _FRESH * 0.5 ** (age / _HALF_LIFE)),
            ("feed weight", math.log2(weight) if weight > 0 else -_HEAVIEST),
        )


def voices(reports: Iterable[Report]) -> int:
    """How many newsrooms tell it independently: an agency's text in five outlets is one."""
    own = {report.outlet for report in reports if report.copy_of is None}
    return max(1, len(own))


def _score(
    story: Story, worth: Parts, topics: Collection[TopicKey], taste: Mapping[str, float]
) -> Ranked:
    parts = (
        *worth,
        ("topic", _FIT * _fit(story, topics)),
        ("taste", _TASTE * _liking(story, taste) if taste else 0.0),
    )
    return Ranked(story=story, score=round(sum(value for _, value in parts), 6), parts=parts)


# A weight of 0 puts a feed's stories last.
_HEAVIEST: Final = 10.0


def _fit(story: Story, topics: Collection[TopicKey]) -> float:
    """The best match among the wanted topics, at most 1."""
    scores = [match.score for match in story.topics if match.key in topics]
    return min(1.0, max(scores)) if scores else 0.0


def _liking(story: Story, taste: Mapping[str, float]) -> float:
    names = (*(match.key for match in story.topics), *story.outlets)
    return max(-2.0, min(2.0, sum(taste.get(name, 0.0) for name in names)))


def _order(ranked: Ranked) -> tuple[float, float, int]:
    return -ranked.score, -ranked.story.last.timestamp(), ranked.story.id


def _spread(ranked: Sequence[Ranked], per_outlet: int) -> tuple[Ranked, ...]:
    counts: dict[str, int] = {}
    front: list[Ranked] = []
    back: list[Ranked] = []
    for item in ranked:
        outlet = item.story.reports[0].outlet if item.story.reports else ""
        counts[outlet] = counts.get(outlet, 0) + 1
        (front if counts[outlet] <= per_outlet else back).append(item)
    return (*front, *back)
