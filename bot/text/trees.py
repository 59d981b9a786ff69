"""Evaluates gradient boosted trees that are stored as plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LEAF: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees as parallel lists: a node's feature, threshold and right child; the left one follows it.

    A leaf has the feature -1 and its value as the threshold.
    """

    trees: tuple[tuple[tuple[int, ...], tuple[float, ...], tuple[int, ...]], ...]

    @classmethod
    def read(cls, stored: object) -> "Forest":
        """From the JSON form: a list of [features, thresholds, right children]."""
        if not isinstance(stored, list):
            raise TypeError(f"a forest is a list of trees, not {type(stored).__name__}")
        return cls(trees=tuple((tuple(f), tuple(t), tuple(r)) for f, t, r in stored))

    def score(self, row: Sequence[float]) -> float:
        """The sum of the leaves that `row` falls into."""
        total = 0.0
        for features, thresholds, rights in self.trees:
            node = 0
            feature = features[0]
            while feature != _LEAF:
                node = node + 1 if row[feature] <= thresholds[node] else rights[node]
                feature = features[node]
            total += thresholds[node]
        return total
