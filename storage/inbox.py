"""The inbox: what Telegram told us, stored before it is handled."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, select, update

from bot.model import Incoming, UpdateId
from storage.database import Database
from storage.dialects import insert_or
from storage.tables import inbox

# An update during whose handling the program ended so often is the likely cause.
MOST_ATTEMPTS = 3


class Inbox:
    """Implements bot.ports.Inbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_in(self, updates: Sequence[Incoming], now: datetime) -> tuple[Incoming, ...]:
        if not updates:
            return ()
        return await self._database.write(_take_in, updates, now)

    async def handled(self, update_id: UpdateId, now: datetime) -> None:
        await self._database.write(_handled, [update_id], now)

    async def left(self, now: datetime) -> tuple[Incoming, ...]:
        return await self._database.write(_left, now)


_LEFT = inbox.c.handled.is_(None)


def _take_in(
    connection: Connection, updates: Sequence[Incoming], now: datetime
) -> tuple[Incoming, ...]:
    new = insert_or(connection, inbox).values([_row(each, now) for each in updates])
    other = new.on_conflict_do_update(
        index_elements=["id"],
        set_={name: new.excluded[name] for name in _FIELDS},
        where=inbox.c.hash != new.excluded.hash,
    )
    added = set(connection.execute(other.returning(inbox.c.id)).scalars())
    return tuple(each for each in updates if each.id in added)


_FIELDS = ("hash", "body", "taken", "attempts", "handled")


def _row(update: Incoming, now: datetime) -> dict[str, object]:
    name = blake2b(update.body.encode(), digest_size=16).hexdigest()
    values = (name, update.body, now, 0, None)
    return {"id": update.id, **dict(zip(_FIELDS, values, strict=True))}


def _handled(connection: Connection, ids: Sequence[UpdateId], now: datetime) -> None:
    connection.execute(_FORGET, [{"row": each, "when": now} for each in ids])


# The number stays, so that a second copy is known; what a person wrote goes at once.
_FORGET = (
    update(inbox).where(inbox.c.id == bindparam("row")).values(body="", handled=bindparam("when"))
)


def _left(connection: Connection, now: datetime) -> tuple[Incoming, ...]:
    query = select(inbox.c.id, inbox.c.body, inbox.c.attempts).where(_LEFT).order_by(inbox.c.id)
    rows = connection.execute(query).all()
    hopeless = [UpdateId(row.id) for row in rows if row.attempts + 1 >= MOST_ATTEMPTS]
    if hopeless:
        _handled(connection, hopeless, now)
    connection.execute(update(inbox).where(_LEFT).values(attempts=inbox.c.attempts + 1))
    return tuple(
        Incoming(id=UpdateId(row.id), body=row.body)
        for row in rows
        if row.attempts + 1 < MOST_ATTEMPTS
    )
