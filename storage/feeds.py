"""The feeds: the catalogue's lines and what polling learned about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, insert, select, update

from bot.fleet import MemberId
from bot.model import Entry, Feed, FeedHealth, FeedId, FeedState, FeedUpdate
from storage.clean import storable_entry, storable_text
from storage.columns import AnyRow
from storage.database import Database
from storage.dialects import among, lock
from storage.entries import record_entries
from storage.fleet import Fleet
from storage.tables import ENABLED, entries, feeds

_CATALOGUE = tuple(field.name for field in fields(Feed))
_STATE = tuple(
    field.name
    for field in fields(FeedState)
    if field.name not in ("id", "feed", "listed", "pushed")
)
# A change of these may cure a feed that was left alone for long: it is polled at once.
_FETCHING = ("headers", "proxy", "interval")

Values = dict[str, object]


class Feeds:
    """Implements bot.ports.FeedStore."""

    def __init__(self, database: Database, fleet: Fleet) -> None:
        self._database = database
        self._fleet = fleet

    async def sync(
        self, feeds: Sequence[Feed], now: datetime, moved: Mapping[str, str] | None = None
    ) -> None:
        await self._database.write(_sync, feeds, now, moved or {})

    async def lease(self, now: datetime, until: datetime, limit: int) -> tuple[FeedState, ...]:
        return await self._database.write(_lease, now, until, limit, self._fleet.me)

    async def record(self, updates: Sequence[FeedUpdate], now: datetime) -> Mapping[FeedId, int]:
        return await self._database.write(_record, updates, now)

    async def release(self, feed_ids: Sequence[FeedId], until: datetime) -> None:
        await self._database.write(_release, feed_ids, until)

    async def hasten(self, until: datetime) -> None:
        await self._database.write(_hasten, until)

    async def hurry(self, feed_ids: Sequence[FeedId], now: datetime, *, pushed: bool) -> None:
        await self._database.write(_hurry, feed_ids, now, pushed=pushed)

    async def all(self) -> tuple[FeedState, ...]:
        return await self._database.read(_all)

    async def get(self, feed_ids: Collection[FeedId]) -> tuple[FeedState, ...]:
        return await self._database.read(_get, feed_ids)

    async def full_texts(self, since: datetime) -> Mapping[FeedId, float]:
        return await self._database.read(_full_texts, since)

    async def next_due(self) -> datetime | None:
        return await self._database.read(_next_due)


def _sync(
    connection: Connection, wanted: Sequence[Feed], now: datetime, moved: Mapping[str, str]
) -> None:
    # Machines that start together would all insert what none of them finds.
    lock(connection, "feeds")
    _move(connection, moved, now)
    stored = {row.url: row for row in connection.execute(select(feeds)).all()}
    catalogue = {feed.url: feed for feed in wanted}
    new = [_new(feed, now) for url, feed in catalogue.items() if url not in stored]
    changed = [
        _changed(stored[url], feed, now)
        for url, feed in catalogue.items()
        if url in stored and _feed(stored[url]) != feed
    ]
    missing = [row.id for url, row in stored.items() if url not in catalogue and row.enabled]
    if new:
        connection.execute(insert(feeds), new)
    if changed:
        connection.execute(_CHANGE, changed)
    if missing:
        connection.execute(_DISABLE, [{"row": identity} for identity in missing])


def _move(connection: Connection, moved: Mapping[str, str], now: datetime) -> None:
    """New addresses for stored feeds; what was learned of the old address' answers is void."""
    if not moved:
        return
    known = set(connection.execute(select(feeds.c.url).where(feeds.c.url.in_(moved.values()))))
    taken = {url for (url,) in known}
    fresh = {name: "" for name in ("etag", "last_modified", "body_hash", "moved_to", "hub")}
    for old, new in moved.items():
        if new not in taken:
            connection.execute(
                update(feeds)
                .where(feeds.c.url == old)
                .values(url=new, due=now, next_poll=now, moved_seen=0, **fresh)
            )


def _new(feed: Feed, now: datetime) -> Values:
    state = FeedState(id=FeedId(0), feed=feed, next_poll=now)
    return _catalogue(feed) | _state(state) | {"due": now}


def _changed(row: AnyRow, feed: Feed, now: datetime) -> Values:
    stored = _feed(row)
    cured = feed.enabled and not stored.enabled
    cured |= any(getattr(feed, name) != getattr(stored, name) for name in _FETCHING)
    due = min(row.due, now) if cured else row.due
    next_poll = min(row.next_poll, now) if cured else row.next_poll
    values = {f"new_{name}": value for name, value in _catalogue(feed).items()}
    return values | {"row": row.id, "new_due": due, "new_next_poll": next_poll}


_CHANGE = (
    update(feeds)
    .where(feeds.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in (*_CATALOGUE, "due", "next_poll")})
)
_DISABLE = update(feeds).where(feeds.c.id == bindparam("row")).values(enabled=False)


