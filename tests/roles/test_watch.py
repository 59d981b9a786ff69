"""What admins hear of, and how often."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Feed, FeedHealth, FeedId, FeedState
from bot.ports import Storage
from bot.roles.watch import Concern, WatchTools, newly_troubled, watch_round
from storage import open_storage
from tests.contract.given import promised
from tests.fakes.clock import START, FakeClock
from tests.storage.test_released import RELEASED, load

DAY = timedelta(days=1)
LOOK = timedelta(minutes=5)


def troubled(
    since: datetime | None, health: FeedHealth = FeedHealth.WALLED, *, enabled: bool = True
) -> FeedState:
    feed = Feed(url="https://a.example/rss", outlet="A", enabled=enabled)
    return FeedState(id=FeedId(1), feed=feed, next_poll=START, health=health, since=since)


def days_told(days: int) -> list[int]:
    """On which days of its trouble a feed is told, with a look every five minutes."""
    state = troubled(START)
    looks = (START + number * LOOK for number in range(days * 288 + 1))
    told = (now for now in looks if newly_troubled([state], now - LOOK, now))
    return [(now - START).days for now in told]


def test_dead_feed_is_told_at_doubling_intervals() -> None:
    assert days_told(20) == [1, 2, 4, 8, 16]


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(troubled(START, FeedHealth.OK), id="well"),
        pytest.param(troubled(START, FeedHealth.EMPTY), id="empty"),
        pytest.param(troubled(START, FeedHealth.THROTTLED), id="asked to wait"),
        pytest.param(troubled(START, enabled=False), id="off"),
        pytest.param(troubled(None), id="no moment"),
    ],
)
def test_what_cures_itself_is_not_told(state: FeedState) -> None:
    assert newly_troubled([state], START, START + 3 * DAY) == ()


class Watching:
    def __init__(self, storage: Storage, folder: Path) -> None:
        self.clock = FakeClock(START)
        self.storage = storage
        self.heard: list[Concern] = []
        self.tools = WatchTools(
            storage=storage, clock=self.clock, folder=folder, tell=self._tell, last=START
        )

    async def look(self, after: timedelta = LOOK) -> None:
        self.clock.advance(after)
        await watch_round(self.tools)

    async def _tell(self, concern: Concern) -> None:
        self.heard.append(concern)


@pytest.fixture
async def watching(tmp_path: Path) -> AsyncIterator[Watching]:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'w.db'}") as storage:
        yield Watching(storage, tmp_path)


async def test_quiet_program_tells_nothing(watching: Watching) -> None:
    for _ in range(10):
        await watching.look()

    assert watching.heard == []


async def test_outbox_that_stands_still_is_told_once(watching: Watching) -> None:
    await promised(watching.storage, 1, "Kabar")

    for _ in range(10):
        await watching.look()

    assert [concern.stuck for concern in watching.heard] == [1]


async def test_long_queue_that_moves_is_no_concern(watching: Watching) -> None:
    for chat in range(1, 11):
        await promised(watching.storage, chat, "Kabar")
        await watching.look()
        [delivery] = await watching.storage.outbox.lease(watching.clock.now() + DAY, 1)
        await watching.storage.outbox.sent(delivery.id, 900 + chat, watching.clock.now())

    assert watching.heard == []


async def test_upgraded_schema_is_told_once(tmp_path: Path) -> None:
    path = load(RELEASED[0], tmp_path / "old.db")

    async with open_storage(f"sqlite+aiosqlite:///{path}") as storage:
        watching = Watching(storage, tmp_path)
        for _ in range(3):
            await watching.look()

    assert [concern.upgraded for concern in watching.heard] == [RELEASED[0].stem]


async def test_schema_that_a_newer_program_made_meanwhile_is_told_once(
    watching: Watching, tmp_path: Path
) -> None:
    await watching.look()
    with closing(sqlite3.connect(tmp_path / "w.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()

    for _ in range(3):
        await watching.look()

    assert [concern.newer for concern in watching.heard] == ["9999"]
