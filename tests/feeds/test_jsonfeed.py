import json

from bot.feeds.jsonfeed import read_json
from bot.feeds.parse import parse

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Kabar Muara",
    "language": "id",
    "feed_url": "https://a.example/feed.json",
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    "items": [
        {
            "id": 7,
            "url": "https://a.example/7",
            "title": "Kapal &amp; Dermaga",
            "content_text": "Nilai a < b dan b > c.",
            "date_published": "2026-02-02T10:00:00+07:00",
            "authors": [{"name": "Sari"}, None],
            "tags": ["laut", 5],
            "image": "https://a.example/7.jpg",
        },
        "bukan butir",
        {"external_url": "https://lain.example/8", "content_html": "<p>Isi</p>"},
    ],
}


def test_items_and_feed() -> None:
    parsed = parse(json.dumps(FEED).encode())
    first, second = parsed.entries

    assert (parsed.kind, parsed.language, parsed.hub) == ("json11", "id", "https://hub.example/")
    assert (first.guid, first.title, first.text) == (
        "7",
        "Kapal & Dermaga",
        "Nilai a < b dan b > c.",
    )
    assert (first.authors, first.categories) == (("Sari",), ("laut",))
    assert (second.guid, second.text) == ("https://lain.example/8", "Isi")


def test_first_version_has_its_name() -> None:
    body = json.dumps(FEED | {"version": "https://jsonfeed.org/version/1"}).encode()

    assert read_json(body).kind == "json10"


def test_feed_without_a_list_of_items_complains() -> None:
    body = json.dumps(FEED | {"items": None}).encode()

    assert read_json(body).complaints == ("the JSON Feed has no list of items",)


def test_two_million_empty_items_are_refused() -> None:
    body = b'{"items":[' + b"{}," * 2_000_000 + b"{}]}"

    assert read_json(body).complaints == ("the JSON has more than 500000 parts",)


def test_only_the_first_items_are_read() -> None:
    body = json.dumps(FEED | {"items": [{"id": str(number)} for number in range(5000)]}).encode()

    parsed = parse(body)

    assert parsed.total == 2000
    assert parsed.complaints == ("the feed has more than 2000 items; the first 2000 were read",)
