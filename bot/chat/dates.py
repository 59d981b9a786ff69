"""Days, times and zones as subscribers write them: "Jumat, 20 November 2026", "07.00 WIB"."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_skeleton, format_time

from bot.chat.texts import Texts

# Indonesia's three zones; Pontianak shares Jakarta's.
INDONESIAN = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_SHORT = {zone: short for short, zone in INDONESIAN.items()} | {"Asia/Pontianak": "WIB"}
# British English writes days before months and counts 24 hours, as Indonesian does.
_LOCALES = {"en": "en_GB"}


class DayPart(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def day_part(at: time) -> DayPart:
    """Pagi until 11, siang until 15, sore until 18, else malam."""
    if 4 <= at.hour < 11:
        return DayPart.MORNING
    if 11 <= at.hour < 15:
        return DayPart.NOON
    if 15 <= at.hour < 18:
        return DayPart.AFTERNOON
    return DayPart.EVENING


def long_day(at: datetime, language: str) -> str:
    return _long_day(at.date(), language)


# The same for a thousand digests of one morning.
@lru_cache(64)
def _long_day(day: date, language: str) -> str:
    return format_date(day, "full", locale=locale_of(language))


def clock_time(at: datetime | time, language: str) -> str:
    """Hours and minutes: 07.00 in Indonesian, 07:00 in English."""
    # Without its zone: Babel would shift the time to another one.
    return _clock_time(at.hour, at.minute, language)


# Every story of every digest shows one, and a day has 1,440 of them.
@cache
def _clock_time(hour: int, minute: int, language: str) -> str:
    return format_time(time(hour, minute), "short", locale=locale_of(language))


def zone_label(zone: str, at: datetime, language: str) -> str:
    """WIB, WITA, WIT, or the offset from Greenwich at that moment."""
    if zone in _SHORT:
        return _SHORT[zone]
    offset = at.astimezone(zone_of(zone)).utcoffset() or timedelta(0)
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    if not hours and not minutes:
        return "GMT"
    part = f"{':' if language == 'en' else '.'}{minutes:02}" if minutes else ""
    return f"GMT{'-' if offset < timedelta(0) else '+'}{hours}{part}"


def moment(at: datetime, now: datetime, texts: Texts) -> str:
    """A past time seen from `now`, both in the reader's zone: "06.12", "kemarin 22.10"."""
    shown = clock_time(at, texts.language)
    days = (now.date() - at.date()).days
    if days <= 0:
        return shown
    if days == 1:
        return texts("yesterday {time}", time=shown)
    return f"{format_skeleton('MMMd', at.date(), locale=locale_of(texts.language))} {shown}"


def upcoming(at: datetime, now: datetime, zone: str, texts: Texts) -> str:
    """A coming time: "17.00 WIB", "besok 06.00 WIB", "Senin, 23 November 06.00 WIB"."""
    local, here = at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone))
    shown = f"{clock_time(local, texts.language)} {zone_label(zone, at, texts.language)}"
    days = (local.date() - here.date()) // timedelta(days=1)
    if days <= 0:
        return shown
    if days == 1:
        return texts("tomorrow {time}", time=shown)
    day = format_date(local.date(), "EEEE, d MMMM", locale=locale_of(texts.language))
    return f"{day} {shown}"


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone, or Jakarta's where the name is none: a digest must not fail on it."""
    return find_zone(name) or ZoneInfo("Asia/Jakarta")


def find_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(INDONESIAN.get(name.upper(), name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def locale_of(language: str) -> str:
    """The CLDR locale whose customs the bot follows."""
    return _LOCALES.get(language, language)
