"""How much more or less subscribers want of topics and outlets."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from bot.model import SubscriberId
from bot.reading import Taste
from storage.clean import storable_text
from storage.database import Database
from storage.dialects import among, insert_or
from storage.tables import tastes

# Three taps say all that can be said; a fourth must not drown everything else.
_FURTHEST = 3


class Tastes:
    """Implements bot.ports.TasteStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def nudge(self, subscriber_id: SubscriberId, names: Sequence[str], steps: int) -> None:
        await self._database.write(_nudge, subscriber_id, names, steps)

    async def reset(self, subscriber_id: SubscriberId) -> None:
        await self._database.write(_reset, subscriber_id)

    async def of(
        self, subscriber_ids: Sequence[SubscriberId]
    ) -> Mapping[SubscriberId, tuple[Taste, ...]]:
        return await self._database.read(_of, subscriber_ids)


def _nudge(
    connection: Connection, subscriber_id: SubscriberId, names: Sequence[str], steps: int
) -> None:
    mine = tastes.c.subscriber_id == subscriber_id
    wanted = [storable_text(name) for name in names]
    rows = connection.execute(
        select(tastes.c.name, tastes.c.steps).where(mine, tastes.c.name.in_(wanted))
    )
    known = {name: before for name, before in rows}
    for name in wanted:
        after = max(-_FURTHEST, min(_FURTHEST, known.get(name, 0) + steps))
        values = {"subscriber_id": subscriber_id, "name": name, "steps": after}
        new = insert_or(connection, tastes).values(values)
        place = ["subscriber_id", "name"]
        connection.execute(new.on_conflict_do_update(index_elements=place, set_={"steps": after}))
    connection.execute(delete(tastes).where(mine, tastes.c.steps == 0))


def _reset(connection: Connection, subscriber_id: SubscriberId) -> None:
    connection.execute(delete(tastes).where(tastes.c.subscriber_id == subscriber_id))


def _of(
    connection: Connection, subscriber_ids: Sequence[SubscriberId]
) -> Mapping[SubscriberId, tuple[Taste, ...]]:
    found: dict[SubscriberId, list[Taste]] = {}
    theirs = among(connection, tastes.c.subscriber_id, subscriber_ids)
    query = select(tastes).where(theirs).order_by(tastes.c.steps.desc(), tastes.c.name)
    for row in connection.execute(query):
        taste = Taste(name=row.name, steps=row.steps)
        found.setdefault(SubscriberId(row.subscriber_id), []).append(taste)
    return {subscriber_id: tuple(some) for subscriber_id, some in found.items()}
