"""Dates as feeds write them: RFC 822, ISO 8601 and Indonesian forms, to aware UTC or nothing.

Both feed parsers that were tried read "WIB" as UTC, seven hours off, and "2020/1/10" as the first
of November: therefore raw strings are read here.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.feeds.date_words import MONTHS, ZONES


def parse_date(raw: str, *, zone: str) -> datetime | None:
    """The moment that `raw` means; without a zone of its own it is local time in `zone`.

    None for what is no date or an impossible one (the 31st of February, the year 1).
    """
    return _usual(raw) or _unusual(raw, zone)


def _usual(raw: str) -> datetime | None:
    """Nine of ten dates: both standards to the letter, with an offset in numbers or GMT."""
    try:
        if found := _RFC_822.fullmatch(raw):
            day, month, year, hour, minute, second, offset = found.groups()
            moment = datetime(
                int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second),
                tzinfo=UTC,
            )  # fmt: skip
            if offset:
                ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
                moment += ahead if offset[0] == "-" else -ahead
        elif _ISO_8601.fullmatch(raw):
            moment = datetime.fromisoformat(raw).astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, KeyError):
        return None
    return _possible(moment)


def _unusual(raw: str, zone: str) -> datetime | None:
    text = _with_plain_signs(unicodedata.normalize("NFKC", raw[:_LONGEST]).strip().lower())
    if _EPOCH.fullmatch(text):
        return _from_epoch(int(text))
    day = _day(text)
    if day is None:
        return None
    (year, month, day_of_month), rest = day
    try:
        clock, rest = _clock(rest)
        moment = datetime(year, month, day_of_month, tzinfo=_offset(rest, zone)) + clock
        return _possible(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


_LONGEST = 100
_RFC_822 = re.compile(
    r"[A-Z][a-z]{2}, ([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|([+-](?:0[0-9]|1[0-3])[0-5][0-9]))"
)
_ISO_8601 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
)
# Archives date their items back a long way; 0001-01-01 and 1970-01-01 stand for "unknown".
_FIRST_YEAR, _LAST_YEAR = 1971, 2199

_EPOCH = re.compile(r"\d{10}|\d{13}")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ISO_BEHIND_A_NAME = re.compile(r"[^\W\d]+,?\s+" + _ISO.pattern)
_ISO_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=t|\s|$|\d{6}(?!\d))")
_ISO_SHORT = re.compile(r"(\d\d)-(\d\d)-(\d\d)(?=t\d)")
_ISO_NAMED = re.compile(r"(\d{4})-([^\W\d_]{3,10})-(\d{1,2})(?=t|\s|$)")
_ISO_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?=t|\s|$)")
_ISO_WEEK = re.compile(r"(\d{4})-?w(\d\d)(?:-?([1-7]))?(?=t|\s|$)")
_ISO_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?(?=$|t|z)")
_WEEKDAY = r"(?:[^\W\d]+(?:['’][^\W\d]+)?[.,]*\s*)?"
_NAMED = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?:de\s+)?([^\W\d_]+)\.?,?[\s/-]+"
    r"(?:de\s+)?(\d{4}|\d\d)(?!\d)"
)
_SLASHED = re.compile(_WEEKDAY + r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?!\d)")
_MONTH_FIRST = re.compile(
    r"(?:[a-z]+,\s*|[a-z]{3,9}\s+(?=[a-z]))?"
    r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d\d)(?![\d:.])"
)
# The C library's own form has the year at the end: its clock is read on.
_ASCTIME = re.compile(
    r"(?:[a-z]+\s+)?([a-z]{3})\s+(\d{1,2})\s+"
    r"(?=\d\d?:\d\d(?::\d\d)?\s(?:[a-z]+\s)?(\d{4})$)"
)

_CLOCK = re.compile(
    r"[\s,|t@-]*?(?:(?:pukul|pkl|jam|at)\.?\s*)?"
    r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,:]\d+)?)?(?!\d)\s*([ap]\.?m\b\.?)?"
)
_CLOCK_COMPACT = re.compile(r"t?(\d\d)(\d\d)(\d\d)?(?!\d)()")
_CLOCK_HOUR = re.compile(r"(?:t|\s+)(\d\d?)()()(?![\d:.])\s*([ap]\.?m\b\.?)?")
_OFFSET = re.compile(r"(?:(?:gmt|utc|ut)\s*)?([+-])(\d{1,2}):?(\d\d)?(?!\d)")
_ZONE_NAME = re.compile(r"\(?([a-z]+(?: indonesia [a-z]+)?)\b")


def _with_plain_signs(text: str) -> str:
    """The signs of Korea, Japan and China for year, month, day and half of the day replaced."""
    if text.isascii() or not _EAST_ASIAN.search(text):
        return text
    zone = " kst" if "년" in text else ""
    text = _EAST_ASIAN_DAY.sub(r"\1-\2-\3 ", text)
    return _EAST_ASIAN_HALF.sub(_half_behind, text) + zone


def _half_behind(found: re.Match[str]) -> str:
    return found[2] + ("am" if found[1] in _MORNING else "pm")


_MORNING = ("오전", "午前", "上午")
_EAST_ASIAN = re.compile("[년年오午]")
_EAST_ASIAN_DAY = re.compile(r"(\d{4})[년年]\s*(\d{1,2})[월月]\s*(\d{1,2})[일日]")
_EAST_ASIAN_HALF = re.compile(r"(오전|오후|午前|午後|上午|下午)\s*(\d{1,2}(?::\d\d){1,2})")


def _day(text: str) -> tuple[tuple[int, int, int], str] | None:
    """(year, month, day) and what stands behind it."""
    return _year_first(text) if text[:4].isdigit() else _year_last(text)


def _year_first(text: str) -> tuple[tuple[int, int, int], str] | None:
    for pattern in (_ISO, _ISO_COMPACT):
        if found := pattern.match(text):
            return (int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if rare := _rare_iso(text):
        return rare
    if found := _ISO_MONTH.match(text):
        return (int(found[1]), int(found[2] or 1), 1), text[found.end() :]
    return None


def _year_last(text: str) -> tuple[tuple[int, int, int], str] | None:
    for pattern, day, month in ((_NAMED, 1, 2), (_MONTH_FIRST, 2, 1), (_ASCTIME, 2, 1)):
        found = pattern.match(text)
        if found and found[month] in MONTHS:
            return (_year(found[3]), MONTHS[found[month]], int(found[day])), text[found.end() :]
    if found := _ISO_SHORT.match(text) or _ISO_BEHIND_A_NAME.match(text):
        return (_year(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if found := _SLASHED.match(text):
        return _day_and_month(found), text[found.end() :]
    return None


def _rare_iso(text: str) -> tuple[tuple[int, int, int], str] | None:
    """A month by its name, a day by its number in the year, a week."""
    found = _ISO_NAMED.match(text)
    if found and found[2] in MONTHS:
        return (int(found[1]), MONTHS[found[2]], int(found[3])), text[found.end() :]
    try:
        if found := _ISO_ORDINAL.match(text):
            day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
        elif found := _ISO_WEEK.match(text):
            day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return (day.year, day.month, day.day), text[found.end() :]


def _day_and_month(found: re.Match[str]) -> tuple[int, int, int]:
    """Day first as Indonesia writes it, unless only the American order is possible."""
    day, month = int(found[1]), int(found[2])
    if month > 12 >= day:
        day, month = month, day
    return _year(found[3]), month, day


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    # RFC 2822 4.3: 00 to 49 are of this century.
    return year + (2000 if year < 50 else 1900)


def _clock(rest: str) -> tuple[timedelta, str]:
    found = _CLOCK.match(rest) or _CLOCK_COMPACT.match(rest) or _CLOCK_HOUR.match(rest)
    if not found:
        return timedelta(), rest
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].startswith("p") else 0)
    # 24:00 is the next midnight, and a leap second is the next minute's first.
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise ValueError(rest)
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    return clock, rest[found.end() :]


def _offset(rest: str, zone: str) -> tzinfo:
    rest = rest.strip(" ,\t\n").removeprefix("etc/")
    if found := _OFFSET.match(rest):
        return _numeric(found)
    name_found = _ZONE_NAME.match(rest)
    name = name_found[1] if name_found else ""
    if name in ZONES:
        return timezone(ZONES[name])
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return UTC


def _numeric(found: re.Match[str]) -> tzinfo:
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return UTC
    sign = -1 if found[1] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _from_epoch(number: int) -> datetime | None:
    seconds = number / 1000 if number >= 10**12 else number
    return _possible(datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds))


def _possible(moment: datetime) -> datetime | None:
    moment = moment.replace(microsecond=0)
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
