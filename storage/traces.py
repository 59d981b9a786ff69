"""Which way a report went: from its feed into a story, a digest, a chat."""

from sqlalchemy import ColumnElement, Connection, select

from bot.model import (
    ChatId,
    DeliveryState,
    DigestKind,
    FeedId,
    JoinReason,
    StoryId,
    SubscriberId,
)
from bot.reading import Carried, Traced
from storage.database import Database
from storage.entries import name_hash
from storage.reports import reports, to_report
from storage.tables import digests, entries, feeds, outbox, stories, subscribers
from storage.whole import get_stories

# Older digests than these are not looked through: nobody asks about them.
_LATEST = 200


class Traces:
    """Implements bot.ports.TraceStore."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    async def by_article(self, key: str, link: str) -> Traced | None:
        return await self._database.read(_by_article, key, link)

    async def by_story(self, story_id: StoryId) -> Traced | None:
        return await self._database.read(_by_story, story_id)

    async def carried(self, subscriber_id: SubscriberId, story_id: StoryId) -> tuple[Carried, ...]:
        return await self._database.read(_carried, subscriber_id, story_id)

    async def shown(self, chat_id: ChatId, message_id: int) -> tuple[StoryId, ...]:
        return await self._database.read(_shown, self._bot, chat_id, message_id)


def _by_article(connection: Connection, key: str, link: str) -> Traced | None:
    """The index is on a hash for each feed, so each feed is asked."""
    ids = connection.execute(select(feeds.c.id)).scalars().all()
    names = {name for name in (key, link) if name}
    hashes = [name_hash(FeedId(feed_id), name) for feed_id in ids for name in names]
    same = entries.c.by_key.in_(hashes)
    return _traced(connection, same & (entries.c.key.in_(names) | entries.c.link.in_(names)))


def _by_story(connection: Connection, story_id: StoryId) -> Traced | None:
    head = select(stories.c.head_id).where(stories.c.id == story_id).scalar_subquery()
    return _traced(connection, entries.c.id == head)


def _traced(connection: Connection, which: ColumnElement[bool]) -> Traced | None:
    rows = connection.execute(reports(which)).all()
    if not rows:
        return None
    report = to_report(rows[-1])
    reason = connection.execute(
        select(entries.c.join_reason).where(entries.c.id == report.id)
    ).scalar_one()
    found = get_stories(connection, [report.story_id] if report.story_id else [])
    return Traced(
        report=report,
        reason=JoinReason(reason) if reason else None,
        story=found[0] if found else None,
    )


def _carried(
    connection: Connection, subscriber_id: SubscriberId, story_id: StoryId
) -> tuple[Carried, ...]:
    query = (
        select(digests.c.kind, digests.c.made, digests.c.story_ids, outbox.c.state, outbox.c.done)
        .join_from(outbox, digests, digests.c.id == outbox.c.digest_id)
        .where(outbox.c.subscriber_id == subscriber_id, outbox.c.part == 0)
        .order_by(outbox.c.id.desc())
        .limit(_LATEST)
    )
    return tuple(
        Carried(
            kind=DigestKind(row.kind),
            made=row.made,
            place=row.story_ids.index(story_id) + 1,
            total=len(row.story_ids),
            state=DeliveryState(row.state),
            done=row.done,
        )
        for row in connection.execute(query)
        if story_id in row.story_ids
    )


def _shown(
    connection: Connection, bot: int, chat_id: ChatId, message_id: int
) -> tuple[StoryId, ...]:
    chat = (subscribers.c.chat_id == chat_id) & (subscribers.c.bot == bot)
    here = select(subscribers.c.id).where(chat)
    query = (
        select(digests.c.story_ids)
        .join_from(outbox, digests, digests.c.id == outbox.c.digest_id)
        .where(outbox.c.subscriber_id.in_(here), outbox.c.telegram_id == message_id)
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return tuple(StoryId(identity) for identity in found or ())
