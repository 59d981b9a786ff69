"""Finds the sentences that the code says, for comparison with the catalogues."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "bot"
# The calls that take a sentence: texts("…"), texts.html("…"), texts.plural("…", "…", n),
# later("…") and N_("…") of the query language.
_ONE = {"texts", "html", "later", "N_"}
_FOLDERS = (ROOT / "chat", ROOT / "stories" / "topics")


def in_code() -> dict[str | tuple[str, str], list[str]]:
    """Every sentence (or pair of forms) with the places that say it."""
    found: dict[str | tuple[str, str], list[str]] = {}
    for folder in _FOLDERS:
        for path in sorted(folder.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for line, message in _messages(tree):
                found.setdefault(message, []).append(f"{path.relative_to(ROOT.parent)}:{line}")
    return found


def _messages(tree: ast.AST) -> Iterator[tuple[int, str | tuple[str, str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        words = [a.value for a in node.args if isinstance(a, ast.Constant)]
        strings = [word for word in words if isinstance(word, str)]
        if name == "plural" and len(strings) == 2:
            yield node.lineno, (strings[0], strings[1])
        elif name in _ONE and strings:
            yield node.lineno, strings[0]


def _name(func: ast.expr) -> str:
    if isinstance(func, ast.Name):
        return func.id
    return func.attr if isinstance(func, ast.Attribute) else ""
