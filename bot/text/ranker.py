"""What a sentence is worth to a summary, and which sentences make the best one: trained weights.

Two forests of boosted trees, trained on IndoSum by `training/summaries` (K. Kurniawan and
S. Louvan 2018, "IndoSum: A New Benchmark Dataset for Indonesian Text Summarization"): the first
rates each sentence, the second the sets of sentences that the first one promises most of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from bot.text import bundles, features, rules
from bot.text.article import Article
from bot.text.choose import Bundle, Candidate, choose, promising
from bot.text.resources import document
from bot.text.trees import Forest, Stored

# For sentences too far down to be rated: less than any that is.
_UNREAD = 0.002
# The length of summary that the weights were trained for, and how far from it they hold.
_TRAINED_WORDS = 60
_TOLERANCE = 12
# How many sets are compared; more changed nothing in cross-validation (12: 73.7, 40: 73.7 R-1).
_BUNDLES = 16
# Points of F1 that a set must win by a sentence that hangs in the air.
_HANGING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The trained forests."""

    sentences: Forest
    bundles: Forest


def rate(article: Article, words: int) -> Sequence[float]:
    """The chance of each sentence to stand in a summary; by the rules without weights."""
    weights = trained()
    if weights is None or not article.lines:
        return rules.worths(article, words)
    return worths(weights, features.survey(article), words)


def pick(article: Article, worths: Sequence[float], words: int) -> tuple[int, ...]:
    """The orders of the sentences that make the best summary."""
    weights = trained()
    if weights is None or abs(words - _TRAINED_WORDS) > _TOLERANCE:
        return choose(candidates(article, worths), words)
    return best(weights, features.survey(article), worths, words)


def worths(weights: Weights, survey: features.Survey, words: int) -> list[float]:
    """By the first forest."""
    power = _TRAINED_WORDS / words
    found = [_UNREAD] * len(survey.article.lines)
    for order, row in features.rows(survey).items():
        found[order] = _chance(weights.sentences, row) ** power
    return found


def best(
    weights: Weights, survey: features.Survey, worths: Sequence[float], words: int
) -> tuple[int, ...]:
    """By the second forest."""
    offers = offered(survey.article, worths, words)
    if not offers:
        return ()
    scores = [
        weights.bundles.score(row) - _HANGING * bundles.leaning(survey.article, bundle.orders)
        for row, bundle in zip(bundles.rows(survey, worths, offers, words), offers, strict=True)
    ]
    return offers[scores.index(max(scores))].orders


def offered(article: Article, worths: Sequence[float], words: int) -> list[Bundle]:
    """The sets that the second forest compares."""
    free = [
        Candidate(order=line.order, length=len(line.words), worth=worth)
        for line, worth in zip(article.lines, worths, strict=True)
    ]
    return promising(free, words, _BUNDLES)


def candidates(article: Article, worths: Sequence[float]) -> list[Candidate]:
    """The lines of an article as they stand for choice."""
    return [
        Candidate(order=line.order, length=len(line.words), worth=worth, is_hanging=line.is_hanging)
        for line, worth in zip(article.lines, worths, strict=True)
    ]


@cache
def trained() -> Weights | None:
    """The weights that lie beside the code; None where there are none."""
    stored = document("ranker.json")
    return read(stored) if isinstance(stored, dict) else None


def read(stored: Mapping[str, Sequence[Stored]]) -> Weights:
    """The forests from their JSON form."""
    return Weights(
        sentences=Forest.read(stored["sentences"]), bundles=Forest.read(stored["bundles"])
    )


def _chance(forest: Forest, row: Sequence[float]) -> float:
    return 1 / (1 + exp(-forest.score(row)))
