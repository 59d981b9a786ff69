"""A refused message as plain text."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Button, Message
from bot.roles.plain import plain_message, plain_text
from tests.fakes.botapi_html import parse

CASES = [
    ("tags go", "<b>Satu</b> <i>dua", "Satu dua"),
    ("characters come back", "a &amp; b &lt; c", "a & b < c"),
    ("link becomes text", '<a href="https://a.id/x?a=1&amp;b=2">baca</a>!',
     "baca (https://a.id/x?a=1&b=2)!"),
    ("link that is its own text", '<a href="https://a.id">https://a.id</a>', "https://a.id"),
    ("link never closed", '<a href="https://a.id">baca', "baca (https://a.id)"),
    ("foreign breaks", "satu<br>dua<p>tiga", "satu\ndua\ntiga"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_keeps_silence_and_drops_buttons() -> None:
    message = Message(html="a", silent=True, buttons=((Button(label="b", data="c"),),))

    assert plain_message(message) == Message(html="a", silent=True)


def test_cuts_what_is_too_long() -> None:
    html = plain_message(Message(html="&amp;" * 5000)).html

    assert len(unescape(html)) == 4096
    assert unescape(html).endswith("&…")


@given(st.text(min_size=1).map("x".__add__))
def test_telegram_takes_it_whatever_it_was(html: str) -> None:
    parsed = parse(plain_message(Message(html=html)).html)

    assert parsed.entities == ()
    assert len(parsed.text) <= 4096
