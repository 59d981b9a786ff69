"""Tells the desks of a story: a linear model over its words and the desks' keywords.

A linear support vector machine, one desk against the rest, over words weighted by the
logarithm of their count (title words thrice) and normalised to length one. The weights come
from training/topics/ and lie in data/desk_weights.json: plain numbers, read by anyone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import exp, log, sqrt
from typing import cast

from bot.model import TopicKey
from bot.stories.topics.evidence import Evidence
from bot.stories.topics.reading import read_data
from bot.stories.topics.told import dateline_words
from bot.stories.topics.words import Words

# How much of a body tells its desk; later words are background.
MOST_WORDS = 250
_TITLE_WEIGHT = 3
# Longer words also count by their beginning, which affixed forms share: penyidik, penyidikan.
_STEM_LENGTH = 6
# Turns the margin of the support vector machine into something like a probability.
_STEEPNESS = 2.0
_MOST_REASONS = 4
# A desk with a margin below this is never one of the story's: nobody asks for its reasons.
_HARDLY = -0.5
# A word of a story, its share, and what it weighs for each desk.
_Weighed = tuple[str, float, list[tuple[TopicKey, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskScore:
    """How likely a story belongs to a desk, and the words that say so most."""

    key: TopicKey
    probability: float
    words: tuple[str, ...]
    where: str


def features(title: Words, body: Words) -> dict[str, float]:
    """The words of a story as a vector of length one."""
    counts: dict[str, float] = {}
    for word in _telling(title, 0):
        counts[word] = counts.get(word, 0.0) + _TITLE_WEIGHT
    for word in _telling(body, dateline_words(body)):
        counts[word] = counts.get(word, 0.0) + 1.0
    for word in [word for word in counts if len(word) > _STEM_LENGTH + 1]:
        stem = word[:_STEM_LENGTH] + "~"
        counts[stem] = counts.get(stem, 0.0) + counts[word]
    values = {word: log(1.0 + count) for word, count in counts.items()}
    length = sqrt(sum(value * value for value in values.values())) or 1.0
    return {word: value / length for word, value in values.items()}


def keyword_features(keywords: Mapping[TopicKey, Evidence]) -> dict[str, float]:
    """Where the keywords of each desk stand; every desk's are features of every desk."""
    values: dict[str, float] = {}
    for key, evidence in keywords.items():
        values[f"@title:{key}"] = min(evidence.title, 2.0) / 2.0
        values[f"@lead:{key}"] = min(evidence.first + evidence.second, 4.0) / 4.0
        values[f"@text:{key}"] = min(evidence.later, 8.0) / 8.0
    return values


class DeskModel:
    """The trained weights, by word and desk."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._bias = {TopicKey(key): desk["@bias"] for key, desk in weights.items()}
        by_word: dict[str, list[tuple[TopicKey, float]]] = {}
        for key, desk in weights.items():
            for word, weight in desk.items():
                by_word.setdefault(word, []).append((TopicKey(key), weight))
        self._by_word = by_word

    def score(
        self, title: Words, body: Words, keywords: Mapping[TopicKey, Evidence]
    ) -> tuple[DeskScore, ...]:
        """Every desk of the model."""
        margins = dict(self._bias)
        weighed = []
        for word, value in {**features(title, body), **keyword_features(keywords)}.items():
            weights = self._by_word.get(word)
            if weights is not None:
                weighed.append((word, value, weights))
                for key, weight in weights:
                    margins[key] += weight * value
        return tuple(
            _score(key, margin, keywords.get(key), weighed) for key, margin in margins.items()
        )


@lru_cache(maxsize=1)
def trained_weights() -> Mapping[str, Mapping[str, float]]:
    """The weights that come with the program."""
    return cast(Mapping[str, Mapping[str, float]], read_data("desk_weights.json")["desks"])


def _score(
    key: TopicKey, margin: float, evidence: Evidence | None, weighed: list[_Weighed]
) -> DeskScore:
    """The reasons are keywords; without one, the words that weighed most."""
    words = tuple(evidence.words) if evidence else ()
    if not words and margin > _HARDLY:
        words = _heaviest(key, weighed)
    return DeskScore(
        key=key,
        probability=1.0 / (1.0 + exp(-_STEEPNESS * margin)),
        words=words,
        where="title" if evidence and evidence.title else "text",
    )


def _heaviest(key: TopicKey, weighed: list[_Weighed]) -> tuple[str, ...]:
    shares = [
        (weight * value, word)
        for word, value, weights in weighed
        for desk, weight in weights
        if desk == key and weight > 0.0
    ]
    return tuple(word for _, word in nlargest(_MOST_REASONS, shares) if word.isalnum())


def _telling(words: Words, start: int) -> Iterator[str]:
    for word in words.folded[start : start + MOST_WORDS]:
        if len(word) > 2 and not word.isdigit():
            yield word
