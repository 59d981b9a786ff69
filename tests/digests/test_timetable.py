"""Due times in the subscriber's own zone."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.timetable import next_due, part_of_day

MORNING, EVENING = time(6), time(17)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "after", "expected"),
    [
        pytest.param("Asia/Jakarta", "2026-11-20 00:00", "2026-11-20 10:00", id="WIB sore"),
        pytest.param("Asia/Makassar", "2026-11-20 00:00", "2026-11-20 09:00", id="WITA sore"),
        pytest.param("Asia/Jayapura", "2026-11-20 00:00", "2026-11-20 08:00", id="WIT sore"),
        pytest.param("Asia/Jakarta", "2026-11-20 10:00", "2026-11-20 23:00", id="exactly due"),
        pytest.param("Asia/Jakarta", "2026-12-31 12:00", "2026-12-31 23:00", id="new year"),
        pytest.param("Europe/Berlin", "2026-03-28 18:00", "2026-03-29 04:00", id="summer begins"),
        pytest.param("Europe/Berlin", "2026-10-24 18:00", "2026-10-25 05:00", id="summer ends"),
    ],
)
def test_next_due_follows_the_zone(zone: str, after: str, expected: str) -> None:
    assert next_due((EVENING, MORNING), zone, utc(after)) == utc(expected)


def test_skipped_hour_comes_once() -> None:
    # 02:30 does not exist in Berlin on 29 March 2026.
    first = next_due((time(2, 30),), "Europe/Berlin", utc("2026-03-28 12:00"))
    assert first == utc("2026-03-29 01:30")

    assert next_due((time(2, 30),), "Europe/Berlin", first) == utc("2026-03-30 00:30")


def test_repeated_hour_comes_once() -> None:
    # 02:30 comes twice in Berlin on 25 October 2026.
    first = next_due((time(2, 30),), "Europe/Berlin", utc("2026-10-24 12:00"))
    assert first == utc("2026-10-25 00:30")

    assert next_due((time(2, 30),), "Europe/Berlin", first) == utc("2026-10-26 01:30")


def test_without_hours_nothing_is_due() -> None:
    assert next_due((), "Asia/Jakarta", utc("2026-11-20 00:00")) is None


@given(
    hours=st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1),
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York"]),
    after=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 -- made aware below
)
def test_next_due_lies_within_a_day_and_an_hour(
    hours: list[time], zone: str, after: datetime
) -> None:
    moment = after.replace(tzinfo=UTC)

    due = next_due(hours, zone, moment)

    assert due is not None
    assert 0 < (due - moment).total_seconds() <= 25 * 3600


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam")],
)
def test_part_of_day_in_indonesian_hours(hour: int, expected: str) -> None:
    moment = datetime(2026, 11, 20, (hour - 7) % 24, tzinfo=UTC)

    assert part_of_day(moment, "Asia/Jakarta") == expected
