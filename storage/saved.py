"""The stories that subscribers keep."""

from sqlalchemy import Connection, delete, func, select

from bot.model import StoryId, SubscriberId
from bot.reading import Saved
from storage.clean import storable_text
from storage.database import Database
from storage.dialects import insert_or
from storage.tables import saved


class SavedStories:
    """Implements bot.ports.SavedStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, subscriber_id: SubscriberId, saved: Saved) -> None:
        await self._database.write(_keep, subscriber_id, saved)

    async def drop(self, subscriber_id: SubscriberId, story_id: StoryId) -> None:
        await self._database.write(_drop, subscriber_id, story_id)

    async def has(self, subscriber_id: SubscriberId, story_id: StoryId) -> bool:
        return await self._database.read(_has, subscriber_id, story_id)

    async def page(
        self, subscriber_id: SubscriberId, skip: int, limit: int
    ) -> tuple[tuple[Saved, ...], int]:
        return await self._database.read(_page, subscriber_id, skip, limit)


def _keep(connection: Connection, subscriber_id: SubscriberId, kept: Saved) -> None:
    values = {
        "subscriber_id": subscriber_id,
        "story_id": kept.story_id,
        "title": storable_text(kept.title),
        "link": storable_text(kept.link),
        "outlet": storable_text(kept.outlet),
        "published": kept.published,
        "saved": kept.saved,
    }
    new = insert_or(connection, saved).values(values)
    once = new.on_conflict_do_nothing(index_elements=["subscriber_id", "story_id"])
    connection.execute(once)


def _drop(connection: Connection, subscriber_id: SubscriberId, story_id: StoryId) -> None:
    mine = (saved.c.subscriber_id == subscriber_id) & (saved.c.story_id == story_id)
    connection.execute(delete(saved).where(mine))


def _has(connection: Connection, subscriber_id: SubscriberId, story_id: StoryId) -> bool:
    mine = (saved.c.subscriber_id == subscriber_id) & (saved.c.story_id == story_id)
    return connection.execute(select(saved.c.id).where(mine)).first() is not None


def _page(
    connection: Connection, subscriber_id: SubscriberId, skip: int, limit: int
) -> tuple[tuple[Saved, ...], int]:
    mine = saved.c.subscriber_id == subscriber_id
    total = connection.execute(select(func.count()).select_from(saved).where(mine)).scalar_one()
    newest = select(saved).where(mine).order_by(saved.c.id.desc()).offset(skip).limit(limit)
    return (
        tuple(
            Saved(
                story_id=StoryId(row.story_id),
                title=row.title,
                link=row.link,
                outlet=row.outlet,
                published=row.published,
                saved=row.saved,
            )
            for row in connection.execute(newest)
        ),
        total,
    )
