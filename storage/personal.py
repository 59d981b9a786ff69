"""What is kept for one subscriber beside the choices, as people may read it."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, select

from bot.model import SubscriberId
from storage.tables import PERSONAL

Values: TypeAlias = dict[str, object]
# Numbers of ours that say nothing about anybody.
_INNER = frozenset({"id", "subscriber_id"})


def about(connection: Connection, subscriber_id: SubscriberId) -> Mapping[str, Sequence[Values]]:
    """Every table of PERSONAL by name, its rows in order."""
    found = {}
    for table in PERSONAL:
        query = select(table).where(table.c.subscriber_id == subscriber_id).order_by(table.c.id)
        found[table.name] = [
            {name: value for name, value in row._mapping.items() if name not in _INNER}
            for row in connection.execute(query)
        ]
    return found
