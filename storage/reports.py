"""Stored entries as reports: what grouping and digests see of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, update

from bot.model import EntryId, FeedId, JoinReason, Report, StoryId
from storage.clean import storable_text
from storage.columns import EPOCH, AnyRow
from storage.tables import entries, feeds, stories

_COLUMNS = (
    entries.c.id,
    entries.c.feed_id,
    feeds.c.outlet,
    feeds.c.section,
    feeds.c.label,
    feeds.c.weight,
    entries.c.link,
    entries.c.key,
    entries.c.title,
    entries.c.text,
    entries.c.published,
    entries.c.seen,
    entries.c.language,
    entries.c.image,
    feeds.c.language.label("feed_language"),
    entries.c.full_text,
    entries.c.story_id,
    entries.c.join_reason,
    entries.c.figures,
    entries.c.copy_of,
)


def reports(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """Entries with what their feeds say of them, in order of time."""
    joined = entries.join(feeds, feeds.c.id == entries.c.feed_id)
    query = select(*_COLUMNS).select_from(joined).where(*conditions)
    return query.order_by(entries.c.published, entries.c.id)


def to_report(row: AnyRow) -> Report:
    return Report(
        id=EntryId(row.id),
        feed_id=FeedId(row.feed_id),
        outlet=row.outlet,
        section=row.section,
        label=row.label,
        weight=row.weight,
        link=row.link,
        # Entries without any link must not look like one article.
        key=row.key or row.link or f"entry:{row.id}",
        title=row.title,
        text=row.text,
        published=row.published,
        seen=row.seen,
        language=row.language or row.feed_language,
        image=row.image,
        full_text=row.full_text,
        story_id=None if row.story_id is None else StoryId(row.story_id),
        join_reason=JoinReason(row.join_reason) if row.join_reason else None,
        figures=row.figures,
        copy_of=None if row.copy_of is None else EntryId(row.copy_of),
    )


def lease_entries(
    connection: Connection, until: datetime, now: datetime, limit: int
) -> tuple[Report, ...]:
    free = reports(entries.c.story_id.is_(None), entries.c.due <= now)
    locked = free.limit(limit).with_for_update(skip_locked=True, of=entries)
    leased = tuple(to_report(row) for row in connection.execute(locked))
    if leased:
        connection.execute(_LEASE, [{"row": report.id, "until": until} for report in leased])
    return leased


_LEASE = update(entries).where(entries.c.id == bindparam("row")).values(due=bindparam("until"))


def recover_entries(connection: Connection) -> int:
    loose = update(entries).where(entries.c.story_id.is_(None), entries.c.due > EPOCH)
    return connection.execute(loose.values(due=EPOCH)).rowcount


def unplaced(connection: Connection) -> int:
    loose = select(func.count()).select_from(entries).where(entries.c.story_id.is_(None))
    return connection.execute(loose).scalar_one()


def save_text(connection: Connection, entry_id: EntryId, text: str) -> None:
    entry = entries.c.id == entry_id
    connection.execute(
        update(entries).where(entry).values(text=storable_text(text), full_text=True)
    )
    story = select(entries.c.story_id).where(entry).scalar_subquery()
    grown = update(stories).where(stories.c.id == story)
    connection.execute(grown.values(version=stories.c.version + 1))


def recent_reports(connection: Connection, since: datetime) -> tuple[Report, ...]:
    query = reports(entries.c.story_id.is_not(None), entries.c.published >= since)
    return tuple(to_report(row) for row in connection.execute(query))


def reports_of(connection: Connection, story_ids: Sequence[StoryId]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {story_id: [] for story_id in story_ids}
    for row in connection.execute(reports(entries.c.story_id.in_(story_ids))):
        found[row.story_id].append(to_report(row))
    return found
