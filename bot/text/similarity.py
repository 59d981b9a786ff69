"""How alike two texts are: live document frequencies, weighted counts, cosines."""

import math
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Final

# Keeps a term that every text has from weighing nothing at all.
_FLOOR: Final = 0.1
_LOGARITHMS: Final = (0.0, *(math.log(number) for number in range(1, 65536)))


class Frequencies:
    """In how many live texts each term stands: the only language model there is.

    Counted over the live window itself, a hot topic's words lose weight by themselves, which
    keeps the many stories inside it apart; no language's word list has to be shipped.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._texts = 0

    def __len__(self) -> int:
        return self._texts

    def add(self, terms: Iterable[str]) -> None:
        """Count one more text of these distinct terms."""
        self._texts += 1
        for term in terms:
            self._counts[term] = self._counts.get(term, 0) + 1

    def remove(self, terms: Iterable[str]) -> None:
        """Forget a text that was added."""
        self._texts -= 1
        for term in terms:
            left = self._counts[term] - 1
            if left:
                self._counts[term] = left
            else:
                del self._counts[term]

    def count(self, term: str) -> int:
        return self._counts.get(term, 0)

    @property
    def top(self) -> float:
        """The weight of a term that no other live text has; others lack their logarithm."""
        return math.log(self._texts + 2) + _FLOOR

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each term, as if its own text were live, too."""
        top = self.top
        counts = self._counts
        return {term: top - logarithm(counts.get(term, 0) or 1) for term in terms}

    def listed(self, terms: Iterable[str]) -> list[float]:
        """The same weights in the order of the terms, which is faster for many texts."""
        top = self.top
        counts = map(self._counts.get, terms, repeat(1))
        if self._texts < len(_LOGARITHMS):
            return [top - known for known in map(_LOGARITHMS.__getitem__, counts)]
        return [top - logarithm(count) for count in counts]


def logarithm(number: int) -> float:
    """The natural logarithm of a positive count, from a table where it can be."""
    return _LOGARITHMS[number] if number < len(_LOGARITHMS) else math.log(number)


def damped(count: int) -> float:
    """A term's weight within its text: the second mention says less than the first."""
    return 1.0 + logarithm(count) if count else 0.0


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Of two weighted texts: 0 = no term in common, 1 = the same direction."""
    if len(left) > len(right):
        left, right = right, left
    dot = sum(weight * right[term] for term, weight in left.items() if term in right)
    return dot / (norm(left) * norm(right)) if dot else 0.0


def norm(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
