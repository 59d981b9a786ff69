"""Durations as people write them: 30s, 15m, 2h, 1d."""

import re
from collections.abc import Iterator
from datetime import timedelta

_WRITTEN = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([smhd])\s*")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_duration(written: str) -> timedelta:
    """`30s`, `15m`, `2h`, `1d`; raises ValueError with the cure."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError("write a number and a unit, like 30s, 15m, 2h or 1d")
    return timedelta(seconds=float(found[1]) * _SECONDS[found[2]])


def format_duration(duration: timedelta) -> str:
    """The shortest way of writing a duration: 900 seconds are `15m`."""
    seconds = duration.total_seconds()
    fits = (unit for unit in ("d", "h", "m") if seconds and seconds % _SECONDS[unit] == 0)
    unit = next(fits, "s")
    number = f"{seconds / _SECONDS[unit]:.6f}".rstrip("0").rstrip(".")
    return number + unit


def doubling(
    first: timedelta = timedelta(seconds=1), longest: timedelta = timedelta(minutes=1)
) -> Iterator[timedelta]:
    """How long to wait before each next attempt, without end."""
    wait = first
    while True:
        yield wait
        wait = min(wait * 2, longest)
