"""Which story a new report belongs to, and which affair; pure on the live window."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.model import JoinReason, Report, StoryId
from bot.stories.likeness import Likeness, Reading
from bot.stories.match import kinship, probability, reasons
from bot.stories.sketch import Sketch, sketch
from bot.stories.window import Live, Window

# Two reports of one event came at most 55 hours apart: what goes on longer is a new story,
# or "Irak" every day would end as one.
LONGEST: Final = timedelta(hours=72)
# Nearly the same text joins wherever its original is.
_CERTAIN: Final = 0.9995
# A story's beginning and its newest reports say what it is; more of it only costs time.
_MEMBERS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How sure the judgement has to be."""

    fold: float = 0.96  # the same news: one headline
    fold_short: float = 0.92  # for summaries of feeds, which get lower values throughout
    group: float = 0.62  # the same affair: one block, every headline stays
    candidates: int = 16


# Where wrong merges and missed ones cost the same; the program prefers to show twice.
BALANCED: Final = Policy(fold=0.78, fold_short=0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a report belongs, and why."""

    story_id: StoryId | None  # fold into it; None = a new story
    affair_id: StoryId | None  # the story whose affair it shares
    reason: JoinReason
    probability: float
    # Other stories that the report shows to be of the same affair: it fits them as well.
    kin: tuple[StoryId, ...] = ()
    figures: str  # "p=.91 title=.55 lead=.62 text=.71 3.2h; scores +1.0"


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
        self._first: dict[StoryId, datetime] = {}
        self._apart: frozenset[frozenset[StoryId]] = frozenset()
        self._last: tuple[Report, Sketch] | None = None
        # The last split or merge by an administrator that the window knows.
        self.correction = 0

    def __len__(self) -> int:
        return len(self._window)

    def decide(self, report: Report) -> Placement:
        """Where the report belongs; the same state and report give the same answer."""
        known = self._window.by_key(report.key)
        if known is not None:
            return Placement(
                story_id=known.story_id,
                affair_id=self._affairs.get(known.story_id),
                reason=JoinReason.SAME_ARTICLE,
                probability=1.0,
                figures="",
            )
        new = self._sketch(report)
        judged = self._judged(new)
        story = _surest(judged, lambda story_id: story_id, lambda pair: pair.same)
        limit = self._policy.fold_short if new.short else self._policy.fold
        if story is not None and story.sure >= limit:
            return Placement(
                story_id=story.id,
                affair_id=self._affairs.get(story.id),
                reason=JoinReason.SAME_NEWS,
                probability=story.sure,
                kin=self._kin(judged, story.id, limit),
                figures=story.figures,
            )
        return self._new(_surest(judged, self._affair, lambda pair: pair.kin))

    def add(self, report: Report, story_id: StoryId, affair_id: StoryId | None = None) -> None:
        """Put a placed report into the live window; also how a restart restores it."""
        self._window.add(
            Live(id=report.id, story_id=story_id, key=report.key, sketch=self._sketch(report))
        )
        self.began(story_id, report.published)
        if affair_id is not None and affair_id != story_id:
            self._affairs[story_id] = affair_id

    def began(self, story_id: StoryId, moment: datetime) -> None:
        """A story has a report of this time; its first may have left the window long ago."""
        self._first[story_id] = min(moment, self._first.get(story_id, moment))

    def unite(self, story_id: StoryId, affair_id: StoryId) -> None:
        """A story that stood alone belongs to an affair."""
        self._affairs[story_id] = affair_id

    def restart(self, correction: int, apart: Collection[frozenset[StoryId]]) -> None:
        """Forget everything, to be filled again from the database."""
        self._window = Window()
        self._affairs, self._first = {}, {}
        self._apart = frozenset(apart)
        self.correction = correction

    def evict(self, now: datetime) -> None:
        """Forget reports, and stories without any, that are too old to be joined."""
        self._window.evict(now)
        live = self._window.stories()
        self._affairs = {story: affair for story, affair in self._affairs.items() if story in live}
        kept = live.union(self._affairs.values())
        self._first = {story: first for story, first in self._first.items() if story in kept}

    def _sketch(self, report: Report) -> Sketch:
        """Made once for a report that is decided on and then added."""
        if self._last is None or (self._last[0].id, self._last[0].text) != (report.id, report.text):
            self._last = (report, sketch(report))
        return self._last[1]

    def _kin(
        self, judged: "_JudgedStories", story_id: StoryId, limit: float
    ) -> tuple[StoryId, ...]:
        """Stories that stand alone although this report is their news, too."""
        founders = set(self._affairs.values())
        alone = (
            other
            for other in judged
            if other != story_id
            and other not in self._affairs
            and other not in founders
            and frozenset((story_id, other)) not in self._apart
        )
        return tuple(
            other for other in alone if _sure([pair.same for pair in judged[other]]) >= limit
        )

    def _affair(self, story_id: StoryId) -> StoryId:
        return self._affairs.get(story_id, story_id)

    def _new(self, affair: "_Verdict | None") -> Placement:
        related = affair is not None and affair.sure >= self._policy.group
        return Placement(
            story_id=None,
            affair_id=affair.id if affair is not None and related else None,
            reason=JoinReason.SAME_AFFAIR if related else JoinReason.FIRST,
            probability=affair.sure if affair is not None else 0.0,
            figures=affair.figures if affair is not None else "",
        )

    def _judged(self, new: Sketch) -> "_JudgedStories":
        """By story: the new report against the story's reports."""
        reading = Reading(new, self._window.frequencies)
        found = self._window.candidates(new, self._policy.candidates)
        stories = dict.fromkeys(live.story_id for live in found)
        near = (story_id for story_id in stories if self._is_near(new.published, story_id))
        return {story_id: self._against(reading, story_id) for story_id in near}

    def _is_near(self, moment: datetime, story_id: StoryId) -> bool:
        began = self._first.get(self._affair(story_id)) or self._first[story_id]
        return abs(moment - began) <= LONGEST

    def _against(self, reading: Reading, story_id: StoryId) -> list["_Judged"]:
        members = self._window.members(story_id)
        chosen = (*members[:1], *members[1:][-_MEMBERS:])
        return [_judge(reading, live.sketch) for live in chosen]


@dataclass(frozen=True, slots=True)
class _Judged:
    """The new report against one live report."""

    same: float  # that it is the same news
    kin: float  # that it is the same affair
    pair: Likeness | None  # None: not worth a closer look


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """The new report against a story, or an affair, as a whole."""

    id: StoryId
    sure: float
    figures: str


_JudgedStories = dict[StoryId, list[_Judged]]


def _judge(reading: Reading, old: Sketch) -> _Judged:
    cosines = reading.cosines(old)
    if cosines is None:
        return _Judged(0.0, 0.0, None)
    pair = reading.likeness(old, cosines)
    return _Judged(probability(pair), kinship(pair), pair)


def _surest(
    judged: Mapping[StoryId, Sequence[_Judged]],
    whole: Callable[[StoryId], StoryId],
    chance: Callable[[_Judged], float],
) -> _Verdict | None:
    """The surest of the stories, or of what they are part of; of equals the oldest."""
    parts: dict[StoryId, list[_Judged]] = {}
    for story_id, pairs in judged.items():
        parts.setdefault(whole(story_id), []).extend(pairs)
    sure = {identity: _sure([chance(pair) for pair in pairs]) for identity, pairs in parts.items()}
    best = max(sure, key=lambda identity: (sure[identity], -identity), default=None)
    if best is None:
        return None
    closest = max(parts[best], key=chance)
    return _Verdict(id=best, sure=sure[best], figures=_figures(sure[best], closest.pair))


def _sure(chances: Sequence[float]) -> float:
    """Between the closest report and the average one: a single link would chain a week."""
    closest = max(chances)
    if closest >= _CERTAIN:
        return closest
    return (closest + sum(chances) / len(chances)) / 2


def _figures(sure: float, pair: Likeness | None) -> str:
    """What people see of a judgement: "p=.91 title=.55 lead=.62 text=.71 3.2h; scores +1.0"."""
    if pair is None:
        return ""
    values: Iterable[tuple[str, float]] = (
        ("p", sure),
        ("title", pair.cosines.title),
        ("lead", pair.cosines.lead),
        ("text", pair.cosines.body),
    )
    parts = [f"{name}={value:.2f}".replace("=0.", "=.") for name, value in values]
    told = [f"{name} {value:+.1f}" for name, value in reasons(pair).items() if abs(value) >= _TOLD]
    return f"{' '.join(parts)} {pair.hours:.1f}h; {', '.join(told)}"


_TOLD: Final = 0.25  # smaller reasons are left out
