"""The hours a subscriber may choose, and what they write for them: "06.00 17.00 WITA"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.chat.dates import find_zone
from bot.chat.texts import later

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
_FILLERS = frozenset(("dan", "and", "jam", "pukul", "at"))
_CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Hours and zone as written; empty where nothing was said. `unknown` names a bad word."""

    hours: tuple[time, ...] = ()
    zone: str = ""
    unknown: str = ""


def parse_wish(words: str) -> Wish:
    """Read times (06.00, 6:30, 17, pagi) and a zone (WIB, Asia/Tokyo) in any order."""
    hours: set[time] = set()
    zone = ""
    for word in words.replace(",", " ").replace(";", " ").split():
        bare = word.lower()
        if bare in _FILLERS:
            continue
        hour = _WORDS.get(bare) or _clock(bare)
        found = "" if hour is not None else _zone(word)
        if hour is not None:
            hours.add(hour)
        elif found:
            zone = found
        else:
            return Wish(unknown=word)
    return Wish(hours=tuple(sorted(hours)), zone=zone)


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


def _zone(word: str) -> str:
    """The zone's own name: WITA -> Asia/Makassar, asia/tokyo -> Asia/Tokyo."""
    if "/" not in word and word.upper() not in ("WIB", "WITA", "WIT", "UTC"):
        return ""
    for spelling in (word, word.upper(), word.title()):
        zone = find_zone(spelling)
        if zone is not None:
            return zone.key
    return ""
