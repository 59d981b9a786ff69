"""What subscribers write for hours and zones."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.hours import Wish, compact, expanded, parse_wish, toggled


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("06.00 17.00", Wish(hours=(time(6), time(17)))),
        ("17:00, 6:30", Wish(hours=(time(6, 30), time(17)))),
        ("pukul 7 dan 19", Wish(hours=(time(7), time(19)))),
        ("0530", Wish(hours=(time(5, 30),))),
        ("pagi malam", Wish(hours=(time(6), time(20)))),
        ("24.00", Wish(hours=(time(0),))),
        ("6 6.00 06:00", Wish(hours=(time(6),))),
        ("WITA", Wish(zone="Asia/Makassar")),
        ("06.00 wit", Wish(hours=(time(6),), zone="Asia/Jayapura")),
        ("asia/tokyo", Wish(zone="Asia/Tokyo")),
        ("utc", Wish(zone="UTC")),
        ("", Wish()),
        ("25.00", Wish(unknown="25.00")),
        ("24.30", Wish(unknown="24.30")),
        ("06.60", Wish(unknown="06.60")),
        ("besok", Wish(unknown="besok")),
        ("Asia/Atlantis", Wish(unknown="Asia/Atlantis")),
        ("../../etc/passwd", Wish(unknown="../../etc/passwd")),
        ("Asia/", Wish(unknown="Asia/")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reads_what_people_write(words: str, wish: Wish) -> None:
    assert parse_wish(words) == wish


@given(st.text(max_size=80))
def test_any_words_are_read_or_named(words: str) -> None:
    wish = parse_wish(words)

    assert wish.unknown in words
    assert wish.hours == tuple(sorted(set(wish.hours)))


@given(st.times().map(lambda at: time(at.hour, at.minute)))
def test_compact_hours_come_back(hour: time) -> None:
    assert expanded(compact(hour)) == hour


@pytest.mark.parametrize("text", ["", "600", "2500", "0660", "06:00", "٠٦٠٠"])
def test_strange_hours_are_none(text: str) -> None:
    assert expanded(text) is None


def test_toggling_adds_in_order_and_removes() -> None:
    assert toggled((time(17),), time(6)) == (time(6), time(17))
    assert toggled((time(6), time(17)), time(17)) == (time(6),)
