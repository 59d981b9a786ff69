"""A database that can not be opened now is waited for."""

import sqlite3
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path

from bot.app.running import opened
from bot.clock import SystemClock
from bot.feeds.catalog import Catalog
from bot.settings import Settings


class Releasing(SystemClock):
    """Whoever waits by it, waits until the lock is gone: it goes at the second wait."""

    def __init__(self, holder: sqlite3.Connection) -> None:
        super().__init__()
        self.holder = holder
        self.waits: list[timedelta] = []

    async def sleep(self, duration: timedelta) -> None:
        self.waits.append(duration)
        if len(self.waits) == 2:
            self.holder.execute("ROLLBACK")


async def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "sariwarta.db"
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{path}?timeout=0.01")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        clock = Releasing(holder)
        async with AsyncExitStack() as stack:
            parts = await opened(stack, settings, Catalog(feeds=()), ("poll",), clock)

            assert await parts.storage.feeds.all() == ()

    assert clock.waits == [timedelta(seconds=1), timedelta(seconds=2)]
