"""Words between processes on one PostgreSQL; they may get lost: the tables are the truth."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager

from sqlalchemy import URL, Connection, func, select

from storage.database import Database
from storage.translate import our_errors

_CHANNEL = "sariwarta"


class Wire:
    """Implements bot.fleet.Wire by NOTIFY; a connection of its own listens."""

    def __init__(self, database: Database, address: URL) -> None:
        self._database = database
        self._address = address

    async def send(self, words: Collection[str]) -> None:
        await self._database.write(_send, words)

    @asynccontextmanager
    async def listening(self, hear: Callable[[str], None]) -> AsyncIterator[asyncio.Event]:
        """Hear every word inside the block; the event is set when the line is cut."""
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlalchemy.pool import NullPool

        cut = asyncio.Event()
        engine = create_async_engine(self._address, poolclass=NullPool)
        with our_errors():
            async with engine.connect() as connection:
                line = (await connection.get_raw_connection()).driver_connection
                assert line is not None  # noqa: S101 -- it is open
                line.add_termination_listener(lambda _: cut.set())
                await line.add_listener(_CHANNEL, lambda *told: hear(str(told[-1])))
                try:
                    yield cut
                finally:
                    # Closed as it is: nothing was written that had to be ended in order.
                    line.terminate()


def _send(connection: Connection, words: Collection[str]) -> None:
    for word in sorted(words):
        connection.execute(select(func.pg_notify(_CHANNEL, word)))
