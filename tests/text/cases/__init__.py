"""Case files: a comment, the input, a line `---`, the expected output."""

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    given: str
    expected: str


def cases(kind: str) -> list[Case]:
    """All cases of one kind; there must be some."""
    paths = sorted((_HERE / kind).glob("*.txt"))
    assert paths, f"no case files in {_HERE / kind}"
    return [_case(path) for path in paths]


def _case(path: Path) -> Case:
    comment, _, rest = path.read_text("utf-8").partition("\n")
    assert comment.startswith("# "), f"{path}: the first line says what the case shows"
    given, _, expected = rest.partition("\n---\n")
    return Case(name=path.stem, given=given, expected=expected.rstrip("\n"))
