"""Do two reports tell the same news? A logistic model over their likeness, age and outlets.

The model and its first coefficients: research of this project, see training/stories.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.stories.sketch import Sketch
from bot.text.similarity import damped
from bot.text.words import tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two reports have in common, as numbers."""

    lead: float  # cosines of title and lead, title and text, titles
    text: float
    title: float
    hours: float
    same_outlet: bool


def likeness(one: Sketch, other: Sketch, weights: Mapping[str, float]) -> Likeness:
    """Compare two sketches; `weights` holds the terms of both."""
    lead, text, title = _cosines(one, other, weights)
    return Likeness(
        lead=lead,
        text=text,
        title=title,
        hours=abs((one.published - other.published).total_seconds()) / 3600,
        same_outlet=one.outlet == other.outlet,
    )


def probability(pair: Likeness) -> float:
    """That a reader of the one learns nothing he would miss from the other."""
    score = (
        -6.36
        + 4.88 * pair.lead
        + 7.60 * pair.text
        + 3.71 * pair.title
        - 0.205 * math.log1p(pair.hours)
    )
    if pair.same_outlet:
        score += 0.44 - 7.28 * pair.text
    return 1 / (1 + math.exp(-score))


def is_wire_copy(text: str, other: str) -> bool:
    """Whether one text is the other's, cut or hardly changed: one agency wrote both."""
    left, right = _runs(text), _runs(other)
    short, long = sorted((left, right), key=len)
    return len(short) >= _FEWEST_RUNS and len(short & long) >= _COPIED * len(short)


_RUN = 5
_FEWEST_RUNS = 20
_COPIED = 0.6


def _runs(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)[:400]
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _cosines(
    one: Sketch, other: Sketch, weights: Mapping[str, float]
) -> tuple[float, float, float]:
    left, right = _vectors(one, weights), _vectors(other, weights)
    lead, text, title = (_cosine(a, b) for a, b in zip(left, right, strict=True))
    return lead, text, title


def _vectors(sketch: Sketch, weights: Mapping[str, float]) -> tuple[dict[str, float], ...]:
    lead: dict[str, float] = {}
    text: dict[str, float] = {}
    title: dict[str, float] = {}
    rows = zip(sketch.terms, sketch.title, sketch.lead, sketch.body, strict=True)
    for term, in_title, in_lead, in_body in rows:
        weight = weights[term]
        if in_title:
            title[term] = damped(in_title) * weight
        if in_title or in_lead:
            lead[term] = damped(3 * in_title + in_lead) * weight
        text[term] = damped(5 * in_title + in_body) * weight
    return lead, text, title


def _cosine(left: dict[str, float], right: dict[str, float]) -> float:
    dot = sum(weight * right[term] for term, weight in left.items() if term in right)
    if not dot:
        return 0.0
    squares = sum(w * w for w in left.values()) * sum(w * w for w in right.values())
    return dot / math.sqrt(squares)
