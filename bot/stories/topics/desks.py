"""Tells the desks of a story: a linear model over its words and the desks' keywords.

A linear support vector machine, one desk against the rest, over words weighted by the logarithm of their
count (title words thrice) and normalised to length one. The weights come from
training/topics/ and lie in data/desk_weights.json: plain numbers, read by anyone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from typing import Any, cast

from bot.model import TopicKey
from bot.stories.topics.evidence import Contexts, dateline_words, gather
from bot.stories.topics.reading import read_data
from bot.stories.topics.vocabulary import Vocabulary
from bot.stories.topics.words import Words

# How much of a body tells its desk; later words are background.
MOST_WORDS = 250
_TITLE_WEIGHT = 3
# Longer words also count by their beginning, which affixed forms share: penyidik, penyidikan.
_STEM_LENGTH = 6
# Turns the margin of the support vector machine into something like a probability.
_STEEPNESS = 2.0
_NOTHING: tuple[dict[str, float], tuple[str, ...]] = ({}, ())


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


def keyword_features(
    vocabulary: Vocabulary, title: Words, body: Words
) -> Mapping[TopicKey, tuple[dict[str, float], tuple[str, ...]]]:
    """For each desk with a keyword: where its keywords stand, and which they are."""
    found = gather(vocabulary, Contexts(), title, body)
    return {
        key: (
            {
                f"@title:{key}": min(evidence.title, 2.0) / 2.0,
                f"@lead:{key}": min(evidence.first + evidence.second, 4.0) / 4.0,
                f"@text:{key}": min(evidence.later, 8.0) / 8.0,
            },
            tuple(evidence.words),
        )
        for key, evidence in found.items()
    }


class DeskModel:
    """The trained weights, by word and desk."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]], vocabulary: Vocabulary) -> None:
        self._bias = {TopicKey(key): desk["@bias"] for key, desk in weights.items()}
        self._by_word: dict[str, list[tuple[TopicKey, float]]] = {}
        for key, desk in weights.items():
            for word, weight in desk.items():
                self._by_word.setdefault(word, []).append((TopicKey(key), weight))
        self._vocabulary = vocabulary

    def score(self, title: Words, body: Words) -> tuple[DeskScore, ...]:
        """Every desk of the model."""
        margins = dict(self._bias)
        shares: dict[TopicKey, list[tuple[float, str]]] = {key: [] for key in margins}
        for word, value in features(title, body).items():
            for key, weight in self._by_word.get(word, ()):
                margins[key] += weight * value
                if weight * value > 0.0:
                    shares[key].append((weight * value, word))
        keywords = keyword_features(self._vocabulary, title, body)
        for values, _ in keywords.values():
            for name, value in values.items():
                for key, weight in self._by_word.get(name, ()):
                    margins[key] += weight * value
        return tuple(
            DeskScore(
                key=key,
                probability=1.0 / (1.0 + exp(-_STEEPNESS * margin)),
                words=_reasons(keywords.get(key, _NOTHING)[1], shares[key]),
                where="title" if keywords.get(key, _NOTHING)[0].get(f"@title:{key}") else "text",
            )
            for key, margin in margins.items()
        )


@lru_cache(maxsize=1)
def trained_weights() -> Mapping[str, Mapping[str, float]]:
    """The weights that come with the program."""
    return cast(Mapping[str, Any], read_data("desk_weights.json"))["desks"]


def _reasons(keywords: tuple[str, ...], shares: list[tuple[float, str]]) -> tuple[str, ...]:
    """Keywords first; without one, the words that weighed most."""
    if keywords:
        return keywords
    return tuple(word for _, word in sorted(shares, reverse=True)[:4] if not word.endswith("~"))


def _telling(words: Words, start: int) -> Iterator[str]:
    for word in words.folded[start : start + MOST_WORDS]:
        if len(word) > 2 and not word.isdigit():
            yield word
