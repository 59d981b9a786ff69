"""An admin's words to everyone: one draft row, then one outbox row per active subscriber."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Insert, func, insert, literal, select, update

from bot.model import (
    DeliveryState,
    Digest,
    DigestId,
    DigestKind,
    Message,
)
from bot.notices import Announcement, AnnouncementId
from storage import counters
from storage.clean import storable_text
from storage.database import Database
from storage.digests import digest_row
from storage.promises import store_message
from storage.tables import ACTIVE, announcements, digests, outbox, queued, subscribers

# Behind every digest: nobody waits for it.
_RANK = 2


class Announcements:
    """Implements bot.ports.Announcements."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    async def draft(self, text: str, now: datetime) -> AnnouncementId:
        return await self._database.write(_draft, text, now)

    async def get(self, announcement_id: AnnouncementId) -> Announcement | None:
        return await self._database.read(_get, announcement_id)

    async def send(
        self, announcement_id: AnnouncementId, message: Message, now: datetime
    ) -> int | None:
        return await self._database.write(_send, announcement_id, message, now, self._bot)

    async def stop(self, announcement_id: AnnouncementId, now: datetime) -> int:
        return await self._database.write(_stop, announcement_id, now)

    async def progress(self, announcement_id: AnnouncementId) -> Mapping[DeliveryState, int]:
        return await self._database.read(_progress, announcement_id)


def _draft(connection: Connection, text: str, now: datetime) -> AnnouncementId:
    values = {"text": storable_text(text), "made": now, "digest_id": None}
    row = insert(announcements).values(values).returning(announcements.c.id)
    return AnnouncementId(connection.execute(row).scalar_one())


def _get(connection: Connection, announcement_id: AnnouncementId) -> Announcement | None:
    query = select(announcements).where(announcements.c.id == announcement_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Announcement(
        id=AnnouncementId(row.id), text=row.text, made=row.made, digest_id=row.digest_id
    )


def _send(
    connection: Connection,
    announcement_id: AnnouncementId,
    message: Message,
    now: datetime,
    bot: int,
) -> int | None:
    number = DigestId(counters.take(connection, counters.DIGESTS))
    # Whoever presses twice finds the number taken: the words go out once.
    claimed = connection.execute(
        update(announcements)
        .where(announcements.c.id == announcement_id, announcements.c.digest_id.is_(None))
        .values(digest_id=number)
    )
    if not claimed.rowcount:
        return None
    connection.execute(insert(digests).values(digest_row(_empty_digest(number, now))))
    text = store_message(connection, message, now)
    return int(connection.execute(_owe(number, text, now, bot)).rowcount)


def _owe(number: DigestId, message_id: int, now: datetime, bot: int) -> Insert:
    """One statement for all subscribers: no list of them passes through memory."""
    fixed = {
        outbox.c.digest_id: number,
        outbox.c.part: 0,
        outbox.c.message_id: message_id,
        outbox.c.state: DeliveryState.QUEUED.value,
        outbox.c.rank: _RANK,
        outbox.c.not_before: now,
        outbox.c.attempts: 0,
        outbox.c.uncertain: False,
        outbox.c.reason: "",
        outbox.c.bot: bot,
    }
    chosen = select(
        subscribers.c.id,
        subscribers.c.chat_id,
        *(literal(value, column.type) for column, value in fixed.items()),
    ).where(ACTIVE, subscribers.c.bot == bot)
    return insert(outbox).from_select([outbox.c.subscriber_id, outbox.c.chat_id, *fixed], chosen)


def _empty_digest(number: DigestId, now: datetime) -> Digest:
    return Digest(
        id=number,
        kind=DigestKind.ANNOUNCEMENT,
        made=now,
        since=0,
        until=0,
        topics=(),
        queries=(),
        language="",
        zone="",
        next_due=None,
        stories=(),
    )


def _stop(connection: Connection, announcement_id: AnnouncementId, now: datetime) -> int:
    mine = select(announcements.c.digest_id).where(announcements.c.id == announcement_id)
    given_up = {"state": DeliveryState.GIVEN_UP.value, "reason": "stopped by an admin", "done": now}
    stopped = connection.execute(
        update(outbox)
        .where(outbox.c.digest_id == mine.scalar_subquery(), queued(outbox))
        .values(given_up)
    )
    return stopped.rowcount


def _progress(
    connection: Connection, announcement_id: AnnouncementId
) -> Mapping[DeliveryState, int]:
    query = (
        select(outbox.c.state, func.count())
        .join(announcements, announcements.c.digest_id == outbox.c.digest_id)
        .where(announcements.c.id == announcement_id)
        .group_by(outbox.c.state)
    )
    return {DeliveryState(state): count for state, count in connection.execute(query)}