def _lease(
    connection: Connection, now: datetime, until: datetime, limit: int, me: MemberId | None
) -> tuple[FeedState, ...]:
    due = (
        select(feeds)
        .where(ENABLED, feeds.c.due <= now)
        .order_by(feeds.c.due, feeds.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased = tuple(feed_state(row) for row in connection.execute(due))
    if leased:
        rows = [{"row": state.id, "until": until, "me": me} for state in leased]
        connection.execute(_LEASE, rows)
    return leased


_LEASE = (
    update(feeds)
    .where(feeds.c.id == bindparam("row"))
    .values(due=bindparam("until"), holder=bindparam("me"))
)


def _release(connection: Connection, feed_ids: Sequence[FeedId], until: datetime) -> None:
    if feed_ids:
        connection.execute(_RELEASE, [{"row": row, "until": until} for row in feed_ids])


# Who leased the feed meanwhile keeps it: his lease ends at another time.
_RELEASE = (
    update(feeds)
    .where(feeds.c.id == bindparam("row"), feeds.c.due == bindparam("until"))
    .values(due=feeds.c.next_poll, holder=None)
)


def _hasten(connection: Connection, until: datetime) -> None:
    waiting = ENABLED & (feeds.c.next_poll > until) & (feeds.c.due == feeds.c.next_poll)
    well = (feeds.c.failures == 0) & feeds.c.interval.is_(None)
    connection.execute(update(feeds).where(waiting & well).values(next_poll=until, due=until))


def _hurry(
    connection: Connection, feed_ids: Sequence[FeedId], now: datetime, *, pushed: bool
) -> None:
    """Also over the lease of a poll that is under way: two polls of a feed do no harm."""
    values = {"due": now, "holder": None} | ({"pushed": now} if pushed else {})
    connection.execute(update(feeds).where(feeds.c.id.in_(feed_ids)).values(values))


def _record(
    connection: Connection, updates: Sequence[FeedUpdate], now: datetime
) -> Mapping[FeedId, int]:
    states = {update.state.id: update.state for update in updates}
    stored = select(feeds.c.id).where(feeds.c.id.in_(states)).order_by(feeds.c.id)
    # Locked in one order, so that two pollers of one feed store its document after each other.
    there = set(connection.execute(stored.with_for_update()).scalars())
    documents: dict[FeedId, list[Entry]] = {}
    for update_ in updates:
        if update_.entries and update_.state.id in there:
            document = documents.setdefault(update_.state.id, [])
            document.extend(storable_entry(entry) for entry in update_.entries)
    unseen = dict.fromkeys(states, 0) | record_entries(connection, documents, now)
    listed = {update_.state.id for update_ in updates if update_.whole and update_.entries}
    rows = [
        _polled(states[identity], unseen, now if identity in listed else None, now)
        for identity in sorted(there)
    ]
    if rows:
        connection.execute(_POLLED, rows)
    return unseen


def _polled(
    state: FeedState,
    unseen: Mapping[FeedId, int],
    listed: datetime | None,
    now: datetime,
) -> Values:
    fresh = replace(state, last_new=now) if unseen[state.id] else state
    values = {f"new_{name}": value for name, value in _state(fresh).items()}
    return values | {"row": state.id, "new_due": state.next_poll, "new_listed": listed}


_POLLED = (
    update(feeds)
    .where(feeds.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in (*_STATE, "due")})
    .values(
        listed=func.coalesce(bindparam("new_listed", type_=feeds.c.listed.type), feeds.c.listed),
        holder=None,
    )
)


def _all(connection: Connection) -> tuple[FeedState, ...]:
    return tuple(feed_state(row) for row in connection.execute(select(feeds).order_by(feeds.c.id)))


def _get(connection: Connection, feed_ids: Collection[FeedId]) -> tuple[FeedState, ...]:
    query = select(feeds).where(among(connection, feeds.c.id, feed_ids)).order_by(feeds.c.id)
    return tuple(feed_state(row) for row in connection.execute(query))


def _full_texts(connection: Connection, since: datetime) -> Mapping[FeedId, float]:
    full = func.sum(case((entries.c.full_text, 1), else_=0))
    query = (
        select(entries.c.feed_id, full, func.count())
        .where(entries.c.seen >= since)
        .group_by(entries.c.feed_id)
    )
    return {FeedId(feed): int(many) / total for feed, many, total in connection.execute(query)}


def _next_due(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(feeds.c.due)).where(ENABLED)).scalar()


def _catalogue(feed: Feed) -> Values:
    return {name: getattr(feed, name) for name in _CATALOGUE}


def _state(state: FeedState) -> Values:
    return {name: getattr(state, name) for name in _STATE} | {
        "health": state.health.value,
        "detail": storable_text(state.detail),
        "etag": storable_text(state.etag),
        "last_modified": storable_text(state.last_modified),
        "moved_to": storable_text(state.moved_to),
        "hub": storable_text(state.hub),
        "topic": storable_text(state.topic),
    }


def _feed(row: AnyRow) -> Feed:
    values = {name: getattr(row, name) for name in _CATALOGUE}
    values["headers"] = tuple((name, value) for name, value in row.headers)
    return Feed(**values)


def feed_state(row: AnyRow) -> FeedState:
    values = {name: getattr(row, name) for name in _STATE}
    values["health"] = FeedHealth(row.health)
    return FeedState(
        id=FeedId(row.id), feed=_feed(row), listed=row.listed, pushed=row.pushed, **values
    )
