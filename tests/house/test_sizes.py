"""Files and functions stay small enough to be read without scrolling much."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 50
# A migration is one long list of columns, written once and never edited.
PRODUCT = sorted(
    path
    for folder in ("bot", "storage")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "versions"
)


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_and_functions_are_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    long_functions = [
        f"{node.name} has {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    ]

    assert source.count("\n") <= MOST_FILE_LINES
    assert long_functions == []


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_says_what_it_knows(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_drawer_for_odds_and_ends() -> None:
    forbidden = {"utils", "helpers", "common", "misc", "core", "manager"}

    assert [path for path in PRODUCT if forbidden & set(path.with_suffix("").parts)] == []
