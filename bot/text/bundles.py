"""What the ranker knows about a set of sentences that may become the summary, as numbers."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from bot.text.article import Article
from bot.text.choose import Bundle
from bot.text.features import Survey

# A gold summary of IndoSum has seven characters for each of its words.
_CHARACTERS = 7
_MOST = 4
_NONE = -1.0


def rows(
    survey: Survey, worths: Sequence[float], bundles: Sequence[Bundle], words: int
) -> list[list[float]]:
    """A row for each bundle; the first bundle is the one with the highest promise."""
    lines = survey.article.lines
    total = sum(worth * len(line.words) for worth, line in zip(worths, lines, strict=True))
    common = [
        len(lines),
        worths[0],
        worths[1] if len(worths) > 1 else _NONE,
    ]
    best = bundles[0].promise
    return [
        [
            *common,
            rank,
            bundle.promise,
            bundle.promise - best,
            bundle.hits,
            bundle.hits / max(total, 1e-6),
            *_size(survey.article, bundle, words),
            *_shape(survey, worths, bundle),
            *_rest(worths, bundle),
            *_content(survey, bundle),
            *_members(survey, worths, bundle),
        ]
        for rank, bundle in enumerate(bundles)
    ]


def _size(article: Article, bundle: Bundle, words: int) -> list[float]:
    characters = sum(len(article.lines[order].text) for order in bundle.orders)
    return [
        bundle.length,
        abs(bundle.length - words),
        characters,
        abs(characters - _CHARACTERS * words),
        len(bundle.orders),
        bundle.hits / max(1, bundle.length),
    ]


def _shape(survey: Survey, worths: Sequence[float], bundle: Bundle) -> list[float]:
    orders = bundle.orders
    lines = survey.article.lines
    last = lines[orders[-1]]
    chosen = frozenset(orders)
    skipped = [order for order in range(last.order) if order not in chosen]
    return [
        orders[0],
        last.order,
        sum(later - order > 1 for order, later in pairwise(orders)),
        sum(survey.plain[order] for order in skipped),
        sum(worths[order] for order in skipped),
        leaning(survey.article, orders),
        survey.plain_before[last.order],
        last.last_place - last.place,
        len({lines[order].paragraph for order in orders}),
        _leading(survey.plain, orders),
        worths[last.order + 1] if last.order + 1 < len(worths) else _NONE,
    ]


def leaning(article: Article, orders: Sequence[int]) -> int:
    """How many of the sentences hang on one that is not among them."""
    chosen = frozenset(orders)
    return sum(
        article.lines[order].is_hanging and order > 0 and order - 1 not in chosen
        for order in orders
    )


def _leading(plain: Sequence[bool], orders: Sequence[int]) -> int:
    """How many of the article's first plain sentences the bundle begins with."""
    first = [order for order in range(orders[-1] + 1) if plain[order]]
    count = 0
    for order, expected in zip(orders, first, strict=False):
        if order != expected:
            break
        count += 1
    return count


def _rest(worths: Sequence[float], bundle: Bundle) -> list[float]:
    chosen = frozenset(bundle.orders)
    left = max((worth for order, worth in enumerate(worths) if order not in chosen), default=0.0)
    least = min(worths[order] for order in bundle.orders)
    odds = 1.0
    for order, worth in enumerate(worths[:15]):
        odds *= worth if order in chosen else 1 - worth
    return [least, left, least - left, odds]


def _content(survey: Survey, bundle: Bundle) -> list[float]:
    contents = [survey.contents[order] for order in bundle.orders]
    union = frozenset[str]().union(*contents)
    overlaps = [
        len(one & other) / max(1, min(len(one), len(other)))
        for one, other in combinations(contents, 2)
    ] or [0.0]
    return [
        max(overlaps),
        sum(overlaps) / len(overlaps),
        len(union) / max(1, sum(map(len, contents))),
        len(union),
        len(union & survey.topic) / max(1, len(survey.topic)),
        sum(survey.spread[word] for word in union) / max(1, survey.spread_total),
        sum(survey.article.lines[order].quoted for order in bundle.orders),
    ]


def _members(survey: Survey, worths: Sequence[float], bundle: Bundle) -> list[float]:
    orders = bundle.orders[:_MOST]
    padding = [_NONE] * (_MOST - len(orders))
    return [
        *[worths[order] for order in orders],
        *padding,
        *[float(len(survey.article.lines[order].words)) for order in orders],
        *padding,
        *[float(survey.words_before[order]) for order in orders],
        *padding,
    ]
