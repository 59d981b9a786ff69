"""Who is due, those who chose alike together: at a busy hour these are many."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Connection, Text, cast, func, select, type_coerce

from bot.model import SubscriberId
from bot.planning import Alike
from storage.choices import (
    read_days,
    read_hours,
    read_queries,
    read_quiet,
    read_style,
    read_topics,
)
from storage.columns import AnyRow, to_moment
from storage.tables import ACTIVE, subscribers

# Compared as they are stored: equal texts are equal choices, and each is read once.
_TEXTS = ("language", "zone", "hours", "days", "quiet", "style", "topics", "queries")
_MOMENTS = ("due", "paused_until")
_SAME = (
    *(cast(subscribers.c[name], Text).label(name) for name in _TEXTS),
    *(type_coerce(subscribers.c[name], BigInteger).label(name) for name in _MOMENTS),
    subscribers.c.cursor,
)


def due_rows(connection: Connection, now: datetime, limit: int) -> Sequence[AnyRow]:
    """One row for all who chose alike; the database groups, and others have the program."""
    those = (
        select(subscribers.c.id, *_SAME)
        .where(ACTIVE, subscribers.c.due <= now)
        .order_by(subscribers.c.due, subscribers.c.id)
        .limit(limit)
        .subquery("due_now")
    )
    same = [column for column in those.c if column.name != "id"]
    ids = func.aggregate_strings(cast(those.c.id, Text), ",").label("ids")
    return connection.execute(select(ids, *same).group_by(*same)).all()


def to_alike(row: AnyRow) -> Alike:
    return Alike(
        ids=tuple(sorted(SubscriberId(int(number)) for number in row.ids.split(","))),
        language=row.language,
        zone=row.zone,
        hours=read_hours(row.hours),
        days=read_days(row.days),
        quiet=read_quiet(row.quiet),
        style=read_style(row.style),
        topics=read_topics(row.topics),
        queries=read_queries(row.queries),
        cursor=row.cursor,
        due=to_moment(row.due),
        paused_until=None if row.paused_until is None else to_moment(row.paused_until),
    )
