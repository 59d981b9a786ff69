"""What subscribers do not want to read of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from bot.model import SubscriberId
from bot.reading import Mute, MuteKind
from storage.clean import storable_text
from storage.database import Database
from storage.dialects import among, insert_or
from storage.tables import mutes


class Mutes:
    """Implements bot.ports.MuteStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, subscriber_id: SubscriberId, mute: Mute) -> None:
        await self._database.write(_set, subscriber_id, mute)

    async def lift(self, subscriber_id: SubscriberId, kind: MuteKind, value: str) -> None:
        await self._database.write(_lift, subscriber_id, kind, value)

    async def of(
        self, subscriber_ids: Sequence[SubscriberId], now: datetime
    ) -> Mapping[SubscriberId, tuple[Mute, ...]]:
        return await self._database.read(_of, subscriber_ids, now)


def _set(connection: Connection, subscriber_id: SubscriberId, mute: Mute) -> None:
    values = {
        "subscriber_id": subscriber_id,
        "kind": mute.kind.value,
        "value": storable_text(mute.value),
        "until": mute.until,
    }
    new = insert_or(connection, mutes).values(values)
    place = ["subscriber_id", "kind", "value"]
    connection.execute(
        new.on_conflict_do_update(index_elements=place, set_={"until": new.excluded.until})
    )


def _lift(connection: Connection, subscriber_id: SubscriberId, kind: MuteKind, value: str) -> None:
    mine = (mutes.c.subscriber_id == subscriber_id) & (mutes.c.kind == kind.value)
    connection.execute(delete(mutes).where(mine, mutes.c.value == value))


def _of(
    connection: Connection, subscriber_ids: Sequence[SubscriberId], now: datetime
) -> Mapping[SubscriberId, tuple[Mute, ...]]:
    found: dict[SubscriberId, list[Mute]] = {}
    holds = or_(mutes.c.until.is_(None), mutes.c.until > now)
    theirs = among(connection, mutes.c.subscriber_id, subscriber_ids)
    query = select(mutes).where(theirs, holds).order_by(mutes.c.kind, mutes.c.value)
    for row in connection.execute(query):
        mute = Mute(kind=MuteKind(row.kind), value=row.value, until=row.until)
        found.setdefault(SubscriberId(row.subscriber_id), []).append(mute)
    return {subscriber_id: tuple(some) for subscriber_id, some in found.items()}
