"""Backups by the clock: the real database, real files, and a clock that is moved by hand."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app.loops import backup_loop
from bot.app.wiring import Parts, open_parts
from bot.clock import SystemClock
from bot.engine.local import Loop
from bot.feeds.catalog import parse_text
from bot.settings import Settings
from storage import backups
from storage.opening import open_storage
from tests.fakes.clock import START

DAY = timedelta(days=1)
ONE_FEED = parse_text("feeds: [https://satu.example/rss]")


class HandClock(SystemClock):
    """Shows what it is set to."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = START

    def now(self) -> datetime:
        return self.moment


class Keeper:
    """The loop of backups, without the loop: each step is asked for."""

    def __init__(self, parts: Parts, clock: HandClock) -> None:
        self.folder, self.clock = parts.settings.backups, clock
        self.loop: Loop = backup_loop(parts, DAY)

    async def after(self, time: timedelta) -> int:
        """How many backups the round made that comes so much later."""
        self.clock.moment += time
        return (await self.loop.work()).done


@pytest.fixture
async def keeper(tmp_path: Path) -> AsyncIterator[Keeper]:
    clock = HandClock()
    settings = Settings(data_dir=tmp_path, backup_every=DAY, backup_keep=2)
    async with open_parts(settings, ONE_FEED, clock=clock) as parts:
        yield Keeper(parts, clock)


async def test_first_backup_is_made_at_once_and_can_be_opened(keeper: Keeper) -> None:
    assert await keeper.loop.next_due() == START
    assert await keeper.after(timedelta(0)) == 1

    [copy] = backups.taken(keeper.folder)
    async with open_storage(f"sqlite+aiosqlite:///{copy}") as storage:
        assert [state.feed.outlet for state in await storage.feeds.all()] == ["satu.example"]


async def test_next_one_comes_a_day_later_and_not_before(keeper: Keeper) -> None:
    await keeper.after(timedelta(0))

    assert await keeper.loop.next_due() == START + DAY
    assert await keeper.after(DAY - timedelta(seconds=1)) == 0
    assert await keeper.after(timedelta(seconds=1)) == 1


async def test_newest_two_are_kept(keeper: Keeper) -> None:
    for _ in range(5):
        await keeper.after(DAY)

    taken = backups.taken(keeper.folder)
    assert taken == tuple(backups.dated(keeper.folder, START + days * DAY) for days in (4, 5))


async def test_start_after_a_long_pause_makes_one_and_not_many(keeper: Keeper) -> None:
    await keeper.after(timedelta(0))

    assert await keeper.after(10 * DAY) == 1
    assert await keeper.after(timedelta(0)) == 0


async def test_restart_remembers_the_last_one(keeper: Keeper, tmp_path: Path) -> None:
    await keeper.after(timedelta(0))
    settings = Settings(data_dir=tmp_path, backup_every=DAY)

    async with open_parts(settings, ONE_FEED, clock=keeper.clock) as parts:
        again = Keeper(parts, keeper.clock)
        assert await again.after(timedelta(hours=23)) == 0
