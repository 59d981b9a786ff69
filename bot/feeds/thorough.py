"""The long way through any document ever called a feed, by feedparser, which repairs it.

feedparser lives here and nowhere else; import this module in the worker process.
"""

import io
import re
import xml.sax
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html.entities import html5
from typing import ClassVar

import feedparser
import feedparser.api
from feedparser.mixin import _FeedParserMixin

from bot.feeds.document import Document
from bot.feeds.raw import (
    MOST_CATEGORIES,
    MOST_ITEMS,
    RawFeed,
    RawItem,
    is_other_link,
    rest_between_polls,
    skip_hours,
    sound,
)
from bot.feeds.tame import tamed


def read_thoroughly(document: Document, headers: Mapping[str, str]) -> RawFeed:
    """Never raises; what could not be read is a complaint."""
    body, complaint = tamed(document.body)
    if not body:
        return RawFeed(complaints=(complaint or "the document has nothing to read in it",))
    try:
        found = feedparser.parse(
            # As a stream: feedparser would open a file whose name the bytes happen to be.
            io.BytesIO(body),
            response_headers=_response_headers(document, headers),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001 - feedparser has no error tree; a feed must not stop the poller
        return RawFeed(complaints=(f"the document broke the parser: {error!r}"[:200],))
    feed = _from_feedparser(found, document)
    return replace(feed, complaints=_some((complaint, *feed.complaints)))


class _Tamed(_FeedParserMixin):  # type: ignore[misc] # feedparser has no types
    """Changes to feedparser for which it has no switch; nobody else in this program uses it."""

    # An id is compared, never opened: it must not be joined with xml:base.
    can_be_relative_uri: ClassVar = _FeedParserMixin.can_be_relative_uri - {"id"}

    def _sync_author_detail(self, key: str = "author") -> None:
        """Its search for e-mail addresses takes the square of an author's length."""
        context = self._get_context()
        name = dict.get(context, key)
        if isinstance(name, str):
            context[key] = name[:_LONGEST_NAME]
        super()._sync_author_detail(key)

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """It compares each tag with all others."""
        if len(self._get_context().get("tags", ())) < MOST_CATEGORIES:
            super()._add_tag(term, scheme, label)


class _Strict(feedparser.api.StrictFeedParser, _Tamed):  # type: ignore[misc] # as above
    pass


class _Loose(feedparser.api.LooseFeedParser, _Tamed):  # type: ignore[misc] # as above
    pass


feedparser.api.StrictFeedParser = _Strict
feedparser.api.LooseFeedParser = _Loose
_LONGEST_NAME = 300


def _response_headers(document: Document, headers: Mapping[str, str]) -> dict[str, str]:
    """No content-location: feedparser would make ids absolute too, and an id is no link."""
    charset = f"; charset={document.charset}" if document.charset else ""
    answer = {"content-type": f"application/xml{charset}"}
    if headers.get("content-language"):
        answer["content-language"] = headers["content-language"]
    return answer


def _from_feedparser(found: feedparser.FeedParserDict, document: Document) -> RawFeed:
    feed = found["feed"]
    links = _dicts(feed, "links")
    items = tuple(_item(raw) for raw in found["entries"][: MOST_ITEMS + 1])
    if isinstance(found.get("bozo_exception"), xml.sax.SAXParseException):
        items = _with_bare_ampersands(items, document.body)
    kind = found["version"] or ("unknown" if items else "")
    return RawFeed(
        title=_string(feed, "title"),
        language=_string(feed, "language"),
        kind=kind,
        hub=_rel(links, "hub"),
        topic=_rel(links, "self"),
        ttl=rest_between_polls(
            _string(feed, "ttl"),
            _string(feed, "sy_updateperiod"),
            _string(feed, "sy_updatefrequency"),
        ),
        skip_hours=skip_hours(document.body),
        items=items,
        complaints=tuple(_complaints(found, kind)),
    )


def _item(raw: Mapping[str, object]) -> RawItem:
    return RawItem(
        guid=_string(raw, "id"),
        link=_string(raw, "link"),
        other_links=_some(_other_links(raw)),
        title=_string(raw, "title"),
        dates=_some(_string(raw, key) for key in _DATES),
        texts=_some((_string(raw, "summary"), *_contents(raw))),
        images=_some(_images(raw)),
        authors=_some(_authors(raw)),
        categories=tuple(_string(tag, "term") for tag in _dicts(raw, "tags")),
    )


def _with_bare_ampersands(items: Iterable[RawItem], body: bytes) -> tuple[RawItem, ...]:
    """feedparser's slow parser takes "AT&T" for a reference and closes it: "AT&T;"."""
    written = {name.decode() for name in _WRITTEN_REFERENCE.findall(body)}

    def as_written(found: re.Match[str]) -> str:
        return found[0] if found[1] in html5 or found[1] in written else found[0][:-1]

    def restored(text: str) -> str:
        return _REFERENCE.sub(as_written, text)

    return tuple(
        replace(item, title=restored(item.title), texts=tuple(map(restored, item.texts)))
        for item in items
    )


_WRITTEN_REFERENCE = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,40};)")
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,40};)")
_DATES = ("published", "updated", "created")
_TEXT_TYPES = ("text/", "html", "xml", "plain")


