"""What kind of piece a headline announces: a preview, a result, a roundup, a page of a series."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files
from typing import Final


class Kind(StrEnum):
    """A kind of piece; a headline may announce several, most announce none."""

    ROUNDUP = "roundup"
    WATCH = "watch"
    LINEUP = "lineup"
    PREVIEW = "preview"
    HALF_TIME = "half-time"
    RESULT = "result"
    MARKET_OPENING = "market-opening"
    MARKET_BREAK = "market-break"
    MARKET_CLOSE = "market-close"
    PROFILE = "profile"
    REACTION = "reaction"
    ANGLE = "angle"
    SERIES = "series"  # another one tomorrow: prices, schedules, weather


# One event passes through these in turn; what is told of one phase is not told of another.
PHASES: Final = frozenset(
    {
        Kind.WATCH,
        Kind.LINEUP,
        Kind.PREVIEW,
        Kind.HALF_TIME,
        Kind.RESULT,
        Kind.MARKET_OPENING,
        Kind.MARKET_BREAK,
        Kind.MARKET_CLOSE,
    }
)


def kinds(title: str) -> frozenset[Kind]:
    """The kinds that a folded (lower-case) title announces."""
    found = {kind for kind, phrases in _PHRASES.items() if phrases.search(title)}
    if _SCORE.search(title):
        found.add(Kind.RESULT)
    return frozenset(found)


# "2-0", "108-91"; "2024-2025" and "17-20 Juni" are none.
_SCORE = re.compile(
    r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b"
    r"(?!\s?[-–]|\s(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des|tahun|jam|orang|persen))"
)


def _sections() -> Iterator[tuple[Kind, str]]:
    text = files("bot.stories").joinpath("data", "kinds.txt").read_text("utf-8")
    kind = None  # what stands before the first section is a comment
    for line in text.splitlines():
        if line.startswith("["):
            kind = Kind(line.strip("[]"))
        elif kind is not None and line.strip():
            yield kind, line


def _pattern(lines: list[str]) -> re.Pattern[str]:
    phrases = (phrase.strip() for line in lines for phrase in line.split(";"))
    spelled = (re.escape(phrase).replace(r"\#", r"\d+") for phrase in phrases if phrase)
    return re.compile(rf"\b(?:{'|'.join(sorted(spelled, key=len, reverse=True))})\b")


def _phrases() -> dict[Kind, re.Pattern[str]]:
    lines: dict[Kind, list[str]] = {}
    for kind, line in _sections():
        lines.setdefault(kind, []).append(line)
    return {kind: _pattern(found) for kind, found in lines.items()}


_PHRASES: Final = _phrases()
