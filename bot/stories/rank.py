"""In which order a digest tells its stories."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.model import Report, Story, StoryId, TopicKey

# What one more independent voice, full freshness and a full topic fit are worth.
_VOICES: Final = 1.0
_FRESH: Final = 1.0
_FIT: Final = 1.0
_TASTE: Final = 0.5
# After so long a story's freshness is halved: a morning's news is still news in the evening.
_HALF_LIFE: Final = timedelta(hours=12)
# Stories of one outlet before those of others have had their place.
_PER_OUTLET: Final = 3
# A weight of 0 puts a feed's stories last.
_HEAVIEST: Final = 10.0

Key = tuple[float, float, StoryId]
Ranking = TypeVar("Ranking")


def in_order(
    stories: Sequence[Story],
    *,
    worth: "Worth",
    topics: Collection[TopicKey] = (),
    per_outlet: int = _PER_OUTLET,
    taste: Mapping[str, float] | None = None,
) -> list[Story]:
    """All stories, best first; those of an outlet beyond `per_outlet` come after the others.

    `taste` is what a subscriber likes (> 0) and dislikes (< 0), by topic key or outlet.
    `worth` may be shared by rankings of the same moment.
    """
    keys = []
    for story in stories:
        standing = worth.of(story)
        lift = liking(story, taste) if taste else 0.0
        keys.append((order_key(standing, _fit(standing, topics), lift), standing))
    # No two stories have the same id, so standings are never compared.
    keys.sort()
    outlets = [standing.outlet for _, standing in keys]
    return spread([standing.story for _, standing in keys], outlets, per_outlet)


def order_key(standing: "Standing", fit: float, lift: float = 0.0) -> Key:
    """Sorts the best first; `fit` is to what is wanted, `lift` what the reader's taste says."""
    score = standing.base + _FIT * fit + _TASTE * lift
    return -round(score, 6), standing.newest, standing.story.id


def spread(
    ranked: Sequence[Ranking], outlets: Iterable[str], per_outlet: int = _PER_OUTLET
) -> list[Ranking]:
    """Those of an outlet beyond `per_outlet` after the others; outlets in the same order."""
    counts: dict[str, int] = {}
    front: list[Ranking] = []
    back: list[Ranking] = []
    for one, outlet in zip(ranked, outlets, strict=True):
        count = counts.get(outlet, 0)
        counts[outlet] = count + 1
        (front if count < per_outlet else back).append(one)
    return front + back


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What ranking needs of a story, whoever reads it."""

    story: Story
    base: float  # for its voices, its age and its feed's weight
    fits: Mapping[TopicKey, float]  # how well it fits its topics, at most 1
    newest: float  # sorts the newest first
    outlet: str  # that of its headline


class Worth:
    """What stories are worth to everybody at one moment, each looked at once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[StoryId, Standing] = {}

    def of(self, story: Story) -> Standing:
        known = self._known.get(story.id)
        # Who muted an outlet sees the same story with fewer reports.
        if known is not None and known.story is story:
            return known
        standing = self._standing(story)
        self._known.setdefault(story.id, standing)
        return standing

    def _standing(self, story: Story) -> Standing:
        age = max(timedelta(), self._now - story.last)
        weight = max((report.weight for report in story.reports), default=1.0)
        return Standing(
            story=story,
            base=_VOICES * math.log2(1 + voices(story.reports))
            + _FRESH * 0.5 ** (age / _HALF_LIFE)
            + (math.log2(weight) if weight > 0 else -_HEAVIEST),
            fits=_fits(story),
            newest=-story.last.timestamp(),
            outlet=story.reports[0].outlet if story.reports else "",
        )


def _fits(story: Story) -> dict[TopicKey, float]:
    fits: dict[TopicKey, float] = {}
    for match in story.topics:
        fits[match.key] = max(min(1.0, match.score), fits.get(match.key, 0.0))
    return fits


def voices(reports: Iterable[Report]) -> int:
    """How many newsrooms tell it independently: an agency's text in five outlets is one."""
    own = {report.outlet for report in reports if report.copy_of is None}
    return max(1, len(own))


def _fit(standing: Standing, topics: Collection[TopicKey]) -> float:
    """The best match among the wanted topics, at most 1."""
    best = 0.0
    for key, score in standing.fits.items():
        if score > best and key in topics:
            best = score
    return best


def liking(story: Story, taste: Mapping[str, float]) -> float:
    """How much a subscriber's taste lifts or lowers a story."""
    names = (*(match.key for match in story.topics), *story.outlets)
    return max(-2.0, min(2.0, sum(taste.get(name, 0.0) for name in names)))
