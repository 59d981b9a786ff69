"""Due times in the subscriber's own zone."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.timetable import is_silent, next_digest, next_due, part_of_day
from bot.model import ChatId, QuietHours, Subscriber, SubscriberId, SubscriberStatus

MORNING, EVENING = time(6), time(17)
NIGHT = QuietHours(start=time(22), end=time(5))
NOON_REST = QuietHours(start=time(12), end=time(14))


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


# 2026-11-20 is a Friday.
@pytest.mark.parametrize(
    ("days", "after", "expected"),
    [
        pytest.param((5,), "2026-11-20 05:00", "2026-11-20 06:00", id="today"),
        pytest.param((5,), "2026-11-20 06:00", "2026-11-27 06:00", id="in a week"),
        pytest.param((1, 3), "2026-11-20 05:00", "2026-11-23 06:00", id="Monday"),
        pytest.param((6, 7), "2026-11-22 18:00", "2026-11-28 06:00", id="next weekend"),
    ],
)
def test_days_of_the_week(days: tuple[int, ...], after: str, expected: str) -> None:
    assert next_due((MORNING,), "UTC", utc(after), days=days) == utc(expected)


def test_days_are_those_of_the_zone() -> None:
    # 06.00 WIB on Saturday is 23:00 UTC on Friday.
    due = next_due((MORNING,), "Asia/Jakarta", utc("2026-11-20 12:00"), days=(6,))

    assert due == utc("2026-11-20 23:00")


def test_without_days_nothing_is_due() -> None:
    assert next_due((MORNING,), "UTC", utc("2026-11-20 00:00"), days=()) is None


@pytest.mark.parametrize(
    ("quiet", "hour", "after", "expected"),
    [
        pytest.param(NIGHT, time(23), "2026-11-20 12:00", "2026-11-21 05:00", id="before midnight"),
        pytest.param(NIGHT, time(23), "2026-11-21 04:00", "2026-11-21 05:00", id="since yesterday"),
        pytest.param(NIGHT, time(1), "2026-11-20 12:00", "2026-11-21 05:00", id="after midnight"),
        pytest.param(NIGHT, time(22), "2026-11-20 12:00", "2026-11-21 05:00", id="at its start"),
        pytest.param(NIGHT, time(5), "2026-11-20 12:00", "2026-11-21 05:00", id="at its end"),
        pytest.param(NIGHT, time(21), "2026-11-20 12:00", "2026-11-20 21:00", id="outside"),
        pytest.param(NOON_REST, time(13), "2026-11-20 12:30", "2026-11-20 14:00", id="by day"),
    ],
)
def test_an_hour_in_quiet_hours_waits_for_their_end(
    quiet: QuietHours, hour: time, after: str, expected: str
) -> None:
    assert next_due((hour,), "UTC", utc(after), quiet=quiet) == utc(expected)


def test_hour_of_yesterday_comes_before_todays_hour() -> None:
    hours = (time(4, 30), time(23))

    due = next_due(hours, "UTC", utc("2026-11-20 22:30"), days=(5,), quiet=NIGHT)

    assert due == utc("2026-11-21 05:00")


def test_a_pause_moves_the_next_digest() -> None:
    who = subscriber(paused_until=utc("2026-11-23 16:00"))

    assert next_digest(who, utc("2026-11-20 12:00")) == utc("2026-11-23 17:00")
    assert next_digest(who, utc("2026-11-24 00:00")) == utc("2026-11-24 06:00")


@pytest.mark.parametrize(
    ("moment", "silent"),
    [
        ("2026-11-20 14:59", False),  # 21.59 WIB
        ("2026-11-20 15:00", True),
        ("2026-11-20 21:59", True),
        ("2026-11-20 22:00", False),
        ("2026-11-23 12:00", False),
    ],
)
def test_quiet_hours_are_local(moment: str, *, silent: bool) -> None:
    who = subscriber(zone="Asia/Jakarta", quiet=NIGHT)

    assert is_silent(who, utc(moment)) is silent


def test_a_pause_is_silent_until_it_ends() -> None:
    who = subscriber(paused_until=utc("2026-11-23 17:00"))

    assert is_silent(who, utc("2026-11-23 16:59"))
    assert not is_silent(who, utc("2026-11-23 17:00"))


def test_quiet_hours_of_no_length_are_refused() -> None:
    with pytest.raises(ValueError, match="different times"):
        QuietHours(start=MORNING, end=MORNING)


def subscriber(
    *,
    zone: str = "UTC",
    quiet: QuietHours | None = None,
    paused_until: datetime | None = None,
) -> Subscriber:
    return Subscriber(
        id=SubscriberId(1),
        chat_id=ChatId(1),
        zone=zone,
        hours=(MORNING, EVENING),
        quiet=quiet,
        status=SubscriberStatus.ACTIVE,
        paused_until=paused_until,
        joined=utc("2026-11-01 00:00"),
    )


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
