"""Try one address: fetch, parse, and show the first entries as subscribers would see them.

fetch -> parse in the worker -> summaries in the worker -> topics
Nothing is stored.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import TryLater
from bot.feeds.fetch import FetchOutcome, FetchRequest
from bot.model import Entry, Quote, Text, TopicKey, at_length
from bot.roles.summarise import SummariseTools
from bot.roles.worker import document_of, look_at, summarise_stories
from bot.style import SummaryLength

SHOWN = 3
LIMIT = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEntry:
    """An entry with what the bot would make of it."""

    title: str
    link: str
    published: datetime | None
    characters: int
    summary: tuple[Quote, ...]
    topics: tuple[TopicKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedFeed:
    """What an address answered."""

    url: str
    kind: str = ""  # "rss20", ...; "" = no feed
    entries: int = 0
    newest: datetime | None = None
    first: tuple[TriedEntry, ...] = ()
    complaints: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()  # feeds that a page at the address names


async def try_feed(tools: SummariseTools, url: str, zone: str) -> TriedFeed:
    """Never raises for what the address answers: that is what the admin asks."""
    fetched = await tools.fetcher.fetch(FetchRequest(url=url))
    if fetched.outcome is not FetchOutcome.NEW:
        return TriedFeed(url=url, complaints=(fetched.detail or str(fetched.outcome),))
    try:
        document = document_of(fetched, zone=zone, language="", now=tools.clock.now())
        parsed, suggestions = await tools.offload.run(look_at, document, limit=LIMIT)
        first = await _shown(tools, parsed.entries[:SHOWN])
    except TryLater as error:
        return TriedFeed(url=url, complaints=(str(error),))
    return TriedFeed(
        url=url,
        kind=parsed.kind,
        entries=len(parsed.entries),
        newest=parsed.newest,
        first=first,
        complaints=parsed.complaints[:2],
        suggestions=suggestions,
    )


async def _shown(tools: SummariseTools, entries: tuple[Entry, ...]) -> tuple[TriedEntry, ...]:
    texts = tuple(
        (Text(title=entry.title, text=entry.text, language=entry.language),) for entry in entries
    )
    summaries = await tools.offload.run(summarise_stories, texts, limit=LIMIT)
    return tuple(
        TriedEntry(
            title=entry.title,
            link=entry.link,
            published=entry.published,
            characters=len(entry.text),
            summary=at_length(summary, SummaryLength.NORMAL),
            topics=tuple(match.key for match in tools.matcher.match(entry.title, entry.text)),
        )
        for entry, summary in zip(entries, summaries, strict=True)
    )
