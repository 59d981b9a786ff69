"""What two reports have in common, as numbers: the evidence that the judgement weighs."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import repeat
from operator import mul
from typing import Final

from bot.stories.kinds import PHASES, Kind
from bot.stories.sketch import Sketch, quoted_runs
from bot.text.similarity import Frequencies, damped

_JAKARTA: Final = timedelta(hours=7)
_UNKNOWN: Final = 0.5  # for a share of nothing
# Of the pairs of one affair 99.8 % have leads that are more alike.
_UNLIKE: Final = 0.24
_DAMPED: Final = tuple(damped(count) for count in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosines:
    """How alike two reports' weighted words are, by view."""

    title: float
    lead: float  # title and lead
    body: float  # title and text


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A pair of reports, as far as numbers can tell."""

    cosines: Cosines
    hours: float
    same_outlet: bool
    told: float  # of the title that the other lead tells better: how much of it is told
    done: float  # of the words for what is done: how much the other lead tells, the worse way
    doings: float  # how much of what is done both titles name
    scores_differ: bool
    scores_agree: bool
    numbers_differ: bool  # both titles give numbers that the other's does not
    numbers_alone: int  # numbers of a title that the other report never mentions
    quoted: float  # logarithm of how many runs of quoted words are the same
    same_phase: bool  # both previews, both results
    other_phase: bool
    one_roundup: bool
    one_profile: bool
    one_reaction: bool
    other_page: bool  # of one outlet's series: the titles differ by what they are about only
    other_day: bool  # of a series that comes daily


class Reading:
    """A new report with its words weighted, to be held against many live ones."""

    def __init__(self, new: Sketch, frequencies: Frequencies) -> None:
        self.sketch = new
        self._frequencies = frequencies
        self._terms = frozenset(new.terms)
        self._lead_terms = frozenset(new.terms[: len(new.lead)])
        weights = frequencies.weights(new.terms)
        self._views = tuple(
            _View(new.terms, counts, weights) for counts in (new.title, new.lead, new.body)
        )
        self._quoted = quoted_runs(new.quoted)

    def cosines(self, old: Sketch) -> Cosines | None:
        """The cheap look, enough to dismiss most candidates: None for two unlike leads."""
        title, lead, body = self._views
        weights = self._frequencies.listed(old.terms[: len(old.lead)])
        alike = lead.cosine(old.terms, old.lead, weights)
        if alike < _UNLIKE:
            return None
        weights += self._frequencies.listed(old.terms[len(old.lead) :])
        return Cosines(
            title=title.cosine(old.terms, old.title, weights),
            lead=alike,
            body=body.cosine(old.terms, old.body, weights),
        )

    def likeness(self, old: Sketch, cosines: Cosines) -> Likeness:
        """The whole evidence for and against the same news."""
        new = self.sketch
        left, right = new.headline, old.headline
        weights = self._frequencies.weights((*left.content, *right.content))
        lead = frozenset(old.terms[: len(old.lead)])
        alone = left.numbers - right.numbers, right.numbers - left.numbers
        same_outlet = new.outlet == old.outlet
        one, other = left.kinds & PHASES, right.kinds & PHASES
        return Likeness(
            cosines=cosines,
            hours=abs((new.published - old.published) / timedelta(hours=1)),
            same_outlet=same_outlet,
            told=max(
                _share(left.content, lead, weights),
                _share(right.content, self._lead_terms, weights),
            ),
            done=min(
                _share(left.acts, lead, weights), _share(right.acts, self._lead_terms, weights)
            ),
            doings=_overlap(left.acts, right.acts, weights),
            scores_differ=bool(left.scores and right.scores)
            and left.scores.isdisjoint(right.scores),
            scores_agree=not left.scores.isdisjoint(right.scores),
            numbers_differ=bool(alone[0] and alone[1]),
            numbers_alone=len(alone[0].difference(old.terms)) + len(alone[1] - self._terms),
            quoted=self._shared_quotes(old),
            same_phase=not one.isdisjoint(other),
            other_phase=bool(one and other) and one.isdisjoint(other),
            one_roundup=_only_one(Kind.ROUNDUP, left.kinds, right.kinds),
            one_profile=_only_one(Kind.PROFILE, left.kinds, right.kinds),
            one_reaction=_only_one(Kind.REACTION, left.kinds, right.kinds),
            other_page=same_outlet and _other_page(left.content, right.content),
            other_day=Kind.SERIES in left.kinds | right.kinds and _day(new) != _day(old),
        )

    def _shared_quotes(self, old: Sketch) -> float:
        if not (self._quoted and old.quoted):
            return 0.0
        return math.log1p(len(self._quoted & quoted_runs(old.quoted)))


class _View:
    """One weighted view of the new report's words."""

    def __init__(self, terms: tuple[str, ...], counts: bytes, weights: Mapping[str, float]) -> None:
        self._weighted = {
            term: _DAMPED[count] * weights[term] for term, count in zip(terms, counts, strict=False)
        }
        self._norm = math.hypot(*self._weighted.values())

    def cosine(self, terms: tuple[str, ...], counts: bytes, weights: list[float]) -> float:
        # The loops run inside the interpreter's own C: this is where most of the time goes.
        other = list(map(mul, map(_DAMPED.__getitem__, counts), weights))
        dot = sum(map(mul, map(self._weighted.get, terms, repeat(0.0)), other))
        return dot / (self._norm * math.hypot(*other)) if dot else 0.0


def _share(terms: Collection[str], there: Collection[str], weights: Mapping[str, float]) -> float:
    """The weight of the terms that are there, of all."""
    whole = sum(weights[term] for term in terms)
    return sum(weights[term] for term in terms if term in there) / whole if whole else _UNKNOWN


def _overlap(left: frozenset[str], right: frozenset[str], weights: Mapping[str, float]) -> float:
    whole = sum(weights[term] for term in left | right)
    return sum(weights[term] for term in left & right) / whole if whole else 0.0


def _only_one(kind: Kind, left: frozenset[Kind], right: frozenset[Kind]) -> bool:
    return (kind in left) != (kind in right)


# Two titles of one mould share most of the shorter one, and each has a word of its own.
_MOULD: Final = 0.6


def _other_page(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    shared = len(set(left) & set(right))
    least = min(len(left), len(right))
    return shared < least and shared >= _MOULD * least


def _day(sketch: Sketch) -> int:
    """Outlets write "hari ini" in Jakarta's time."""
    return (sketch.published + _JAKARTA).toordinal()
