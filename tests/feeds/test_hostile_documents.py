"""Documents made to cost time, memory or secrets: entries or a reason, within the time limit."""

import gzip

import pytest

from bot.feeds.parse import parse

HEAD = b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
TAIL = b"</channel></rss>"
ITEM = b"<item><title>Judul</title><link>https://a.id/1</link></item>"


def entities(count: int) -> bytes:
    nested = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, count)
    )
    return b'<!DOCTYPE x [<!ENTITY e0 "lol">' + nested + b"]>"


def item(inner: bytes) -> bytes:
    return HEAD + b"<item>" + inner + b"</item>" + TAIL


def numbered(pattern: bytes, count: int) -> bytes:
    return b"".join(pattern % {b"n": number} for number in range(count))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b'<?xml version="1.0"?>' + entities(10) + b"<rss><channel><title>&e9;</title>" + TAIL,
            id="billion laughs",
        ),
        pytest.param(gzip.compress(HEAD + bytes(100_000_000)), id="gzip bomb"),
        pytest.param(gzip.compress(gzip.compress(bytes(100_000_000))), id="gzip in gzip"),
        pytest.param(HEAD + ITEM * 160_000 + TAIL, id="ten megabytes"),
        pytest.param(HEAD + (ITEM * 80_000)[:-20], id="five megabytes, cut off"),
        pytest.param(HEAD + b"<a>" * 200_000 + ITEM + TAIL, id="deep nesting"),
        pytest.param(HEAD + b"<item>" * 50_000 + TAIL, id="items in items"),
        pytest.param(b"<" * 3_000_000, id="only signs"),
        pytest.param(HEAD + b"<item><title>" + b"&" * 3_000_000 + TAIL, id="ampersands"),
        pytest.param(HEAD + b"<item " + b"a=b " * 500_000 + b">" + TAIL, id="attributes"),
        pytest.param(HEAD + b"<a b='" * 300_000, id="quotes"),
        pytest.param(b"<?" + b"encoding='" * 200_000, id="declaration without end"),
        pytest.param(
            b'<?xml version="1.0" encoding="latin-1"?><rss>' + b'\xe9encoding="x" ' * 50_000,
            id="encodings on one line",
        ),
        pytest.param(HEAD[:38] + b"\n" * 1_000_000 + HEAD[38:] + ITEM + TAIL, id="blank lines"),
        pytest.param(item(b"<author>" + b"a" * 90_000 + b"@" + b"a." * 90_000), id="author"),
        pytest.param(item(numbered(b"<category>%(n)d</category>", 50_000)), id="categories"),
        pytest.param(
            b"<rss><channel>" + numbered(b'<n%(n)d:a xmlns:n%(n)d="u%(n)d">', 20_000),
            id="namespaces",
        ),
        pytest.param(item(b"<description>" + b"&lt;a " * 400_000), id="open tags"),
        pytest.param(b'{"items":' + b"[" * 500_000, id="deep JSON"),
        pytest.param(b'{"items":[{"id":' + b"9" * 500_000 + b"}]}", id="long number"),
    ],
)  # fmt: skip
@pytest.mark.timeout(240)
def test_cost_stays_bounded(body: bytes) -> None:
    """Much time or memory is what each of these is made to cost; the limit here is generous."""
    parsed = parse(body, url="https://a.id/rss")

    assert parsed.entries or parsed.complaints
    assert len(parsed.entries) <= 2000


def test_external_entities_are_not_read() -> None:
    body = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        b"<rss><channel><item><title>a&e;b</title></item></channel></rss>"
    )

    (entry,) = parse(body).entries

    assert entry.title.replace("&e;", "") == "ab"


def test_cut_documents_keep_their_first_items() -> None:
    broken = HEAD + ITEM * 30_000 + b"<item><title>&kosong;" + TAIL

    parsed = parse(broken)

    assert parsed.entries[0].title == "Judul"
    assert "were read" in " ".join(parsed.complaints)
