"""Boosted trees from plain numbers."""

import pytest

from bot.text.trees import Forest

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
