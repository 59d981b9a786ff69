"""Telegram's HTML in a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ansi import plain_text, styled_text
from bot.chat.markup import bold, escape, italic, link, quote


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>tebal</b> &amp; biasa", "tebal & biasa"),
        ('<a href="https://a.example/?x=1&amp;y=2">Irak</a>', "Irak <https://a.example/?x=1&y=2>"),
        ("<blockquote expandable>satu\ndua</blockquote>", "│ satu\n│ dua"),
        ('<a href="javascript:x">Irak</a>', "Irak"),
    ],
    ids=["style", "link", "quotation", "bad link"],
)
def test_plain_text_keeps_everything(html: str, shown: str) -> None:
    assert plain_text(html) == shown


def test_link_is_clickable_in_a_terminal() -> None:
    shown = styled_text(link("Irak", "https://a.example/"), 80)

    assert shown == "\x1b]8;;https://a.example/\x1b\\Irak\x1b]8;;\x1b\\"


def test_outer_style_goes_on_after_an_inner_one() -> None:
    shown = styled_text(bold(italic("a") + escape("b")), 80)

    assert shown.count("\x1b[1m") == 1 or "\x1b[0m\x1b[1m" in shown


def test_quotation_is_wrapped_behind_the_bar() -> None:
    shown = styled_text(quote("kata " * 20, expandable=False), 40)

    assert len(shown.splitlines()) > 2
    assert all("│ " in line for line in shown.splitlines())


@given(st.text())
def test_no_escape_sequence_of_a_feed_passes(text: str) -> None:
    shown = plain_text(escape(text))

    assert not any(c < " " and c != "\n" for c in shown)
    assert not any("\x7f" <= c <= "\x9f" for c in shown)


def test_numeric_reference_is_no_way_around() -> None:
    assert "\x1b" not in plain_text("&#27;[31m")
