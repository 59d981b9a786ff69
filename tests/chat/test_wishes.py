"""What subscribers write after /jadwal."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.texts import texts_for
from bot.chat.weekdays import WEEKEND, WORKDAYS, days_line
from bot.chat.wishes import Wish, parse_wish
from bot.model import EVERY_DAY, ChatId, QuietHours, Subscriber, SubscriberId
from bot.style import Style

NIGHT = QuietHours(start=time(22), end=time(5))


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
        ("senin rabu", Wish(days=(1, 3))),
        ("Senin-Jumat 06.00", Wish(hours=(time(6),), days=WORKDAYS)),
        ("06.00 hari kerja", Wish(hours=(time(6),), days=WORKDAYS)),
        ("akhir  pekan", Wish(days=WEEKEND)),
        ("setiap hari 7", Wish(hours=(time(7),), days=EVERY_DAY)),
        ("sabtu s.d. senin", Wish(days=(1, 6, 7))),
        ("monday to friday at 9", Wish(hours=(time(9),), days=WORKDAYS)),
        ("jum'at", Wish(days=(5,))),
        ("jam tenang 22.00-05.00", Wish(quiet=NIGHT)),
        ("22 sampai 5", Wish(quiet=NIGHT)),
        ("tenang 22–5", Wish(quiet=NIGHT)),
        ("quiet hours 10 - 11", Wish(quiet=QuietHours(start=time(10), end=time(11)))),
        ("tenang mati", Wish(without_quiet=True)),
        ("kilat", Wish(instant=True)),
        ("kilat mati senyap", Wish(instant=False, silent=True)),
        ("INSTANT ON silent off", Wish(instant=True, silent=False)),
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
def test_any_words_are_read(words: str) -> None:
    wish = parse_wish(words)

    assert wish.hours == tuple(sorted(set(wish.hours)))
    assert set(wish.days) <= set(EVERY_DAY)


def test_what_was_not_said_stays() -> None:
    before = Subscriber(
        id=SubscriberId(1),
        chat_id=ChatId(1),
        hours=(time(6),),
        days=WEEKEND,
        quiet=NIGHT,
        instant=True,
        style=Style(stories=4, silent=True),
        joined=datetime(2026, 11, 1, tzinfo=UTC),
    )

    assert Wish().applied(before) == before
    changed = parse_wish("8 wit tenang mati kilat mati senyap mati").applied(before)
    assert (changed.hours, changed.days, changed.zone) == ((time(8),), WEEKEND, "Asia/Jayapura")
    assert (changed.quiet, changed.instant) == (None, False)
    assert changed.style == Style(stories=4, silent=False)


@pytest.mark.parametrize(
    ("days", "indonesian", "english"),
    [
        (EVERY_DAY, "setiap hari", "every day"),
        (WORKDAYS, "Senin–Jumat", "Monday–Friday"),
        (WEEKEND, "Sabtu dan Minggu", "Saturday and Sunday"),
        ((1, 3, 5), "Senin, Rabu, dan Jumat", "Monday, Wednesday and Friday"),
    ],
)
def test_days_as_they_are_shown(days: tuple[int, ...], indonesian: str, english: str) -> None:
    assert days_line(days, texts_for("id")) == indonesian
    assert days_line(days, texts_for("en")) == english
