"""Taking back deliveries that were not sent in time, so that the next digest covers their stories.

A digest is taken back only as a whole and only while it is the subscriber's newest: when a part
is out, or a later digest was promised, the rest is sent late. So nothing is lost or doubled.
"""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    exists,
    literal_column,
    select,
    update,
)

from bot.model import DeliveryState
from storage.database import Database
from storage.tables import digests, outbox, pending, queued, subscribers

# Digests taken back in one transaction.
_ROUND = 500


async def take_back_expired(database: Database, now: datetime) -> None:
    """In short transactions: after a long outage there may be a delivery for every subscriber."""
    while await database.read(_has_expired, now):
        await database.write(_expire, now)


def withdraw(connection: Connection, whose: ColumnElement[bool]) -> None:
    """Scheduled digests of subscribers who want no news now; what they asked for still comes."""
    mine = outbox.c.subscriber_id.in_(select(subscribers.c.id).where(whose))
    # The newest digest first; then the one before it may have become the newest.
    while _take_back(connection, mine & (outbox.c.rank > 0), "withdrawn"):
        pass


def _has_expired(connection: Connection, now: datetime) -> bool:
    return connection.execute(_returnable(outbox.c.expires <= now).limit(1)).first() is not None


def _expire(connection: Connection, now: datetime) -> int:
    return _take_back(connection, outbox.c.expires <= now, "expired")


def _take_back(connection: Connection, which: ColumnElement[bool], reason: str) -> int:
    found = connection.execute(_returnable(which).limit(_ROUND)).all()
    if not found:
        return 0
    ids = {row.subscriber_id for row in found}
    _lock(connection, ids)
    # Read again under the lock: a delivery may have begun, or a digest been promised, meanwhile.
    rows = connection.execute(_returnable(which & outbox.c.subscriber_id.in_(ids))).all()
    if rows:
        whole = [{"of": row.subscriber_id, "whole": row.digest_id, "why": reason} for row in rows]
        connection.execute(_EXPIRE, whole)
        back = [{"of": row.subscriber_id, "back_to": row.since} for row in rows]
        connection.execute(_REWIND, back)
    return len(found)


def _lock(connection: Connection, ids: set[int]) -> None:
    theirs = select(subscribers.c.id).where(subscribers.c.id.in_(ids)).order_by(subscribers.c.id)
    connection.execute(theirs.with_for_update())
    owed = select(outbox.c.id).where(outbox.c.subscriber_id.in_(ids), pending(outbox))
    connection.execute(owed.order_by(outbox.c.id).with_for_update())


_EXPIRE = (
    update(outbox)
    .where(outbox.c.subscriber_id == bindparam("of"), outbox.c.digest_id == bindparam("whole"))
    .values(state=DeliveryState.EXPIRED.value, reason=bindparam("why"), done=outbox.c.not_before)
)
_REWIND = (
    update(subscribers)
    .where(subscribers.c.id == bindparam("of"))
    .values(cursor=bindparam("back_to"))
)


def _returnable(which: ColumnElement[bool]) -> Select[tuple[int, int, int]]:
    """Subscriber, digest and its `since`, for digests that can be taken back as a whole."""
    other = outbox.alias("other")
    begun = exists().where(
        other.c.subscriber_id == outbox.c.subscriber_id,
        other.c.digest_id == outbox.c.digest_id,
        other.c.state != literal_column("'queued'"),
    )
    return (
        select(outbox.c.subscriber_id, outbox.c.digest_id, digests.c.since)
        .distinct()
        .join_from(outbox, digests, digests.c.id == outbox.c.digest_id)
        .join(subscribers, subscribers.c.id == outbox.c.subscriber_id)
        .where(queued(outbox), which, ~begun, subscribers.c.cursor == digests.c.until)
    )
