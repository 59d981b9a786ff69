"""Which items of a feed's document are known already: pure decisions about one feed.

- An item is its article: the same key (or link) means the same entry whatever the guid says,
  so a feed that gives all its items new guids floods nobody.
- Items that share a link in one document under several guids and titles (a feed whose links
  all lead to the front page) are told apart by title, then by guid.
- The same guid with the same title means the same entry under a new link.
- A guid alone proves nothing: real feeds repeat it, or number their items 1, 2, 3.
- Two items that one document lists under two links are two entries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from bot.model import Entry, EntryId

_NEVER = datetime.min.replace(tzinfo=UTC)


class Known(NamedTuple):
    """What identity needs of a stored entry."""

    id: EntryId
    guid: str
    link: str
    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An entry to keep, and the stored one that it continues."""

    entry: Entry
    known: EntryId | None


Item = Entry | Known
Name = tuple[str, ...] | None


def decide(document: Sequence[Entry], stored: Sequence[Known]) -> tuple[Decision, ...]:
    """Each distinct entry of the document once; the order of the arguments does not matter."""
    shared = _shared_links(document) | _shared_already(stored)
    by_article = partial(_by_article, shared)
    entries = sorted(_distinct(document, by_article), key=_content)
    if not stored:
        return tuple(Decision(entry=entry, known=None) for entry in entries)
    free = sorted(stored, key=lambda known: known.id)
    found: dict[int, EntryId] = {}
    for name in (by_article, _by_article_and_guid, _by_guid_and_title):
        found |= _matches(entries, found, free, name)
        taken = set(found.values())
        free = [known for known in free if known.id not in taken]
    return tuple(
        Decision(entry=entry, known=found.get(place)) for place, entry in enumerate(entries)
    )


def article(item: Item) -> str:
    """What names the article: its key, else its link, else the next best thing."""
    return item.key or item.link or (f"guid:{item.guid}" if item.guid else f"title:{item.title}")


def _matches(
    entries: Sequence[Entry],
    found: dict[int, EntryId],
    free: Iterable[Known],
    name: Callable[[Item], Name],
) -> dict[int, EntryId]:
    named: dict[Name, EntryId] = {}
    for known in free:
        named.setdefault(name(known), known.id)
    named.pop(None, None)
    matches: dict[int, EntryId] = {}
    for place, entry in enumerate(entries):
        if place not in found and name(entry) in named:
            matches[place] = named.pop(name(entry))
    return matches


def _by_article(shared: frozenset[str], item: Item) -> Name:
    name = article(item)
    return (name, item.title) if name in shared else (name,)


def _by_article_and_guid(item: Item) -> Name:
    return (article(item), item.guid) if _has_own_guid(item) else None


def _by_guid_and_title(item: Item) -> Name:
    return (item.guid, item.title) if _has_own_guid(item) else None


def _has_own_guid(item: Item) -> bool:
    """Whether the guid says anything that the link does not say."""
    return bool(item.guid and (item.link or item.key) and item.guid not in (item.link, item.key))


def _shared_links(document: Sequence[Entry]) -> frozenset[str]:
    if len({article(entry) for entry in document}) == len(document):
        return frozenset()
    titles: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for entry in document:
        titles[article(entry)].add(entry.title)
        names[article(entry)].add(entry.guid if _has_own_guid(entry) else entry.title)
    return frozenset(link for link in titles if len(titles[link]) > 1 and len(names[link]) > 1)


def _shared_already(stored: Iterable[Known]) -> frozenset[str]:
    once: set[str] = set()
    again: set[str] = set()
    for known in stored:
        (again if article(known) in once else once).add(article(known))
    return frozenset(again)


def _distinct(document: Iterable[Entry], name: Callable[[Item], Name]) -> list[Entry]:
    """Of the copies of one entry, the newest and longest."""
    best: dict[Name, Entry] = {}
    for entry in document:
        rival = best.get(name(entry))
        if rival is None or _content(rival) < _content(entry):
            best[name(entry)] = entry
    return list(best.values())


def _content(entry: Entry) -> tuple[datetime, int, tuple[str, ...]]:
    texts = (entry.title, entry.link, entry.guid, entry.key, entry.text, entry.language)
    rest = (entry.image, *entry.authors, "", *entry.categories)
    return entry.published or _NEVER, len(entry.text), texts + rest
