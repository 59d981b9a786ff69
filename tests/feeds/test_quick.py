"""The short way must read as the long way does, on every document that it accepts."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.document import open_document
from bot.feeds.quick import read_quick
from bot.feeds.thorough import read_thoroughly

DOCUMENTS = Path(__file__).parent / "documents"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:own="urn:own"'
)


@pytest.mark.parametrize("name", ["rss_ordinary.xml", "atom_ordinary.xml"])
def test_ordinary_documents_take_the_short_way(name: str) -> None:
    body = (DOCUMENTS / name).read_bytes()

    quick = read_quick(body, "")

    assert quick is not None
    assert quick == read_thoroughly(open_document(body, {}), {})


def rss(item: str, *, head: str = "", declaration: str = "") -> bytes:
    return (
        f'{declaration}<rss version="2.0" {NAMESPACES}><channel><title>T</title>{head}'
        f"<item>{item}</item></channel></rss>"
    ).encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss("<title><b>x</b></title>"), id="markup that is not escaped"),
        pytest.param(rss("<item><title>x</title></item>"), id="nested items"),
        pytest.param(rss("<title>x"), id="broken"),
        pytest.param(rss("<author>a@b.id (A)</author>"), id="author with e-mail"),
        pytest.param(rss('<link xml:base="http://a.id/">x</link>'), id="base of its own"),
        pytest.param(rss("<own:x><title>y</title></own:x>"), id="title inside a stranger"),
        pytest.param(rss("<body>x</body>"), id="element with rules of its own"),
        pytest.param(rss("<title>x</title>", head="<title>y</title>"), id="two titles"),
        pytest.param(
            rss("<title>&e;</title>", declaration='<!DOCTYPE r [<!ENTITY e "x">]>'), id="entity"
        ),
        pytest.param(rss("<title>é</title>").decode().encode("latin-1"), id="other encoding"),
        pytest.param(b"<html><body>x</body></html>", id="page"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_unusual_documents_take_the_long_way(body: bytes) -> None:
    assert read_quick(body, "") is None


TEXT = st.sampled_from(
    [
        "",
        "Judul",
        " Kabar &amp;amp; warta ",
        "<![CDATA[<p>Isi <b>berita</b></p>]]>",
        "Ã©",
        "caf\u00e9",
        "https://a.example/x?a=1&amp;b=2",
        "http:////a.example/y",
        "/lokal",
        "a, b,c",
        "\x93",
        "2026-02-03T04:05:06Z",
        "<!-- catatan -->Isi",
        "Satu\nDua",
    ]
)
NAMES = (
    "title",
    "dc:title",
    "media:title",
    "link",
    "guid",
    "pubDate",
    "dc:date",
    "updated",
    "dcterms:created",
    "description",
    "dc:description",
    "media:description",
    "summary",
    "itunes:summary",
    "content:encoded",
    "author",
    "dc:creator",
    "itunes:author",
    "category",
    "dc:subject",
    "itunes:keywords",
    "media:keywords",
    "source",
    "comments",
    "own:thing",
    "atom:link",
    "atom:updated",
    "media:thumbnail",
    "atom:summary",
    "image",
    "id",
)
ATTRIBUTES = st.sampled_from(
    ["", ' isPermaLink="false"', ' isPermaLink="true"', ' url="https://a.example/i.jpg"',
     ' href="https://a.example/h"', ' rel="enclosure" type="image/png" href="https://a.example/e"',
     ' domain="d"', ' type="html"', ' type="TEXT"', ' rel="self" href="/s"', ' term="t"',
     ' rel="via" href="https://a.example/v"']
)  # fmt: skip


@st.composite
def elements(draw: st.DrawFn) -> str:
    name, text, extra = draw(st.sampled_from(NAMES)), draw(TEXT), draw(ATTRIBUTES)
    element = f"<{name}{extra}>{text}</{name}>"
    if draw(st.integers(0, 4)):
        return element
    wrapper = draw(st.sampled_from(["media:group", "media:content", "own:box"]))
    return f"<{wrapper}>{element}</{wrapper}>"


@settings(max_examples=300, deadline=None)
@given(st.lists(elements(), max_size=8), st.booleans())
def test_both_ways_read_the_same(parts: list[str], as_atom: bool) -> None:
    """Any order and repetition of the elements that real feeds use."""
    body = rss("".join(parts))
    if as_atom:
        inner = re.sub(r"(</?)atom:", r"\1", "".join(parts))
        body = (
            f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}><title>T</title>'
            f"<entry>{inner}</entry></feed>"
        ).encode()

    quick = read_quick(body, "")

    if quick is not None:
        assert quick == read_thoroughly(open_document(body, {}), {})