def _contents(raw: Mapping[str, object]) -> Iterator[str]:
    for content in _dicts(raw, "content"):
        if any(sign in _string(content, "type") for sign in _TEXT_TYPES):
            yield _string(content, "value")


def _other_links(raw: Mapping[str, object]) -> Iterator[str]:
    own = _string(raw, "link")
    # feedparser takes an id for a link where there is no better one.
    if own and own != _string(raw, "id"):
        return
    for link in _dicts(raw, "links"):
        if is_other_link(_string(link, "rel")) and _string(link, "href") != own:
            yield _string(link, "href")


def _images(raw: Mapping[str, object]) -> Iterator[str]:
    for link in _dicts(raw, "links"):
        if _string(link, "rel") == "enclosure" and _string(link, "type").startswith("image/"):
            yield _string(link, "href")
    for media in _dicts(raw, "media_content"):
        if "image" in _string(media, "medium") + _string(media, "type"):
            yield _string(media, "url")
    for thumbnail in _dicts(raw, "media_thumbnail"):
        yield _string(thumbnail, "url")
    image = dict.get(raw, "image") if isinstance(raw, dict) else None
    if isinstance(image, dict):
        yield _string(image, "href")


def _authors(raw: Mapping[str, object]) -> Iterator[str]:
    names = [_string(person, "name") for person in _dicts(raw, "authors")]
    yield from names if any(names) else [_string(raw, "author")]


def _complaints(found: feedparser.FeedParserDict, kind: str) -> Iterator[str]:
    error = found.get("bozo_exception")
    if isinstance(error, xml.sax.SAXParseException):
        where = f"line {error.getLineNumber()}, column {error.getColumnNumber()}"
        yield f"the document is not well-formed XML ({error.getMessage()} at {where}); repaired"
    if not kind:
        yield "the document is no feed: it has neither rss, rdf nor feed as its root"


def _rel(links: list[dict[str, object]], rel: str) -> str:
    return next((_string(link, "href") for link in links if _string(link, "rel") == rel), "")


def _string(value: Mapping[str, object], key: str) -> str:
    """A text field as it stands: feedparser's own look-up falls back to other fields."""
    found = dict.get(value, key) if isinstance(value, dict) else None
    return sound(found) if isinstance(found, str) else ""


def _list(value: Mapping[str, object], key: str) -> list[object]:
    found = dict.get(value, key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _dicts(value: Mapping[str, object], key: str) -> list[dict[str, object]]:
    return [part for part in _list(value, key) if isinstance(part, dict)]


def _some(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, values))
