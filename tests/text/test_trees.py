"""Boosted trees from plain numbers."""

from collections.abc import Sequence

import pytest

from bot.text.ranker import trained
from bot.text.resources import document
from bot.text.trees import Forest, Stored

# feature 0 <= 1.5 ? 10 : (feature 1 <= 0 ? 20 : 30)
TREE = ([0, -1, 1, -1, -1], [1.5, 10.0, 0.0, 20.0, 30.0], [2, 0, 4, 0, 0])
LEAF = ([-1], [0.5], [0])


@pytest.mark.parametrize(
    ("row", "expected"),
    [([1.0, 9.0], 10.0), ([1.5, 9.0], 10.0), ([2.0, 0.0], 20.0), ([2.0, 0.1], 30.0)],
)
def test_row_falls_into_its_leaf(row: list[float], expected: float) -> None:
    assert Forest.read([TREE]).score(row) == expected


def test_trees_are_summed() -> None:
    assert Forest.read([TREE, LEAF]).score([0.0, 0.0]) == 10.5


def test_empty_forest_scores_nothing() -> None:
    assert Forest.read([]).score([1.0]) == 0.0


def test_bits_fall_into_the_leaf_that_walking_finds() -> None:
    """All shapes and values of a forest, against walking down from the root."""
    weights = trained()
    stored = document("ranker.json")
    assert weights is not None
    assert isinstance(stored, dict)
    trees: list[Stored] = stored["sentences"]
    width = stored["columns"]["sentences"]
    rows = [
        [(seed * 7919 * (column + 1)) % 97 / 9 for column in range(width)] for seed in range(50)
    ]

    for row in rows:
        assert weights.sentences.score(row) == sum(_walked(tree, row) for tree in trees)


def test_value_on_a_threshold_goes_left_everywhere() -> None:
    twice = Forest.read([TREE, TREE])

    assert twice.score([1.5, 0.0]) == 20.0


def test_tree_with_too_many_leaves_is_refused() -> None:
    chain = ([*[0, -1] * 16, -1], [*[0.0, 1.0] * 16, 1.0], [*range(2, 34), 0])

    with pytest.raises(ValueError, match="17 leaves"):
        Forest.read([chain])


def _walked(tree: Stored, row: Sequence[float]) -> float:
    features, values, rights = tree
    index = 0
    while features[index] >= 0:
        index = index + 1 if row[features[index]] <= values[index] else rights[index]
    return values[index]
