"""Whether one report is the other's text: an agency's article printed by several outlets."""

from collections.abc import Iterable
from typing import Final

from bot.model import EntryId, Report
from bot.text.words import tokens


def copied_from(report: Report, earlier: Iterable[Report]) -> EntryId | None:
    """The first of the earlier reports by other outlets whose text this one repeats."""
    runs = _runs(report.text)
    for other in earlier:
        if other.outlet != report.outlet and _is_copy(runs, _runs(other.text)):
            return other.copy_of or other.id
    return None


def is_wire_copy(text: str, other: str) -> bool:
    """Whether one text is the other's, cut or hardly changed: one agency wrote both."""
    return _is_copy(_runs(text), _runs(other))


_RUN: Final = 5  # words
_READ: Final = 3000  # characters
_FEWEST_RUNS: Final = 15
_COPIED: Final = 0.6

_Runs = set[tuple[str, ...]]


def _is_copy(left: _Runs, right: _Runs) -> bool:
    short, long = sorted((left, right), key=len)
    return len(short) >= _FEWEST_RUNS and len(short & long) >= _COPIED * len(short)


def _runs(text: str) -> _Runs:
    words = tokens(text[:_READ])
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
