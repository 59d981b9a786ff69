"""The stories: which reports are one event, their topics and summary, and their order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from bot.fleet import MemberId
from bot.model import EntryId, JoinReason, Quote, Report, Story, StoryId, TopicMatch
from storage import counters
from storage.corrections import apart, last_correction, merge, split
from storage.database import Database
from storage.fleet import Fleet, has_ended
from storage.membership import begin, join
from storage.reports import (
    lease_entries,
    recent_reports,
    recover_entries,
    save_text,
    unplaced,
)
from storage.tables import stories
from storage.whole import finish, get_stories, whole_stories


class Stories:
    """Implements bot.story_ports.StoryStore."""

    def __init__(self, database: Database, fleet: Fleet) -> None:
        self._database = database
        self._fleet = fleet

    async def lease_entries(self, until: datetime, now: datetime, limit: int) -> tuple[Report, ...]:
        return await self._database.write(lease_entries, until, now, limit)

    async def recover(self) -> int:
        return await self._database.write(recover_entries)

    async def unplaced(self) -> int:
        return await self._database.read(unplaced)

    async def save_text(self, entry_id: EntryId, text: str) -> None:
        await self._database.write(save_text, entry_id, text)

    async def recent_reports(self, since: datetime) -> tuple[Report, ...]:
        return await self._database.read(recent_reports, since)

    async def begin(self, report: Report, reason: JoinReason, figures: str) -> StoryId:
        return await self._database.write(begin, report, reason, figures, self._fleet.me)

    async def join(
        self, report: Report, story_id: StoryId, reason: JoinReason, figures: str
    ) -> None:
        me = self._fleet.me
        await self._database.write(join, report, story_id, reason, figures, me)

    async def set_affair(self, story_id: StoryId, affair_id: StoryId) -> None:
        await self._database.write(_set_affair, story_id, affair_id)

    async def affairs(self, since: datetime) -> Mapping[StoryId, StoryId]:
        return await self._database.read(_affairs, since)

    async def begun(self, since: datetime) -> Mapping[StoryId, datetime]:
        return await self._database.read(_begun, since)

    async def split(
        self, story_id: StoryId, entry_ids: Collection[EntryId], now: datetime
    ) -> StoryId:
        return await self._database.write(split, story_id, entry_ids, now)

    async def merge(self, story_id: StoryId, other_id: StoryId, now: datetime) -> None:
        await self._database.write(merge, story_id, other_id, now)

    async def correction(self) -> int:
        return await self._database.read(last_correction)

    async def apart(self) -> Collection[frozenset[StoryId]]:
        return await self._database.read(apart)

    async def finish(
        self,
        story_id: StoryId,
        topics: Sequence[TopicMatch],
        summary: Sequence[Quote],
        *,
        version: int | None = None,
        news: Sequence[Quote] = (),
    ) -> None:
        await self._database.write(finish, story_id, topics, summary, version, news, self._fleet.me)

    async def release(self) -> None:
        await self._database.write(_release, self._fleet.me)

    async def lease(self, limit: int) -> tuple[Story, ...]:
        return await self._database.write(_lease, limit, self._fleet.me)

    async def unfinished(self, limit: int) -> tuple[StoryId, ...]:
        return await self._database.read(_unfinished, limit)

    async def get(self, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return await self._database.read(get_stories, story_ids)

    async def ready(self, after: int, until: int, since: datetime, limit: int) -> tuple[Story, ...]:
        return await self._database.read(_ready, after, until, since, limit)

    async def last_sequence(self) -> int:
        return await self._database.read(counters.last, counters.STORIES)


def _set_affair(connection: Connection, story_id: StoryId, affair_id: StoryId) -> None:
    story = update(stories).where(stories.c.id == story_id)
    connection.execute(story.values(affair_id=affair_id))


def _affairs(connection: Connection, since: datetime) -> Mapping[StoryId, StoryId]:
    shared = (stories.c.last >= since, stories.c.affair_id.is_not(None))
    rows = connection.execute(select(stories.c.id, stories.c.affair_id).where(*shared))
    return {StoryId(story_id): StoryId(affair_id) for story_id, affair_id in rows}


def _begun(connection: Connection, since: datetime) -> Mapping[StoryId, datetime]:
    live = stories.c.last >= since
    founders = select(stories.c.affair_id).where(live, stories.c.affair_id.is_not(None))
    wanted = live | stories.c.id.in_(founders)
    rows = connection.execute(select(stories.c.id, stories.c.first).where(wanted))
    return {StoryId(story_id): first for story_id, first in rows}


_BEHIND = stories.c.finished < stories.c.version


def _unfinished(connection: Connection, limit: int) -> tuple[StoryId, ...]:
    query = select(stories.c.id).where(_BEHIND).order_by(stories.c.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def _lease(connection: Connection, limit: int, me: MemberId | None) -> tuple[Story, ...]:
    # What is ours already was left behind by a round of ours that failed.
    free = or_(has_ended(stories.c.holder), stories.c.holder == me)
    query = select(stories.c.id).where(_BEHIND, free).order_by(stories.c.id).limit(limit)
    ids = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
    if ids and me is not None:
        connection.execute(update(stories).where(stories.c.id.in_(ids)).values(holder=me))
    return get_stories(connection, [StoryId(each) for each in ids])


def _release(connection: Connection, me: MemberId | None) -> None:
    if me is not None:
        mine = update(stories).where(_BEHIND, stories.c.holder == me)
        connection.execute(mine.values(holder=None))


def _ready(
    connection: Connection, after: int, until: int, since: datetime, limit: int
) -> tuple[Story, ...]:
    covered = (stories.c.sequence > after, stories.c.sequence <= until, stories.c.last >= since)
    newest = (stories.c.last.desc(), stories.c.sequence.desc())
    query = select(stories).where(*covered).order_by(*newest).limit(limit)
    return whole_stories(connection, connection.execute(query).all())
