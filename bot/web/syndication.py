"""Stories as RSS 2.0, Atom 1.0 and JSON Feed 1.1, for readers that are not in Telegram."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as Xml

from bot.model import Story

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says about itself."""

    title: str
    page: str  # the page that it belongs to
    address: str  # its own
    language: str = "id"


Link = Callable[[Story], str]


def rss(channel: Channel, stories: Sequence[Story], link: Link) -> bytes:
    root = Xml.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    top = Xml.SubElement(root, "channel")
    _put(top, "title", channel.title)
    _put(top, "link", channel.page)
    _put(top, "description", channel.title)
    _put(top, "language", channel.language)
    Xml.SubElement(
        top,
        "atom:link",
        {"rel": "self", "href": channel.address, "type": "application/rss+xml"},
    )
    for story in stories:
        item = Xml.SubElement(top, "item")
        _put(item, "title", story.title)
        _put(item, "link", link(story))
        _put(item, "guid", link(story))
        _put(item, "pubDate", format_datetime(story.first.astimezone(UTC)))
        # Readers take a description for HTML.
        _put(item, "description", escape(_summary(story), quote=False))
    return _written(root)


def atom(channel: Channel, stories: Sequence[Story], link: Link, now: datetime) -> bytes:
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": channel.language})
    _put(root, "title", channel.title)
    _put(root, "id", channel.address)
    Xml.SubElement(root, "link", {"href": channel.page})
    Xml.SubElement(root, "link", {"rel": "self", "href": channel.address})
    _put(root, "updated", max((s.last for s in stories), default=now).isoformat())
    for story in stories:
        entry = Xml.SubElement(root, "entry")
        _put(entry, "title", story.title)
        _put(entry, "id", link(story))
        Xml.SubElement(entry, "link", {"href": link(story)})
        _put(entry, "published", story.first.isoformat())
        _put(entry, "updated", story.last.isoformat())
        for outlet in story.outlets:
            _put(Xml.SubElement(entry, "author"), "name", outlet)
        _put(entry, "summary", _summary(story))
    return _written(root)


def json_feed(channel: Channel, stories: Sequence[Story], link: Link) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": channel.language,
        "items": [
            {
                "id": link(story),
                "url": link(story),
                "title": story.title,
                "content_text": _summary(story),
                "date_published": story.first.isoformat(),
                "date_modified": story.last.isoformat(),
                "authors": [{"name": outlet} for outlet in story.outlets],
                "tags": [match.key for match in story.topics],
            }
            for story in stories
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _summary(story: Story) -> str:
    """Each sentence with its outlet, as everywhere."""
    return " ".join(
        f"{quote.text} ({quote.outlet})" if quote.outlet else quote.text for quote in story.quotes()
    )


def _put(parent: Xml.Element, name: str, text: str) -> None:
    # XML knows no way to write control characters.
    Xml.SubElement(parent, name).text = "".join(
        letter for letter in text if letter >= " " or letter in "\t\n"
    )


def _written(root: Xml.Element) -> bytes:
    document: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
