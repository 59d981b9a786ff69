"""The hours a subscriber may choose, and what they write for a clock: "06.00", "22-5", "pagi"."""

import re
from collections.abc import Sequence
from datetime import time

from bot.chat.texts import later
from bot.model import QuietHours

# The hours at which Indonesian readers ask for news, with the names they use.
PRESETS = {
    time(6): later("Morning"),
    time(12): later("Noon"),
    time(17): later("Afternoon"),
    time(20): later("Evening"),
}
DEFAULT_HOURS = (time(6), time(17))
# More than one digest every two hours is no calm digest.
MAX_HOURS = 12
# From late news to early prayers, as most people sleep.
QUIET_PRESETS = (
    QuietHours(start=time(21), end=time(5)),
    QuietHours(start=time(22), end=time(5)),
    QuietHours(start=time(22), end=time(6)),
    QuietHours(start=time(23), end=time(6)),
)

_WORDS = {
    "pagi": time(6),
    "siang": time(12),
    "sore": time(17),
    "malam": time(20),
    "morning": time(6),
    "noon": time(12),
    "afternoon": time(17),
    "evening": time(20),
}
_CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")


def hour_of(word: str) -> time | None:
    """The hour that a lower-case word names: "06.00", "6:30", "17", "pagi"."""
    return _WORDS.get(word) or _clock(word)


def range_of(word: str) -> QuietHours | None:
    """From one hour to another: "22.00-05.00"."""
    first, dash, last = word.partition("-")
    if not dash:
        return None
    start, end = _clock(first), _clock(last)
    if start is None or end is None or start == end:
        return None
    return QuietHours(start=start, end=end)


def toggled(hours: Sequence[time], hour: time) -> tuple[time, ...]:
    """With the hour if it was not there, else without."""
    return tuple(sorted(set(hours) ^ {hour}))


def compact(hour: time) -> str:
    """For buttons: 0600."""
    return f"{hour:%H%M}"


def expanded(text: str) -> time | None:
    """Back from `compact`."""
    return _clock(f"{text[:2]}.{text[2:]}") if re.fullmatch(r"[0-9]{4}", text) else None


def _clock(word: str) -> time | None:
    match = _CLOCK.fullmatch(word)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return (
        time(hour % 24, minute)
        if hour <= 24 and minute < 60 and hour * 60 + minute <= 1440
        else None
    )


def compact_range(quiet: QuietHours) -> str:
    """For buttons: 2200-0500."""
    return f"{compact(quiet.start)}-{compact(quiet.end)}"
