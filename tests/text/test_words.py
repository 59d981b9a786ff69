"""Tokens and stop words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import STOP_WORDS, content, fold, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rusia dan Irak", ["rusia", "dan", "irak"]),
        ("Rp1.250.000, naik 7,5 persen.", ["rp1.250.000", "naik", "7,5", "persen"]),
        ("Türkiye, Café", ["turkiye", "cafe"]),
        ("Cafe\u0301", ["cafe"]),
        ("anti-teror", ["anti", "teror"]),
        ("COVID-19_baru", ["covid", "19", "baru"]),
        ("Москва", ["москва"]),
        ("", []),
    ],
)
def test_tokens_are_folded(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_content_leaves_stop_words_out() -> None:
    assert content("Rusia dan Irak akan bertemu di Baghdad") == [
        "rusia",
        "irak",
        "bertemu",
        "baghdad",
    ]


def test_topic_words_are_no_stop_words() -> None:
    assert not STOP_WORDS & {"baru", "tahun", "masalah", "rusia", "perang", "ekonomi"}


def test_stop_words_are_single_tokens() -> None:
    assert all(tokens(word) == [word] for word in STOP_WORDS)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
