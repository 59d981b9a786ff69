import codecs
import gzip
import pickle
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.parse import parse
from bot.model import Entry

DOCUMENTS = Path(__file__).parent / "documents"
NOW = datetime(2026, 2, 3, tzinfo=UTC)
URL = "https://kabarmuara.example/rss"


def rss(items: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return (
        f'{declaration}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()
    )


def only_entry(body: bytes, **about: str) -> Entry:
    (entry,) = parse(body, url=URL, **about).entries  # type: ignore[arg-type] # only text arguments
    return entry


def test_rss_entry_with_all_its_parts() -> None:
    parsed = parse((DOCUMENTS / "rss_ordinary.xml").read_bytes(), url=URL, now=NOW)

    assert parsed.entries[0] == Entry(
        guid="km-1001",
        link="https://kabarmuara.example/read/1001/pelabuhan-baru?utm_source=rss&id=2",
        key="kabarmuara.example/read/1001/pelabuhan-baru?id=2",
        title='Pelabuhan "Baru" Dibuka',
        published=datetime(2026, 2, 2, 2, 30, tzinfo=UTC),
        text="Pelabuhan baru di muara mulai melayani kapal barang pada Senin pagi.\n\n"
        "Dua kapal bersandar di hari pertama.",
        language="id",
        image="https://kabarmuara.example/foto/1001.jpg",
        authors=("Sari Laut",),
        categories=("Ekonomi", "Pelabuhan"),
    )


def test_feed_with_all_its_parts() -> None:
    parsed = parse((DOCUMENTS / "rss_ordinary.xml").read_bytes(), url=URL)

    assert (parsed.title, parsed.language, parsed.kind) == ("Kabar Muara", "id", "rss20")
    assert (parsed.hub, parsed.topic) == ("https://hub.example/", URL)
    assert (parsed.ttl, parsed.skip_hours) == (timedelta(minutes=10), (18, 19))
    assert (parsed.total, parsed.complaints, parsed.is_feed) == (3, (), True)


def test_atom_links_become_absolute() -> None:
    body = (DOCUMENTS / "atom_ordinary.xml").read_bytes()

    links = [entry.link for entry in parse(body, url="https://wartalereng.example/atom").entries]

    assert links == ["https://wartalereng.example/jalan-jembatan", "https://wartalereng.example/2"]


def test_caption_is_not_the_text() -> None:
    second = parse((DOCUMENTS / "rss_ordinary.xml").read_bytes()).entries[1]

    assert second.text == "Harga garam naik dua ratus rupiah per kilogram sejak pekan lalu."


def test_missing_guid_is_the_link() -> None:
    assert only_entry(rss("<item><link>https://a.id/1</link></item>")).guid == "https://a.id/1"


def test_ids_are_not_joined_with_a_base() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.id/x/">'
        b'<entry><id>t3_1</id><link href="y"/></entry></feed>'
    )

    entry = only_entry(body)

    assert (entry.guid, entry.link) == ("t3_1", "https://a.id/x/y")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "tg://join", "file:///etc/passwd", "http://[::1", "mailto:a@b.id"],
)
def test_bad_links_are_dropped(link: str) -> None:
    assert only_entry(rss(f"<item><title>x</title><link>{link}</link></item>")).link == ""


def test_naive_dates_are_in_the_feeds_zone() -> None:
    body = rss("<item><title>x</title><pubDate>2026-02-02 10:00:00</pubDate></item>")

    assert only_entry(body, zone="Asia/Makassar").published == datetime(2026, 2, 2, 2, tzinfo=UTC)


def test_future_dates_become_now() -> None:
    body = rss("<item><title>x</title><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>")

    assert parse(body, now=NOW).entries[0].published == NOW


