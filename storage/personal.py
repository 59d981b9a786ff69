"""What is kept for one subscriber beside the choices, as people may read it."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, select

from bot.model import SubscriberId
from storage.tables import PERSONAL, digests, outbox

Values: TypeAlias = dict[str, object]
# Numbers of ours that say nothing about anybody.
_INNER = frozenset({"id", "subscriber_id"})


def about(connection: Connection, subscriber_id: SubscriberId) -> Mapping[str, Sequence[Values]]:
    """Every table of PERSONAL by name, its rows in order, and the digests that were sent."""
    found: dict[str, Sequence[Values]] = {"digests": _digests(connection, subscriber_id)}
    for table in PERSONAL:
        query = select(table).where(table.c.subscriber_id == subscriber_id).order_by(table.c.id)
        found[table.name] = [
            {name: value for name, value in row._mapping.items() if name not in _INNER}
            for row in connection.execute(query)
        ]
    return found


def _digests(connection: Connection, subscriber_id: SubscriberId) -> Sequence[Values]:
    query = (
        select(digests.c.made, digests.c.kind, outbox.c.state, outbox.c.done)
        .join(outbox, outbox.c.digest_id == digests.c.id)
        .where(outbox.c.subscriber_id == subscriber_id)
        .order_by(outbox.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(query)]
