"""Which sentences together make the best summary of a given length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

# More than these many best-rated sentences change nothing; 9 give 246 sets of two to four.
_CANDIDATES = 9
_LEAST = 2
_MOST = 4
# Beyond about 80 words four sentences are no longer enough.
_WORDS_PER_SENTENCE = 18
# What a sentence that leans on an unchosen neighbour keeps of its worth.
_HANGING_WORTH = 0.6

Overlap = Callable[[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be chosen."""

    order: int
    length: int  # words
    worth: float  # the share of its words that a reader would want in the summary
    is_hanging: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Sentences that may become the summary together, with what their worths promise."""

    orders: tuple[int, ...]  # ascending
    promise: float
    hits: float
    length: int  # words


def choose(
    candidates: Sequence[Candidate], words: int, overlap: Overlap | None = None
) -> tuple[int, ...]:
    """The orders of the best set of sentences, ascending."""
    return next((bundle.orders for bundle in promising(candidates, words, 1, overlap)), ())


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
    bundles = [_bundle(some, words, overlap) for some in _sets(pool, words)]
    return sorted(bundles, key=lambda bundle: -bundle.promise)[:most]


def _sets(pool: Sequence[Candidate], words: int) -> Iterator[tuple[Candidate, ...]]:
    most = max(_MOST, round(words / _WORDS_PER_SENTENCE))
    for size in range(max(1, min(_LEAST, len(pool))), min(most, len(pool)) + 1):
        yield from combinations(pool, size)


def _bundle(some: tuple[Candidate, ...], words: int, overlap: Overlap | None) -> Bundle:
    hits = 0.0
    length = 0
    previous = -1
    for one in some:
        leans = one.is_hanging and one.order != previous + 1
        hits += one.worth * one.length * (_HANGING_WORTH if leans else 1.0)
        length += one.length
        previous = one.order
    if overlap is not None:
        hits -= sum(overlap(one.order, other.order) for one, other in combinations(some, 2))
    return Bundle(
        orders=tuple(one.order for one in some),
        promise=hits / (words + length),
        hits=hits,
        length=length,
    )
