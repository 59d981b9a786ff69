"""Which sentences together make the best summary of a given length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# More than these many best-rated sentences change nothing; 8 give 154 sets of two to four.
_CANDIDATES = 8
_LEAST = 2
_MOST = 4
# Below this many words one sentence may be enough.
_SHORT = 45
# Beyond about 80 words four sentences are no longer enough.
_WORDS_PER_SENTENCE = 18
_ALL = 1_000_000
# A summary may be longer than asked by this much.
_TOLERANCE = 1.3
# What a sentence that leans on an unchosen neighbour keeps of its worth.
_HANGING_WORTH = 0.35

Overlap = Callable[[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be chosen."""

    order: int
    length: int  # words
    worth: float  # the share of its words that a reader would want in the summary
    is_hanging: bool = False


class Bundle(NamedTuple):
    """Sentences that may become the summary together, with what their worths promise."""

    orders: tuple[int, ...]  # ascending
    promise: float
    hits: float
    length: int  # words


def choose(
    candidates: Sequence[Candidate], words: int, overlap: Overlap | None = None
) -> tuple[int, ...]:
    """The orders of the best set of sentences that is not much too long, ascending."""
    bundles = promising(candidates, words, _ALL, overlap)
    if not bundles:
        return ()
    fitting = (bundle for bundle in bundles if bundle.length <= _TOLERANCE * words)
    return next(fitting, min(bundles, key=lambda bundle: bundle.length)).orders


def promising(
    candidates: Sequence[Candidate], words: int, most: int, overlap: Overlap | None = None
) -> list[Bundle]:
    """The sets with the highest expected F1 of words, best first.

    That is 2 * hits / (words wanted + words taken), where a sentence's hits are its worth times
    its length, less `overlap` words for each pair (subset choice after R. McDonald 2007, "A
    Study of Global Inference Algorithms in Multi-Document Summarization").
    """
    worthy = [one for one in candidates if one.worth > 0] or candidates
    best = sorted(worthy, key=lambda one: (-one.worth, one.order))[:_CANDIDATES]
    pool = sorted(best, key=lambda one: one.order)
    return sorted(_sets(pool, words, overlap), key=lambda bundle: (-bundle.promise, bundle.orders))[
        :most
    ]


def _sets(pool: Sequence[Candidate], words: int, overlap: Overlap | None) -> Iterator[Bundle]:
    """All sets of a fitting size, each grown from a smaller one."""
    least = min(_LEAST if words >= _SHORT else 1, len(pool))
    most = max(_MOST, round(words / _WORDS_PER_SENTENCE))
    grown = [(0, Bundle(orders=(), promise=0.0, hits=0.0, length=0))]
    while grown:
        start, smaller = grown.pop()
        for index in range(start, len(pool)):
            bundle = _grown(smaller, pool[index], words, overlap)
            if len(bundle.orders) >= least:
                yield bundle
            if len(bundle.orders) < most:
                grown.append((index + 1, bundle))


def _grown(smaller: Bundle, one: Candidate, words: int, overlap: Overlap | None) -> Bundle:
    leans = one.is_hanging and one.order > 0 and one.order - 1 not in smaller.orders
    hits = smaller.hits + one.worth * one.length * (_HANGING_WORTH if leans else 1.0)
    if overlap is not None:
        hits -= sum(overlap(order, one.order) for order in smaller.orders)
    length = smaller.length + one.length
    return Bundle(
        orders=(*smaller.orders, one.order),
        promise=hits / (words + length),
        hits=hits,
        length=length,
    )
