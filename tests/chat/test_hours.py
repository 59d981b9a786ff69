"""Hours as words, as ranges and on buttons."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.hours import compact, compact_range, expanded, hour_of, range_of, toggled


@given(st.times().map(lambda at: time(at.hour, at.minute)))
def test_compact_hours_come_back(hour: time) -> None:
    assert expanded(compact(hour)) == hour


@pytest.mark.parametrize("text", ["", "600", "2500", "0660", "06:00", "٠٦٠٠"])
def test_strange_hours_are_none(text: str) -> None:
    assert expanded(text) is None


def test_toggling_adds_in_order_and_removes() -> None:
    assert toggled((time(17),), time(6)) == (time(6), time(17))
    assert toggled((time(6), time(17)), time(17)) == (time(6),)


@pytest.mark.parametrize(
    ("word", "hour"),
    [("pagi", time(6)), ("6", time(6)), ("6:30", time(6, 30)), ("besok", None), ("25", None)],
)
def test_words_for_an_hour(word: str, hour: time | None) -> None:
    assert hour_of(word) == hour


def test_range_goes_over_midnight() -> None:
    quiet = range_of("22.00-5.30")

    assert quiet is not None
    assert (quiet.start, quiet.end) == (time(22), time(5, 30))
    assert compact_range(quiet) == "2200-0530"


@pytest.mark.parametrize("word", ["22.00", "-", "22-", "22-22", "a-b", "22-25"])
def test_what_is_no_range(word: str) -> None:
    assert range_of(word) is None
