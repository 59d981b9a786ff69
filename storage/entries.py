"""Stores the items of polled documents: unseen ones in, edited ones in place, few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Select,
    Text,
    bindparam,
    case,
    exists,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from bot.model import Entry, FeedId
from storage.columns import EPOCH, AnyRow, to_microseconds
from storage.identity import Known, article, decide
from storage.index import index_entries, newest_entry
from storage.tables import entries, feeds, stories

# Entries looked at in one round of statements: bounded parameters, bounded memory, and
# no long stretch of work between two turns of the event loop.
_ROUND = 500
# SQLite and PostgreSQL take at most 32,767 values in a statement.
_LIST_LENGTH = 10_000
# `listed` is refreshed at most this often: an entry that stays in its feed for a month
# costs thirty small writes and not three thousand.
LISTED_STEP = timedelta(days=1)

Row = dict[str, object]
Documents = Mapping[FeedId, Sequence[Entry]]


def record_entries(
    connection: Connection, documents: Documents, now: datetime
) -> dict[FeedId, int]:
    """Returns how many unseen entries each feed brought."""
    unseen: dict[FeedId, int] = {}
    newest = newest_entry(connection)
    known = _with_entries(connection, documents)
    for some in _rounds(documents):
        former = {feed_id: document for feed_id, document in some.items() if feed_id in known}
        changes = _decide_all(some, _candidates(connection, former), now)
        _write(connection, changes)
        unseen |= changes.unseen
    if any(unseen.values()):
        index_entries(connection, newest)
    return unseen


class _Stored(NamedTuple):
    known: Known
    fingerprint: str
    listed: int  # microseconds, as the column holds it
    story_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    new: list[Row] = field(default_factory=list)
    edited: list[Row] = field(default_factory=list)
    listed: list[Row] = field(default_factory=list)
    retold: set[int] = field(default_factory=set)  # stories with a report that reads otherwise
    unseen: dict[FeedId, int] = field(default_factory=dict)


def _rounds(documents: Documents) -> Iterator[Documents]:
    some: dict[FeedId, Sequence[Entry]] = {}
    size = 0
    for feed_id, document in documents.items():
        some[feed_id] = document
        size += len(document)
        if size >= _ROUND:
            yield some
            some, size = {}, 0
    if some:
        yield some


def _with_entries(connection: Connection, feed_ids: Iterable[FeedId]) -> frozenset[FeedId]:
    """The feeds that have brought something before: for the others there is nothing to look up."""
    rows = connection.execute(_WITH_ENTRIES, {"feeds": list(feed_ids)})
    return frozenset(FeedId(identity) for identity in rows.scalars())


_WITH_ENTRIES = select(feeds.c.id).where(
    feeds.c.id.in_(bindparam("feeds", expanding=True)),
    exists().where(entries.c.feed_id == feeds.c.id),
)


def _candidates(connection: Connection, documents: Documents) -> Mapping[FeedId, list[_Stored]]:
    """Stored entries of the same articles; for articles without any, those of the same guid."""
    items = [
        (name_hash(feed_id, article(item)), feed_id, item)
        for feed_id, document in documents.items()
        for item in document
    ]
    found = {row.id: row for row in _rows(connection, _BY_KEY, [name for name, _, _ in items])}
    articles = {row.by_key for row in found.values()}
    guids = [name_hash(feed_id, item.guid) for name, feed_id, item in items if name not in articles]
    found |= {row.id: row for row in _rows(connection, _BY_GUID, guids)}
    stored: dict[FeedId, list[_Stored]] = defaultdict(list)
    for row in found.values():
        known = Known(row.id, row.guid, row.link, row.key, row.title)
        stored[row.feed_id].append(_Stored(known, row.fingerprint, row.listed, row.story_id))
    return stored


def _rows(
    connection: Connection, query: Select[*tuple[Any, ...]], hashes: Sequence[int]
) -> Iterator[AnyRow]:
    for start in range(0, len(hashes), _LIST_LENGTH):
        some = {"hashes": hashes[start : start + _LIST_LENGTH]}
        yield from connection.execute(query, some).all()


_HASHES: BindParameter[int] = bindparam("hashes", expanding=True)
_STORED = select(
    entries.c.id,
    entries.c.feed_id,
    entries.c.guid,
    entries.c.link,
    entries.c.key,
    entries.c.by_key,
    entries.c.title,
    entries.c.fingerprint,
    type_coerce(entries.c.listed, BigInteger).label("listed"),
    entries.c.story_id,
)
_BY_KEY = _STORED.where(entries.c.by_key.in_(_HASHES))
_BY_GUID = _STORED.where(entries.c.by_guid.in_(_HASHES))


def _decide_all(
    documents: Documents, stored: Mapping[FeedId, list[_Stored]], now: datetime
) -> _Changes:
    changes = _Changes()
    for feed_id, document in documents.items():
        known = {one.known.id: one for one in stored.get(feed_id, ())}
        before = len(changes.new)
        for decision in decide(document, [one.known for one in known.values()]):
            if decision.known is None:
                changes.new.append(_new(feed_id, decision.entry, now))
            else:
                _revise(changes, feed_id, known[decision.known], decision.entry, now)
        changes.unseen[feed_id] = len(changes.new) - before
    return changes


def _revise(
    changes: _Changes, feed_id: FeedId, stored: _Stored, entry: Entry, now: datetime
) -> None:
    fingerprint = _fingerprint(entry)
    if fingerprint == stored.fingerprint:
        if stored.listed < to_microseconds(now - LISTED_STEP):
            changes.listed.append({"row": stored.known.id, "now": now})
        return
    row = {f"new_{name}": value for name, value in _content(feed_id, entry).items()}
    reads_otherwise = fingerprint[:_HALF] != stored.fingerprint[:_HALF]
    is_retitled = entry.title != stored.known.title
    row |= {"row": stored.known.id, "now": now, "edit": now if reads_otherwise else None}
    changes.edited.append(row | {"old_title": stored.known.title if is_retitled else ""})
    if reads_otherwise and stored.story_id is not None:
        changes.retold.add(stored.story_id)


def _write(connection: Connection, changes: _Changes) -> None:
    if changes.new:
        connection.execute(insert(entries), changes.new)
    if changes.edited:
        connection.execute(_EDIT, changes.edited)
    if changes.listed:
        connection.execute(_LIST, changes.listed)
    if changes.retold:
        touched = stories.c.id.in_(changes.retold)
        connection.execute(update(stories).where(touched).values(version=stories.c.version + 1))


def _new(feed_id: FeedId, entry: Entry, now: datetime) -> Row:
    possible = entry.published is not None and entry.published <= now
    return _content(feed_id, entry) | {
        "feed_id": feed_id,
        "full_text": False,
        "published": entry.published if possible else now,
        "seen": now,
        "listed": now,
        "due": EPOCH,
        "join_reason": "",
        "figures": "",
    }


def _content(feed_id: FeedId, entry: Entry) -> Row:
    return {
        "guid": entry.guid,
        "link": entry.link,
        "key": entry.key,
        "by_key": name_hash(feed_id, article(entry)),
        "by_guid": name_hash(feed_id, entry.guid),
        "fingerprint": _fingerprint(entry),
        "title": entry.title,
        "text": entry.text,
        "language": entry.language,
        "image": entry.image,
        "authors": entry.authors,
        "categories": entry.categories,
    }


_CONTENT = (
    "guid",
    "link",
    "key",
    "by_key",
    "by_guid",
    "fingerprint",
    "title",
    "language",
    "image",
    "authors",
    "categories",
)
_EDIT = (
    update(entries)
    .where(entries.c.id == bindparam("row"))
    .values(
        {name: bindparam(f"new_{name}") for name in _CONTENT}
        | {
            "listed": bindparam("now"),
            "edited": func.coalesce(
                bindparam("edit", type_=entries.c.edited.type), entries.c.edited
            ),
            "first_title": case(
                (entries.c.first_title == "", bindparam("old_title", type_=Text)),
                else_=entries.c.first_title,
            ),
            # The article page's text is better than what the feed shows of it.
            "text": case(
                (entries.c.full_text, entries.c.text), else_=bindparam("new_text", type_=Text)
            ),
        }
    )
)
_LIST = update(entries).where(entries.c.id == bindparam("row")).values(listed=bindparam("now"))

_HALF = 16


def _fingerprint(entry: Entry) -> str:
    """Two halves: what a reader reads, and the rest."""
    told = (entry.title, entry.text, entry.language)
    rest = (entry.guid, entry.link, entry.key, entry.image, *entry.authors, "", *entry.categories)
    return _digest(told) + _digest(rest)


def _digest(parts: Sequence[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=_HALF // 2).hexdigest()


def name_hash(feed_id: FeedId, text: str) -> int:
    data = f"{feed_id}\0{text}".encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)
