"""The bots of this database; the first of them takes over what was there before it."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.dialects import lock
from storage.tables import bots, inbox, outbox, subscribers


def is_known(connection: Connection, bot: int) -> bool:
    return connection.execute(select(bots.c.id).where(bots.c.id == bot)).first() is not None


def enter(connection: Connection, bot: int, now: datetime) -> None:
    """A database from before there were several bots belongs to the first that starts."""
    lock(connection, "bots")
    if is_known(connection, bot):
        return
    if connection.execute(select(bots.c.id).limit(1)).first() is None:
        for table in (subscribers, outbox, inbox):
            connection.execute(update(table).where(table.c.bot == 0).values(bot=bot))
    connection.execute(insert(bots).values(id=bot, since=now))
