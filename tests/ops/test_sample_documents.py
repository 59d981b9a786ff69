import json
from datetime import UTC, datetime
from html import unescape

import feedparser
import pytest

from bot.ops.sample_documents import feed_document, indonesian_date
from bot.ops.sample_outlets import (
    FeedKind,
    SampleFeed,
    SampleOutlet,
    find_folder,
    items_at,
    load_outlets,
)

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OUTLETS = load_outlets(find_folder())
FEEDS = [
    pytest.param(outlet, feed, id=f"{outlet.slug}/{feed.path}")
    for outlet in OUTLETS
    for feed in outlet.feeds
]


def outlet_named(slug: str) -> SampleOutlet:
    return next(outlet for outlet in OUTLETS if outlet.slug == slug)


def titles(document: bytes) -> list[str]:
    if document.startswith(b"{"):
        return [item["title"] for item in json.loads(document)["items"]]
    parsed = feedparser.parse(
        document, response_headers={"content-type": "text/xml; charset=utf-8"}
    )
    assert not parsed.bozo
    return [unescape(entry.title) for entry in parsed.entries]


@pytest.mark.parametrize(("outlet", "feed"), FEEDS)
def test_feed_carries_its_desk(outlet: SampleOutlet, feed: SampleFeed) -> None:
    document = feed_document(outlet, base_url=BASE, now=NOW, feed=feed)

    desk = [item for item in items_at(outlet, 0) if feed.section in ("", item.section)]
    assert titles(document) == [item.title for item in desk]
    assert len(desk) >= 5


@pytest.mark.parametrize(("outlet", "feed"), FEEDS)
def test_same_moment_gives_same_bytes(outlet: SampleOutlet, feed: SampleFeed) -> None:
    one = feed_document(outlet, base_url=BASE, now=NOW, step=2, feed=feed)

    assert one == feed_document(outlet, base_url=BASE, now=NOW, step=2, feed=feed)


def test_caption_stands_before_the_text() -> None:
    document = feed_document(outlet_named("kabar-trembesi"), base_url=BASE, now=NOW).decode()

    item = document.split("<item>")[1]
    assert item.index("<media:description") < item.index("<description>")


def test_titles_can_be_escaped_twice() -> None:
    document = feed_document(outlet_named("warta-gerimis"), base_url=BASE, now=NOW).decode()

    assert "16 perjalanan &amp;amp; gerbong" in document
    assert "&amp;quot;Kami butuh mitra" in document


def test_full_text_outlet_sends_articles() -> None:
    outlet = outlet_named("jurnal-kenari")
    parsed = feedparser.parse(feed_document(outlet, base_url=BASE, now=NOW))

    assert all(len(entry.content[0].value) > 900 for entry in parsed.entries)
    assert not any("id" in entry for entry in parsed.entries)


def test_thin_outlet_sends_one_sentence() -> None:
    parsed = feedparser.parse(feed_document(outlet_named("warta-gerimis"), base_url=BASE, now=NOW))

    assert all(len(entry.summary) < 160 for entry in parsed.entries)


def test_one_feed_links_to_amp_pages() -> None:
    outlet = outlet_named("niaga-cempaka")
    plain, amp = (
        feedparser.parse(feed_document(outlet, base_url=BASE, now=NOW, feed=feed))
        for feed in outlet.feeds
    )

    address = f"{BASE}/niaga-cempaka/rupiah-ihsg-penutupan.html"
    tracking = "utm_source=feed&utm_medium=rss"
    assert f"{address}?{tracking}" in [entry.link for entry in plain.entries]
    assert f"{address}/amp?{tracking}" in [entry.link for entry in amp.entries]


def test_indonesian_dates_name_their_zone() -> None:
    outlet = outlet_named("suluh-angsana")
    document = feed_document(outlet, base_url=BASE, now=NOW).decode()

    assert outlet.kind is FeedKind.RSS_INDONESIAN_DATES
    assert "<pubDate>Selasa, 24 November 2026 08.00 WITA</pubDate>" in document


@pytest.mark.parametrize(
    ("zone", "name", "expected"),
    [
        pytest.param("Asia/Jakarta", "WIB", "Selasa, 24 November 2026 12.00 WIB", id="west"),
        pytest.param("Asia/Jayapura", "WIT", "Selasa, 24 November 2026 14.00 WIT", id="east"),
    ],
)
def test_indonesian_date_is_local(zone: str, name: str, expected: str) -> None:
    assert indonesian_date(NOW, zone, name) == expected
