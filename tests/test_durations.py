from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import doubling, format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "duration"),
    [
        pytest.param("30s", timedelta(seconds=30), id="seconds"),
        pytest.param("15m", timedelta(minutes=15), id="minutes"),
        pytest.param("2h", timedelta(hours=2), id="hours"),
        pytest.param("1d", timedelta(days=1), id="days"),
        pytest.param(" 1.5 h ", timedelta(minutes=90), id="blanks-and-fraction"),
    ],
)
def test_duration_is_read(written: str, duration: timedelta) -> None:
    assert parse_duration(written) == duration


@pytest.mark.parametrize("written", ["", "15", "m", "15 min", "-5m", "1h30m", "12:30", "٣s"])
def test_unclear_duration_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit"):
        parse_duration(written)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0s"), (45, "45s"), (900, "15m"), (5400, "90m"), (7200, "2h"), (172800, "2d")],
)
def test_duration_is_written_shortly(seconds: int, written: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == written


def test_waits_double_up_to_the_longest() -> None:
    waits = [wait.total_seconds() for wait in islice(doubling(), 8)]

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


@given(st.integers(0, 10**6))
def test_written_duration_reads_back(seconds: int) -> None:
    duration = timedelta(seconds=seconds)

    assert parse_duration(format_duration(duration)) == duration
