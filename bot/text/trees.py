"""Evaluates gradient boosted trees that are stored as plain numbers.

Not by walking each tree but all of them at once, as bits (after C. Lucchese and others 2015,
"QuickScorer: A Fast Algorithm to Rank Documents with Additive Ensembles of Regression Trees"):
each leaf is one bit of a long whole number. For each feature, one look-up gives the leaves that
its value leaves reachable; what all features leave is one leaf a tree, the lowest bit.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

# In pre-order: features, thresholds (or leaf values), right children.
Stored = tuple[Sequence[int], Sequence[float], Sequence[int]]

_LEAF = -1
# The bits that each tree has; training grows 16 leaves.
_LEAVES = 16
_CODE: Final = "H"  # sixteen bits, for memoryview; this and to_bytes take little-endian processors


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One feature's thresholds, ascending, and what a value above the first n of them leaves."""

    feature: int
    thresholds: tuple[float, ...]
    reachable: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees whose leaves are summed."""

    splits: tuple[Split, ...]
    leaves: tuple[tuple[float, ...], ...]  # the values of each tree, from left to right

    @classmethod
    def read(cls, stored: Sequence[Stored]) -> "Forest":
        """From lists in pre-order; raises ValueError for trees that are too large."""
        closed: dict[int, list[tuple[float, int]]] = {}
        for number, tree in enumerate(stored):
            for feature, threshold, bits in _closed(tree):
                closed.setdefault(feature, []).append((threshold, bits << number * _LEAVES))
        return cls(splits=_splits(closed, len(stored)), leaves=tuple(map(_values, stored)))

    def score(self, row: Sequence[float]) -> float:
        """The sum of the leaves that `row` falls into."""
        left = _all(len(self.leaves))
        for split in self.splits:
            left &= split.reachable[bisect_left(split.thresholds, row[split.feature])]
        found = memoryview(left.to_bytes(2 * len(self.leaves), "little")).cast(_CODE)
        lowest = _lowest()
        return sum([values[lowest[bits]] for values, bits in zip(self.leaves, found, strict=True)])


def _splits(closed: Mapping[int, list[tuple[float, int]]], trees: int) -> tuple[Split, ...]:
    return tuple(
        Split(
            feature=feature,
            thresholds=tuple(threshold for threshold, _ in nodes),
            reachable=tuple(accumulate((bits for _, bits in nodes), _without, initial=_all(trees))),
        )
        for feature, nodes in ((feature, sorted(closed[feature])) for feature in sorted(closed))
    )


def _without(left: int, bits: int) -> int:
    return left & ~bits


def _closed(tree: Stored) -> Iterator[tuple[int, float, int]]:
    """For each node the leaves on its left, as bits: a value above its threshold closes them."""
    features, thresholds, rights = tree
    before = list(accumulate((feature == _LEAF for feature in features), initial=0))
    if before[-1] > _LEAVES:
        raise ValueError(f"a tree of {before[-1]} leaves; at most {_LEAVES} are read")
    for index, (feature, threshold, right) in enumerate(
        zip(features, thresholds, rights, strict=True)
    ):
        if feature != _LEAF:
            width = before[right] - before[index]
            yield feature, threshold, (1 << width) - 1 << before[index]


def _values(tree: Stored) -> tuple[float, ...]:
    features, values, _ = tree
    return tuple(value for feature, value in zip(features, values, strict=True) if feature == _LEAF)


@cache
def _all(trees: int) -> int:
    return (1 << _LEAVES * trees) - 1


@cache
def _lowest() -> bytes:
    """The number of the lowest bit that is set, for each pattern of a tree's bits."""
    return bytes([0, *((bits & -bits).bit_length() - 1 for bits in range(1, 1 << _LEAVES))])
