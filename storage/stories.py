"""The stories: which reports are one event, their topics and summary, and their order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, insert, literal, select, update

from bot.errors import GiveUpItem
from bot.model import (
    EntryId,
    JoinReason,
    Quote,
    Report,
    Story,
    StoryId,
    TopicKey,
    TopicMatch,
)
from storage import counters
from storage.columns import EPOCH, AnyRow, UtcDateTime
from storage.database import Database
from storage.reports import lease_entries, recent_reports, reports_of, save_text, unplaced
from storage.tables import entries, stories

# An administrator's word moves a report wherever it stands; the program only places loose ones.
_BY_ADMIN = frozenset({JoinReason.SPLIT_BY_ADMIN, JoinReason.MERGED_BY_ADMIN})


class Stories:
    """Implements bot.ports.StoryStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lease_entries(self, until: datetime, now: datetime, limit: int) -> tuple[Report, ...]:
        return await self._database.write(lease_entries, until, now, limit)

    async def unplaced(self) -> int:
        return await self._database.read(unplaced)

    async def save_text(self, entry_id: EntryId, text: str) -> None:
        await self._database.write(save_text, entry_id, text)

    async def recent_reports(self, since: datetime) -> tuple[Report, ...]:
        return await self._database.read(recent_reports, since)

    async def begin(self, report: Report, reason: JoinReason, figures: str) -> StoryId:
        return await self._database.write(_begin, report, reason, figures)

    async def join(
        self, report: Report, story_id: StoryId, reason: JoinReason, figures: str
    ) -> None:
        await self._database.write(_join, report, story_id, reason, figures)

    async def set_affair(self, story_id: StoryId, affair_id: StoryId) -> None:
        await self._database.write(_set_affair, story_id, affair_id)

    async def affairs(self, since: datetime) -> Mapping[StoryId, StoryId]:
        return await self._database.read(_affairs, since)

    async def finish(
        self,
        story_id: StoryId,
        topics: Sequence[TopicMatch],
        summary: Sequence[Quote],
        *,
        version: int | None = None,
    ) -> None:
        await self._database.write(_finish, story_id, topics, summary, version)

    async def unfinished(self, limit: int) -> tuple[StoryId, ...]:
        return await self._database.read(_unfinished, limit)

    async def get(self, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return await self._database.read(get_stories, story_ids)

    async def ready(self, after: int, until: int, since: datetime, limit: int) -> tuple[Story, ...]:
        return await self._database.read(_ready, after, until, since, limit)

    async def last_sequence(self) -> int:
        return await self._database.read(counters.last, counters.STORIES)


def _begin(connection: Connection, report: Report, reason: JoinReason, figures: str) -> StoryId:
    place = _place(connection, report)
    if place is not None and reason not in _BY_ADMIN:
        return place
    row = {
        "head_id": report.id,
        "first": report.published,
        "last": report.published,
        "topics": [],
        "summary": [],
        "version": 1,
        "finished": 0,
        "used": EPOCH,
    }
    story_id = connection.execute(insert(stories).values(row).returning(stories.c.id)).scalar_one()
    _put(connection, report, StoryId(story_id), reason, figures)
    _shrink(connection, place)
    return StoryId(story_id)


def _join(
    connection: Connection, report: Report, story_id: StoryId, reason: JoinReason, figures: str
) -> None:
    place = _place(connection, report)
    if place == story_id or (place is not None and reason not in _BY_ADMIN):
        return
    # Typed by hand: CASE does not tell its values what column they are for.
    moment = literal(report.published, UtcDateTime)
    earlier = case((stories.c.first > moment, moment), else_=stories.c.first)
    later = case((stories.c.last < moment, moment), else_=stories.c.last)
    grown = update(stories).where(stories.c.id == story_id)
    found = connection.execute(
        grown.values(first=earlier, last=later, version=stories.c.version + 1)
    )
    if found.rowcount == 0:
        raise GiveUpItem(f"story {story_id} is gone")
    _put(connection, report, story_id, reason, figures)
    _shrink(connection, place)


def _place(connection: Connection, report: Report) -> StoryId | None:
    query = select(entries.c.story_id).where(entries.c.id == report.id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise GiveUpItem(f"entry {report.id} is gone")
    return None if row.story_id is None else StoryId(row.story_id)


def _put(
    connection: Connection, report: Report, story_id: StoryId, reason: JoinReason, figures: str
) -> None:
    entry = update(entries).where(entries.c.id == report.id)
    connection.execute(entry.values(story_id=story_id, join_reason=reason.value, figures=figures))


def _shrink(connection: Connection, story_id: StoryId | None) -> None:
    """A story lost a report: its times and head follow from the rest; without any it ends."""
    if story_id is None:
        return
    inside = entries.c.story_id == story_id
    times = select(func.min(entries.c.published), func.max(entries.c.published)).where(inside)
    first, last = connection.execute(times).one()
    if first is None:
        connection.execute(delete(stories).where(stories.c.id == story_id))
        return
    oldest = select(entries.c.id).where(inside).order_by(entries.c.published, entries.c.id).limit(1)
    kept = select(entries.c.id).where(inside, entries.c.id == stories.c.head_id)
    head = func.coalesce(kept.scalar_subquery(), oldest.scalar_subquery())
    story = update(stories).where(stories.c.id == story_id)
    connection.execute(
        story.values(first=first, last=last, head_id=head, version=stories.c.version + 1)
    )


def _set_affair(connection: Connection, story_id: StoryId, affair_id: StoryId) -> None:
    story = update(stories).where(stories.c.id == story_id)
    connection.execute(story.values(affair_id=affair_id))


def _affairs(connection: Connection, since: datetime) -> Mapping[StoryId, StoryId]:
    shared = (stories.c.last >= since, stories.c.affair_id.is_not(None))
    rows = connection.execute(select(stories.c.id, stories.c.affair_id).where(*shared))
    return {StoryId(story_id): StoryId(affair_id) for story_id, affair_id in rows}


def _finish(
    connection: Connection,
    story_id: StoryId,
    topics: Sequence[TopicMatch],
    summary: Sequence[Quote],
    version: int | None,
) -> None:
    query = select(stories.c.sequence, stories.c.version).where(stories.c.id == story_id)
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        raise GiveUpItem(f"story {story_id} is gone")
    sequence = row.sequence or counters.take(connection, counters.STORIES)
    finished = row.version if version is None else version
    values = {
        "topics": [_topic_json(topic) for topic in topics],
        "summary": [_quote_json(quote) for quote in summary],
        "sequence": sequence,
        "finished": finished,
    }
    connection.execute(update(stories).where(stories.c.id == story_id).values(values))


def _unfinished(connection: Connection, limit: int) -> tuple[StoryId, ...]:
    behind = stories.c.finished < stories.c.version
    query = select(stories.c.id).where(behind).order_by(stories.c.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def _ready(
    connection: Connection, after: int, until: int, since: datetime, limit: int
) -> tuple[Story, ...]:
    covered = (stories.c.sequence > after, stories.c.sequence <= until, stories.c.last >= since)
    newest = (stories.c.last.desc(), stories.c.sequence.desc())
    query = select(stories).where(*covered).order_by(*newest).limit(limit)
    return _whole(connection, connection.execute(query).all())


def get_stories(connection: Connection, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
    rows = connection.execute(select(stories).where(stories.c.id.in_(story_ids))).all()
    found = {story.id: story for story in _whole(connection, rows)}
    return tuple(found[story_id] for story_id in story_ids if story_id in found)


def _whole(connection: Connection, rows: Sequence[AnyRow]) -> tuple[Story, ...]:
    members = reports_of(connection, [row.id for row in rows])
    return tuple(_story(row, members[row.id]) for row in rows if members[row.id])


def _story(row: AnyRow, members: Iterable[Report]) -> Story:
    # Sorting is stable: behind the head the reports stay in order of time.
    head, *others = sorted(members, key=lambda report: report.id != row.head_id)
    return Story(
        id=StoryId(row.id),
        sequence=row.sequence or 0,
        title=head.title,
        link=head.link,
        first=row.first,
        last=row.last,
        reports=(head, *others),
        topics=tuple(_topic(data) for data in row.topics),
        summary=tuple(_quote(data) for data in row.summary),
        language=head.language,
        affair_id=None if row.affair_id is None else StoryId(row.affair_id),
        version=row.version,
    )


# How topics and quotes lie in JSON: lists, because their names would be most of the bytes.
_StoredTopic = tuple[str, float, Sequence[str], str]
_StoredQuote = tuple[str, EntryId | None, str]


def _topic_json(topic: TopicMatch) -> _StoredTopic:
    return (topic.key, topic.score, topic.words, topic.where)


def _topic(data: _StoredTopic) -> TopicMatch:
    key, score, words, where = data
    return TopicMatch(key=TopicKey(key), score=score, words=tuple(words), where=where)


def _quote_json(quote: Quote) -> _StoredQuote:
    return (quote.text, quote.entry_id, quote.outlet)


def _quote(data: _StoredQuote) -> Quote:
    text, entry_id, outlet = data
    return Quote(text=text, entry_id=entry_id, outlet=outlet)
