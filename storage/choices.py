"""What subscribers chose, as it is stored and as values; equal texts are read once."""

import json
from dataclasses import asdict, fields
from datetime import time
from functools import lru_cache
from typing import Any

from bot.model import QuietHours, TopicKey
from bot.style import Style, SummaryLength

_STYLE = tuple(field.name for field in fields(Style))
# Nearly everybody chose what many others chose too.
_KEPT = 4096


def hours_json(hours: tuple[time, ...]) -> list[str]:
    return [hour.isoformat() for hour in hours]


def quiet_json(quiet: QuietHours | None) -> list[str] | None:
    return None if quiet is None else [quiet.start.isoformat(), quiet.end.isoformat()]


def style_json(style: Style) -> dict[str, Any]:
    return asdict(style)


def to_hours(stored: list[str]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(hour) for hour in stored)


def to_quiet(stored: list[str] | None) -> QuietHours | None:
    if stored is None:
        return None
    start, end = map(time.fromisoformat, stored)
    return QuietHours(start=start, end=end)


def to_style(stored: dict[str, Any]) -> Style:
    """What an older version did not store has its default; what a newer one did is left out."""
    known = {name: stored[name] for name in _STYLE if name in stored}
    if "summary" in known:
        known["summary"] = SummaryLength(known["summary"])
    return Style(**known)


@lru_cache(_KEPT)
def read_hours(text: str) -> tuple[time, ...]:
    return to_hours(json.loads(text))


@lru_cache(_KEPT)
def read_days(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


@lru_cache(_KEPT)
def read_quiet(text: str | None) -> QuietHours | None:
    return None if text is None else to_quiet(json.loads(text))


@lru_cache(_KEPT)
def read_style(text: str) -> Style:
    return to_style(json.loads(text))


@lru_cache(_KEPT)
def read_topics(text: str) -> tuple[TopicKey, ...]:
    return tuple(TopicKey(key) for key in json.loads(text))


@lru_cache(_KEPT)
def read_queries(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
