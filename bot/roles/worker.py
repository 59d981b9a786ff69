"""What runs in the worker process: importable functions over compact values.

The heavy libraries (sumy with nltk, feedparser, trafilatura) are imported inside the
functions, so that they load there and never in the process that answers people.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model import Quote, Text

if TYPE_CHECKING:
    from bot.feeds.outcome import Fetched
    from bot.feeds.parsed import ParsedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A fetched feed on its way to the worker."""

    body: bytes
    url: str
    headers: dict[str, str]
    zone: str
    language: str
    now: datetime
    known: frozenset[bytes] = frozenset()  # marks of items that need no second look


def document_of(
    fetched: "Fetched",
    *,
    zone: str,
    language: str,
    now: datetime,
    known: frozenset[bytes] = frozenset(),
) -> FeedDocument:
    """What was fetched, with what the catalogue says of its feed."""
    return FeedDocument(
        body=fetched.body,
        url=fetched.final_url,
        headers=dict(fetched.headers),
        zone=zone,
        language=language,
        now=now,
        known=known,
    )


def parse_feeds(documents: tuple[FeedDocument, ...]) -> "tuple[ParsedFeed, ...]":
    """Feeds' documents -> their entries that are not known, each with its article key."""
    return tuple(parse_feed(document) for document in documents)


def parse_feed(document: FeedDocument) -> "ParsedFeed":
    """One of them."""
    from bot.feeds.parse import parse

    return parse(
        document.body,
        url=document.url,
        headers=document.headers,
        zone=document.zone,
        language=document.language,
        now=document.now,
        known=document.known,
    )


def look_at(document: FeedDocument) -> "tuple[ParsedFeed, tuple[str, ...]]":
    """A document of unknown kind, read; where it is no feed, also the feeds that it names."""
    from bot.feeds.discover import feed_links

    parsed = parse_feed(document)
    return parsed, () if parsed.kind else feed_links(document.body, document.url)


def page_text(body: bytes, url: str) -> str:
    """An article's page -> its text, paragraphs parted by an empty line."""
    from bot.feeds.page import extract

    return extract(body, url)


def summarise_stories(stories: tuple[tuple[Text, ...], ...]) -> tuple[tuple[Quote, ...], ...]:
    """One summary per story, in order."""
    from bot.text.summary import summarise_story

    return tuple(summarise_story(reports) for reports in stories)
