"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read forgivingly."""

import json
from collections.abc import Mapping
from html import escape

from bot.feeds.raw import MOST_ITEMS, RawFeed, RawItem, sound

# Values that stand for nothing cost memory all the same: two million empty items take 200 MB.
_MOST_PARTS = 500_000


def read_json(body: bytes) -> RawFeed:
    """Never raises."""
    if sum(map(body.count, (b"{", b"[", b":"))) > _MOST_PARTS:
        return RawFeed(complaints=(f"the JSON has more than {_MOST_PARTS} parts",))
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        return RawFeed(complaints=(f"the document is damaged JSON: {error}"[:200],))
    if not isinstance(value, dict) or not _is_feed(value):
        return RawFeed(complaints=("the document is JSON, but no JSON Feed",))
    items = value.get("items")
    if not isinstance(items, list):
        return RawFeed(kind=_kind(value), complaints=("the JSON Feed has no list of items",))
    return RawFeed(
        title=_text(value, "title"),
        language=_text(value, "language"),
        kind=_kind(value),
        hub=_hub(value),
        topic=_text(value, "feed_url"),
        items=tuple(_item(item) for item in items[: MOST_ITEMS + 1] if isinstance(item, dict)),
    )


def _is_feed(value: Mapping[str, object]) -> bool:
    return "jsonfeed.org" in _text(value, "version") or isinstance(value.get("items"), list)


def _kind(value: Mapping[str, object]) -> str:
    return "json10" if _text(value, "version").rstrip("/").endswith("/1") else "json11"


def _hub(value: Mapping[str, object]) -> str:
    hubs = value.get("hubs")
    first = hubs[0] if isinstance(hubs, list) and hubs else None
    return _text(first, "url") if isinstance(first, dict) else ""


def _item(item: Mapping[str, object]) -> RawItem:
    # Plain text would lose what looks like a tag in it.
    texts = (escape(_text(item, "content_text"), quote=False), _text(item, "content_html"))
    return RawItem(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        dates=(_text(item, "date_published"), _text(item, "date_modified")),
        texts=tuple(filter(None, (_text(item, "summary"), *texts))),
        images=(_text(item, "image"), _text(item, "banner_image")),
        authors=_authors(item),
        categories=_strings(item.get("tags")),
        language=_text(item, "language"),
    )


def _authors(item: Mapping[str, object]) -> tuple[str, ...]:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    return tuple(_text(person, "name") for person in people if isinstance(person, dict))


def _strings(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else []
    return tuple(sound(part) for part in found if isinstance(part, str))


def _text(value: Mapping[str, object], key: str) -> str:
    """Strings, and numbers that stand where a string should: ids often do."""
    found = value.get(key)
    if isinstance(found, str):
        return sound(found)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return str(found) if is_number else ""
