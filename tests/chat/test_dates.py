"""Times as Indonesians write them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.dates import DayPart, clock_time, day_part, long_day, moment, upcoming, zone_label
from bot.chat.texts import texts_for

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 20, 7, 0, tzinfo=JAKARTA)
ID, EN = texts_for("id"), texts_for("en")


def test_day_is_written_out() -> None:
    assert long_day(NOW, "id") == "Jumat, 20 November 2026"
    assert long_day(NOW, "en") == "Friday, 20 November 2026"


def test_time_has_a_dot_in_indonesian() -> None:
    assert clock_time(time(6, 5), "id") == "06.05"
    assert clock_time(time(18, 5), "en") == "18:05"


def test_time_is_not_shifted_to_another_zone() -> None:
    assert clock_time(NOW, "id") == "07.00"


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
        ("Europe/Amsterdam", "GMT+1"),
        ("Asia/Kolkata", "GMT+5.30"),
        ("America/New_York", "GMT-5"),
        ("UTC", "GMT"),
    ],
)
def test_zones_have_their_usual_names(zone: str, label: str) -> None:
    assert zone_label(zone, NOW, "id") == label


@pytest.mark.parametrize(
    ("back", "shown"),
    [
        (timedelta(minutes=48), "06.12"),
        (timedelta(hours=9), "kemarin 22.00"),
        (timedelta(days=2), "18 Nov 07.00"),
        (timedelta(minutes=-5), "07.05"),
    ],
    ids=["today", "yesterday", "earlier", "a clock ahead of ours"],
)
def test_past_times_are_seen_from_now(back: timedelta, shown: str) -> None:
    assert moment(NOW - back, NOW, ID) == shown


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(hours=10), "17.00 WIB"),
        (timedelta(hours=23), "besok 06.00 WIB"),
        (timedelta(days=3), "Senin, 23 November 07.00 WIB"),
    ],
    ids=["today", "tomorrow", "later"],
)
def test_coming_times_are_seen_from_now(ahead: timedelta, shown: str) -> None:
    due = (NOW + ahead).astimezone(UTC)

    assert upcoming(due, NOW.astimezone(UTC), "Asia/Jakarta", ID) == shown


def test_coming_times_in_english() -> None:
    due = NOW + timedelta(days=3)

    assert upcoming(due, NOW, "Asia/Jakarta", EN) == "Monday, 23 November 07:00 WIB"


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (3, DayPart.EVENING),
        (4, DayPart.MORNING),
        (11, DayPart.NOON),
        (15, DayPart.AFTERNOON),
        (18, DayPart.EVENING),
    ],
)
def test_parts_of_the_day(hour: int, part: DayPart) -> None:
    assert day_part(time(hour)) is part
