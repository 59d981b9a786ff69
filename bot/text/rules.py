"""What a sentence is worth to a summary when nothing was trained: place, quotation, question."""

from collections.abc import Sequence
from math import exp

from bot.text.article import Article, Line

# What is left of a sentence that quotes, asks or lists; it is taken where nothing else is there.
_NOT_PLAIN = 0.1
# A sentence counts as quotation when more than this share of it stands in quotation marks.
_MOSTLY = 0.3
# Headings and fragments of lists are shorter.
_SHORTEST = 5
# No reporter writes more words in one sentence: such a text has lost its full stops.
_LONGEST = 100
_STEEPEST = 50.0  # keeps exp() finite


def worths(article: Article, words: int) -> tuple[float, ...]:
    """Plain sentences by their distance from the start, others far behind."""
    found: list[float] = []
    before = 0
    for line in article.lines:
        if is_plain(line):
            found.append(_nearness(before, words))
            before += len(line.words)
        else:
            found.append(_NOT_PLAIN * _nearness(before, words))
    return tuple(found)


def lead(article: Article, words: int) -> tuple[float, ...]:
    """The beginning of the text, for languages of which nothing is known."""
    found: list[float] = []
    before = 0
    for line in article.lines:
        found.append(_nearness(before, words))
        before += len(line.words)
    return tuple(found)


def usable(article: Article, worths: Sequence[float]) -> tuple[float, ...]:
    """The worths with nothing left for sentences that may not be shown where others may."""
    shown = list(map(may_be_shown, article.lines))
    if not any(shown):
        return tuple(worths)
    return tuple(worth if show else 0.0 for worth, show in zip(worths, shown, strict=True))


def may_be_shown(line: Line) -> bool:
    """False for what would tear a quotation open or fill the summary alone."""
    return not line.is_torn and len(line.words) <= _LONGEST


def is_plain(line: Line) -> bool:
    """Tells news in the outlet's own words."""
    return (
        not line.is_torn
        and not line.is_question
        and line.quoted <= _MOSTLY
        and len(line.words) >= _SHORTEST
    )


def _nearness(before: int, words: int) -> float:
    """A soft step, half at two thirds of the wanted length: 72.7 R-1 on IndoSum, as a hard fill."""
    return 1 / (1 + exp(min(_STEEPEST, 3 * before / words - 2)))
