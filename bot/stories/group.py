"""Which story a new report belongs to, and which affair; pure on the live window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.model import JoinReason, Report, StoryId
from bot.stories.match import Likeness, likeness, probability
from bot.stories.sketch import Sketch, sketch
from bot.stories.window import Live, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How sure the model has to be."""

    fold: float = 0.8  # the same news: one headline
    group: float = 0.2  # the same affair: one block, every headline stays
    # Summaries of feeds say less: below this many characters more certainty is asked for.
    fold_short: float = 0.85
    short: int = 300
    candidates: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a report belongs, and why."""

    story_id: StoryId | None  # fold into it; None = a new story
    affair_id: StoryId | None  # the story whose affair it shares
    reason: JoinReason
    probability: float
    figures: str  # "p=.91 wl=.62 wf=.71 wt=.55 3.2h"


class Grouper:
    """Places reports one by one; holds the live window and nothing else.

    for each report in order of time
      decide(report)          which story, which affair, and why; changes nothing
      add(report, story_id)   put it into the window, where the next ones can find it
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy or Policy()
        self._window = Window()
        self._affairs: dict[StoryId, StoryId] = {}
        self._apart: set[frozenset[StoryId]] = set()

    def __len__(self) -> int:
        return len(self._window)

    def decide(self, report: Report) -> Placement:
        """Where the report belongs; the same state and report give the same answer."""
        known = self._window.by_key(report.key)
        if known is not None:
            return self._fold(known.story_id, JoinReason.SAME_ARTICLE, 1.0, "")
        verdicts = self._verdicts(sketch(report))
        fold = self._policy.fold
        if len(report.text) < self._policy.short:
            fold = self._policy.fold_short
        best = max(verdicts, key=_by_story, default=None)
        if best is not None and best.mean >= fold:
            return self._fold(
                best.story_id, JoinReason.SAME_NEWS, best.mean, _figures(best.mean, best.closest)
            )
        return self._new(verdicts)

    def add(self, report: Report, story_id: StoryId, affair_id: StoryId | None = None) -> None:
        """Put a placed report into the live window; also how a restart restores it."""
        self._window.add(
            Live(id=report.id, story_id=story_id, key=report.key, sketch=sketch(report))
        )
        if affair_id is not None and affair_id != story_id:
            self._affairs[story_id] = affair_id

    def evict(self, now: datetime) -> None:
        """Forget reports, and stories without any, that are too old to be joined."""
        self._window.evict(now)
        live = self._window.stories()
        self._affairs = {story: affair for story, affair in self._affairs.items() if story in live}

    def forbid(self, story_a: StoryId, story_b: StoryId) -> None:
        """Keep two stories apart for ever: an administrator has split them."""
        self._apart.add(frozenset((story_a, story_b)))

    def _affair(self, story_id: StoryId) -> StoryId:
        return self._affairs.get(story_id, story_id)

    def _fold(
        self, story_id: StoryId, reason: JoinReason, chance: float, figures: str
    ) -> Placement:
        return Placement(
            story_id=story_id,
            affair_id=self._affairs.get(story_id),
            reason=reason,
            probability=chance,
            figures=figures,
        )

    def _new(self, verdicts: list["_Verdict"]) -> Placement:
        best = max(verdicts, key=_by_story, default=None)
        related = best is not None and best.mean >= self._policy.group
        return Placement(
            story_id=None,
            affair_id=self._affair(best.story_id) if best is not None and related else None,
            reason=JoinReason.SAME_AFFAIR if related else JoinReason.FIRST,
            probability=best.mean if best is not None else 0.0,
            figures=_figures(best.mean, best.closest) if best is not None else "",
        )

    def _verdicts(self, new: Sketch) -> list["_Verdict"]:
        found = self._window.candidates(new, self._policy.candidates)
        story_ids = dict.fromkeys(live.story_id for live in found)
        return [self._verdict(new, story_id) for story_id in story_ids]

    def _verdict(self, new: Sketch, story_id: StoryId) -> "_Verdict":
        pairs = [self._likeness(new, live.sketch) for live in self._window.members(story_id)]
        chances = [probability(pair) for pair in pairs]
        top = max(range(len(pairs)), key=chances.__getitem__)
        return _Verdict(story_id=story_id, mean=sum(chances) / len(chances), closest=pairs[top])

    def _likeness(self, new: Sketch, old: Sketch) -> Likeness:
        weights = self._window.frequencies.weights((*new.terms, *old.terms))
        return likeness(new, old, weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    story_id: StoryId
    mean: float
    closest: Likeness


def _by_story(verdict: _Verdict) -> tuple[float, int]:
    """The surest; of equals the oldest."""
    return verdict.mean, -verdict.story_id


def _figures(chance: float, pair: Likeness) -> str:
    values: Iterable[tuple[str, float]] = (
        ("p", chance),
        ("wl", pair.lead),
        ("wf", pair.text),
        ("wt", pair.title),
    )
    parts = [f"{name}={value:.2f}".replace("=0.", "=.") for name, value in values]
    return " ".join((*parts, f"{pair.hours:.1f}h"))
