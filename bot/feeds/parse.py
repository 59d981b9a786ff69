"""Any feed's bytes to entries and complaints: never an exception, never a request of its own.

It brings feedparser along: import this module in the worker process.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.feeds.document import Document, Shape, open_document, page_title, speaks_ascii
from bot.feeds.entries import Surroundings, entry, language_tag
from bot.feeds.jsonfeed import read_json
from bot.feeds.parsed import ParsedFeed
from bot.feeds.quick import read_quick
from bot.feeds.raw import MOST_ITEMS, RawFeed, RawItem
from bot.feeds.tame import without_surplus
from bot.feeds.thorough import read_thoroughly
from bot.text.html import one_line


def parse(
    body: bytes,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    zone: str = "Asia/Jakarta",
    language: str = "",
    now: datetime | None = None,
    known: frozenset[bytes] = frozenset(),
) -> ParsedFeed:
    """Read a feed document fetched from `url`; items whose mark is `known` are left out.

    `zone` is for dates that name none, `language` beats what the document declares, and dates
    after `now` become `now`.
    """
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    document = open_document(body, lower)
    source = _read(document, lower)
    around = Surroundings(base=url, zone=zone, language=language or source.language, now=now)
    items = source.items[:MOST_ITEMS]
    marks = tuple(item.mark for item in items)
    return ParsedFeed(
        title=one_line(source.title),
        language=language_tag(around.language),
        kind=source.kind,
        hub=source.hub,
        topic=source.topic,
        ttl=source.ttl,
        skip_hours=source.skip_hours,
        entries=tuple(entry(item, around) for item in _unseen(items, marks, known)),
        marks=marks,
        complaints=_some((document.complaint, *source.complaints, _too_many(source))),
    )


def _unseen(
    items: Sequence[RawItem], marks: Sequence[bytes], known: frozenset[bytes]
) -> Iterable[RawItem]:
    """Items that are not known, with the known ones that they could be mistaken for."""
    if not known:
        return items
    unseen = [item for item, mark in zip(items, marks, strict=True) if mark not in known]
    links = {item.link for item in unseen if item.link}
    guids = {item.guid for item in unseen if item.guid}
    return [
        item
        for item, mark in zip(items, marks, strict=True)
        if mark not in known or item.link in links or item.guid in guids
    ]


def _some(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, values))


def _too_many(source: RawFeed) -> str:
    if len(source.items) <= MOST_ITEMS:
        return ""
    return f"the feed has more than {MOST_ITEMS} items; the first {MOST_ITEMS} were read"


def _read(document: Document, headers: Mapping[str, str]) -> RawFeed:
    match document.shape:
        case Shape.EMPTY:
            reason = "" if document.complaint else "the document is empty"
            return RawFeed(complaints=(reason,))
        case Shape.JSON:
            return read_json(document.body)
        case Shape.XML | Shape.PAGE | Shape.UNKNOWN:
            return _from_markup(document, headers)


def _from_markup(document: Document, headers: Mapping[str, str]) -> RawFeed:
    if document.shape is Shape.PAGE:
        title = one_line(page_title(document.body))
        named = f", titled “{title}”" if title else ""
        return RawFeed(complaints=(f"the document is a web page{named}, not a feed",))
    document = replace(document, body=without_surplus(document.body))
    if speaks_ascii(document.charset):
        quick = read_quick(document.body, headers.get("content-language", ""))
        if quick:
            return quick
    return read_thoroughly(document, headers)
