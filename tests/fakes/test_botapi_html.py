"""The fake's HTML mode, case by case as tdlib's parser answers."""

import pytest

from tests.fakes.botapi_html import Entity, good_url, parse, plain
from tests.fakes.botapi_refusals import Refusal

SHOWN = [
    ("bold", "<b>a</b> c", "a c", [Entity("bold", 0, 1)]),
    ("upper case tag", "<B>a</B>", "a", [Entity("bold", 0, 1)]),
    ("empty end tag closes the last", "<b>a</>", "a", [Entity("bold", 0, 1)]),
    ("empty entity vanishes", "x<b></b>", "x", []),
    ("spoiler by class", '<span class="tg-spoiler">a</span>', "a", [Entity("spoiler", 0, 1)]),
    ("language of code", '<code class="language-py">a</code>', "a", [Entity("code", 0, 1, "py")]),
    ("expandable", "<blockquote expandable>a</blockquote>", "a",
     [Entity("blockquote", 0, 1, "expandable")]),
    ("link", '<a href="https://a.id/?a=1&amp;b=2">a</a>', "a",
     [Entity("text_link", 0, 1, "https://a.id/?a=1&b=2")]),
    ("link without quotes", "<a href=a.id>a</a>", "a",
     [Entity("text_link", 0, 1, "http://a.id")]),
    ("named characters", "&lt;&gt;&amp;&quot;", '<>&"', []),
    ("numbered characters", "&#65;&#x42;&#67", "ABC", []),
    ("unknown name stays", "a&nbsp;b", "a&nbsp;b", []),
    ("trimmed at both ends", " \n<b> a </b>\n", "a", [Entity("bold", 0, 1)]),
    ("control characters become spaces", "a\x01b\rc", "a bc", []),
    ("code points beyond the plane", "😀<i>a</i>", "😀a", [Entity("italic", 1, 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), [c[1:] for c in SHOWN],
                         ids=[c[0] for c in SHOWN])  # fmt: skip
def test_shows_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    parsed = parse(source)

    assert parsed.text == text
    assert list(parsed.entities) == entities


REFUSED = [
    ("paragraph", "ab<p>c", 'Unsupported start tag "p" at byte offset 2'),
    ("line break", "<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("offset counts bytes", "é<h1>", 'Unsupported start tag "h1" at byte offset 2'),
    ("less than", "a < b", 'Unsupported start tag "" at byte offset 2'),
    ("never closed", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("never opened", "a</b>", "Unexpected end tag at byte offset 1"),
    ("crossed", "<b><i>a</b></i>",
     'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("tag cut in the middle", "a<b", "Unclosed start tag at byte offset 1"),
    ("attribute cut in the middle", '<a href="x"', "Unclosed start tag at byte offset 0"),
    ("span of no known class", "<span>a</span>",
     'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_refuses_in_telegrams_words(source: str, text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(source)

    assert caught.value.status == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {text}"


@pytest.mark.parametrize("source", ["", " \n ", "<b></b>", "\u200b\u200d", "\u2028"])
def test_refuses_what_nobody_sees(source: str) -> None:
    with pytest.raises(Refusal, match="text must be non-empty"):
        parse(source)


COMPLAINTS = [
    ("bare ampersand", "a & b", "unescaped &"),
    ("bare greater than", "a > b", "unescaped >"),
    ("link to a word", '<a href="http">a</a>', "vanished"),
    ("link to a host without dot", '<a href="http://localhost/x">a</a>', "vanished"),
    ("link to a script", '<a href="javascript:x.y">a</a>', "vanished"),
    ("quotation in a quotation",
     "<blockquote>a<blockquote>b</blockquote></blockquote>", "nested blockquote"),
    ("bold inside of code", "<code>a<b>c</b></code>", "inside of code"),
    ("too many entities", "<b>a</b>" * 101, "101 entities"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "complaint"), [c[1:] for c in COMPLAINTS],
                         ids=[c[0] for c in COMPLAINTS])  # fmt: skip
def test_complains_of_what_telegram_bends(source: str, complaint: str) -> None:
    assert any(complaint in each for each in parse(source).complaints)


def test_keeps_the_first_hundred_entities() -> None:
    assert len(parse("<b>a</b>" * 101).entities) == 100


def test_takes_language_of_code_inside_pre() -> None:
    parsed = parse('<pre><code class="language-py">a</code></pre>')

    assert parsed.complaints == ()


def test_refuses_raw_text_beyond_the_limit() -> None:
    with pytest.raises(Refusal, match="text is too long"):
        plain("é" * 16_385)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://a.id", True),
        ("a.id/x", True),
        ("http://127.0.0.1:8000/x", True),
        ("http://[::1]/x", True),
        ("tg://user?id=1", True),
        ("https://localhost", False),
        ("ftp://a.id", False),
        ("http://a.id:port/", False),
        ("", False),
    ],
)
def test_knows_good_urls(url: str, good: bool) -> None:
    assert bool(good_url(url)) is good
