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
from storage.tables import digests, outbox, queued, subscribers


def has_expired(connection: Connection, now: datetime) -> bool:
    query = _returnable(outbox.c.expires <= now)
    return connection.execute(query.limit(1)).first() is not None


def expire(connection: Connection, now: datetime) -> None:
    _take_back(connection, outbox.c.expires <= now, "expired")


def withdraw(connection: Connection, whose: ColumnElement[bool]) -> None:
    """Scheduled digests of subscribers who want no news now; what they asked for still comes."""
    mine = outbox.c.subscriber_id.in_(select(subscribers.c.id).where(whose))
    _take_back(connection, mine & (outbox.c.rank > 0), "withdrawn")


def _take_back(connection: Connection, which: ColumnElement[bool], reason: str) -> None:
    # The newest digest first; then the one before it may have become the newest.
    while rows := connection.execute(_returnable(which)).all():
        whole = [{"of": row.subscriber_id, "whole": row.digest_id, "why": reason} for row in rows]
        connection.execute(_EXPIRE, whole)
        back = [{"of": row.subscriber_id, "back_to": row.since} for row in rows]
        connection.execute(_REWIND, back)


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