def test_known_items_are_left_out() -> None:
    body = (DOCUMENTS / "rss_ordinary.xml").read_bytes()
    before = parse(body)

    again = parse(body.replace(b"Garam Naik", b"Garam Turun"), known=frozenset(before.marks))

    assert [entry.title for entry in again.entries] == ["Harga Garam Turun"]
    assert again.total == 3


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss("<item><title>café</title></item>"), id="utf-8"),
        pytest.param(
            codecs.BOM_UTF8 + rss("<item><title>café</title></item>"), id="utf-8 with BOM"
        ),
        pytest.param(b"\n\n " + rss("<item><title>café</title></item>"), id="blanks in front"),
        pytest.param(
            rss("<item><title>café</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>')
            .decode()
            .encode("latin-1"),
            id="latin-1",
        ),
        pytest.param(
            rss("<item><title>café</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>'),
            id="declared latin-1, written utf-8",
        ),
        pytest.param(rss("<item><title>cafÃ©</title></item>"), id="encoded twice"),
        pytest.param(
            rss("<item><title>café</title></item>", "").decode().encode("utf-16"), id="utf-16"
        ),
        pytest.param(
            rss("<item><title>café</title></item>", "").decode().encode("utf-16-be"),
            id="utf-16 without BOM",
        ),
        pytest.param(
            rss("<item><title>café</title></item>", "").decode().encode("utf-32"), id="utf-32"
        ),
        pytest.param(
            rss("<item><title>café</title></item>", "").decode().encode("utf-32-be"),
            id="utf-32 without BOM",
        ),
        pytest.param(gzip.compress(rss("<item><title>café</title></item>")), id="gzip in secret"),
        pytest.param(
            b"".join(map(gzip.compress, rss("<item><title>café</title></item>").partition(b"<i"))),
            id="gzip in three members",
        ),
        pytest.param(zlib.compress(rss("<item><title>café</title></item>")), id="zlib"),
        pytest.param(rss("<item><title>cafe\u0301</title></item>"), id="decomposed"),
        pytest.param(rss("<item><title>caf&amp;eacute;</title></item>"), id="escaped twice"),
        pytest.param(rss("<item><title>caf\x00\x01é</title></item>"), id="control characters"),
        pytest.param(rss("<item><title>café</title></item>")[:-14], id="cut off"),
    ],
)
def test_encodings_are_repaired(body: bytes) -> None:
    assert only_entry(body).title == "café"


def test_server_charset_is_used_where_nothing_else_tells() -> None:
    body = rss("<item><title>Жук</title></item>", "").decode().encode("cp1251")

    parsed = parse(body, headers={"Content-Type": "text/xml; charset=windows-1251"})

    assert parsed.entries[0].title == "Жук"


def test_encodings_of_seven_bits_are_told_by_the_server() -> None:
    body = rss("<item><title>港のニュース</title></item>", "").decode().encode("iso-2022-jp")

    parsed = parse(body, headers={"Content-Type": "text/xml; charset=ISO-2022-JP"})

    assert parsed.entries[0].title == "港のニュース"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        pytest.param(b"", "the document is empty", id="empty"),
        pytest.param(b" \n", "the document is empty", id="blank"),
        pytest.param(b"<html><title>Hai</title>", "web page, titled “Hai”", id="page"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no feed", id="picture"),
        pytest.param(b"bukan feed", "is no feed", id="text"),
        pytest.param(b"/etc/hostname", "is no feed", id="name of a file"),
        pytest.param(b'{"a": 1}', "no JSON Feed", id="other JSON"),
        pytest.param(b'{"items": [', "damaged JSON", id="broken JSON"),
        pytest.param(gzip.compress(b"x" * 99)[:20], "is", id="broken gzip"),
    ],
)
def test_what_is_no_feed_is_said(body: bytes, complaint: str) -> None:
    parsed = parse(body)

    assert complaint in " ".join(parsed.complaints)
    assert (parsed.entries, parsed.is_feed) == ((), False)


def test_an_empty_feed_is_a_feed() -> None:
    parsed = parse(rss(""))

    assert (parsed.is_feed, parsed.complaints, parsed.total) == (True, (), 0)


HALF = r"\ud83d"
IN_JSON = (
    f'{{"title": "{HALF}", "language": "{HALF}", "hubs": [{{"url": "{HALF}"}}], "items": [{{'
    f'"id": "1{HALF}", "url": "https://a.id/{HALF}", "title": "Judul{HALF}", "tags": ["{HALF}"],'
    f'"image": "https://a.id/{HALF}", "content_text": "Isi{HALF}"}}]}}'
)
IN_XML = (
    "<item><title>Judul&#xD83D; a & b</title><link>https://a.id/&#xD83D;</link>"
    "<guid>1&#xD83D;</guid><category>&#xD83D;</category><author>&#xD83D;</author></item>"
)


@pytest.mark.parametrize("body", [IN_JSON.encode(), rss(IN_XML)], ids=["json", "xml"])
def test_halves_of_characters_are_left_out(body: bytes) -> None:
    """Neither a terminal nor a database takes them."""
    parsed = parse(body)

    assert repr(parsed).isprintable()
    assert "\\ud83d" not in repr(parsed)
    assert parsed.entries[0].title.startswith("Judul")


def test_the_result_can_be_pickled() -> None:
    parsed = parse((DOCUMENTS / "rss_ordinary.xml").read_bytes())

    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301 - our own bytes


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_entries_or_complaints(body: bytes) -> None:
    parsed = parse(body)

    assert parsed.entries or parsed.complaints or parsed.kind
