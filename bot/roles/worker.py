"""What runs in the worker process: importable functions over compact values.

The heavy libraries (sumy with nltk, feedparser, trafilatura) are imported inside the
functions, so that they load there and never in the process that answers people.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.feeds.urls import article_key
from bot.model import Feed, Quote, Text

if TYPE_CHECKING:
    from bot.feeds.parsed import ParsedFeed


def parse_feed(
    body: bytes, url: str, headers: dict[str, str], feed: Feed, now: datetime
) -> "ParsedFeed":
    """A feed's document -> its entries, each with its article key."""
    from bot.feeds.parse import parse

    parsed = parse(body, url=url, headers=headers, zone=feed.zone, language=feed.language, now=now)
    entries = tuple(replace(entry, key=article_key(entry.link)) for entry in parsed.entries)
    return replace(parsed, entries=entries)


def page_text(body: bytes, url: str) -> str:
    """An article's page -> its text, paragraphs parted by an empty line."""
    from bot.feeds.page import extract

    return extract(body, url)


def summarise_stories(stories: tuple[tuple[Text, ...], ...]) -> tuple[tuple[Quote, ...], ...]:
    """One summary per story, in order."""
    from bot.text.summary import summarise_story

    return tuple(summarise_story(reports) for reports in stories)
