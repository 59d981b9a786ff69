"""Digests on real SQLite: who is due, what they are owed, once for each distinct wish."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from pytest_asyncio import fixture

from bot.app.newsroom import Render
from bot.digests.fitting import fits
from bot.errors import GiveUpItem
from bot.model import Digest, DigestKind, Message, Subscriber, TopicKey
from bot.ports import Storage
from bot.roles.digest import DigestTools, digest_now, digest_round
from bot.roles.replan import ClockWatch, replan
from bot.stories.topics.catalogue import builtin
from storage import open_storage
from tests.contract.given import (
    HOUR,
    NOW,
    a_feed,
    begin,
    entry,
    finish,
    poll,
    reread,
    stored,
    subscriber,
    texts,
)
from tests.fakes.clock import FakeClock

# 13.00 in Jakarta is NOW; the evening digest is due at 17.00.
MORNING, EVENING = time(6), time(17)


class Desk:
    """The digest role, its clock, and how often a digest was rendered."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.clock = FakeClock(NOW)
        self.rendered = 0
        self.woken = 0
        self.tools = DigestTools(
            storage=storage, render=self._render, fits=fits, clock=self.clock, wake=self._wake
        )

    def _render(self, digest: Digest) -> tuple[Message, ...]:
        self.rendered += 1
        return Render(builtin())(digest)

    def _wake(self) -> None:
        self.woken += 1

    async def reader(self, chat: int, *topics: str, due: datetime = NOW) -> Subscriber:
        new = replace(
            subscriber(chat, due=due),
            hours=(MORNING, EVENING),
            topics=tuple(TopicKey(topic) for topic in topics or ("irak",)),
        )
        return await self.storage.subscribers.add(new)

    async def news(self, *names: str) -> None:
        """Stories about Irak become ready now."""
        now = self.clock.now()
        states = await self.storage.feeds.all()
        state = states[0] if states else await a_feed(self.storage)
        entries = [replace(entry(name), published=now - HOUR) for name in names]
        await poll(self.storage, state, *entries, now=now)
        for report in await stored(self.storage, now=now):
            await finish(self.storage, await begin(self.storage, report))

    async def owed(self) -> list[str]:
        """The messages that can go out now, one a chat."""
        return texts(await self.storage.outbox.lease(self.clock.now(), 100))

    async def states(self) -> dict[str, int]:
        counts = await self.storage.outbox.counts()
        return {state: count for state, count in counts.items() if count}


@fixture
async def desk(sqlite_path: Path) -> AsyncIterator[Desk]:
    async with open_storage(f"sqlite+aiosqlite:///{sqlite_path}") as storage:
        yield Desk(storage)


async def test_equal_wishes_are_made_once(desk: Desk) -> None:
    await desk.news("satu", "dua")
    for chat in range(1, 21):
        await desk.reader(chat, *(("irak",) if chat % 2 else ("irak", "rusia")))

    report = await digest_round(desk.tools, page=6)

    assert (report.done, report.counts) == (20, {"digests": 20})
    assert desk.rendered == 2
    assert await desk.states() == {"queued": 20}


async def test_reader_behind_the_others_gets_the_older_news_too(desk: Desk) -> None:
    """The second page begins with a lower cursor than the first."""
    await desk.news("satu")
    first = await desk.reader(1)
    await digest_round(desk.tools)
    await desk.storage.subscribers.save(replace(await reread(desk.storage, first), due=NOW))
    await desk.news("dua")
    await desk.reader(2)

    await digest_round(desk.tools, page=1)

    owed = await desk.owed()
    assert ["Berita satu" in text for text in owed] == [True, True]
    assert "Berita dua" in owed[1]


async def test_nothing_new_moves_the_due_time_only(desk: Desk) -> None:
    reader = await desk.reader(1)

    await digest_round(desk.tools)

    assert await desk.states() == {}
    assert (await reread(desk.storage, reader)).due == NOW + 4 * HOUR


async def test_unsent_morning_digest_is_merged_into_the_evening_one(desk: Desk) -> None:
    await desk.news("pagi")
    await desk.reader(1)
    await digest_round(desk.tools)

    desk.clock.advance(4 * HOUR)
    await desk.news("sore")
    await digest_round(desk.tools)

    assert await desk.states() == {"expired": 1, "queued": 1}
    [text] = await desk.owed()
    assert text.count("Berita pagi") == text.count("Berita sore") == 1


async def test_long_downtime_ends_in_one_digest(desk: Desk) -> None:
    reader = await desk.reader(1, due=NOW - timedelta(days=3))
    await desk.news("satu", "dua", "tiga")

    for _ in range(3):
        await digest_round(desk.tools)

    assert await desk.states() == {"queued": 1}
    assert (await reread(desk.storage, reader)).due == NOW + 4 * HOUR


@pytest.mark.parametrize("jump", [-20 * HOUR, -5 * HOUR, 5 * HOUR, timedelta(days=9)])
async def test_jump_of_the_clock_loses_and_doubles_nothing(desk: Desk, jump: timedelta) -> None:
    """It jumps, the bot works on, and somebody sets it right again."""
    await desk.news("satu")
    await desk.reader(1)
    await digest_round(desk.tools)
    [delivery] = await desk.storage.outbox.lease(NOW, 1)
    await desk.storage.outbox.sent(delivery.id, 1, NOW)

    desk.clock.jump(NOW + jump)
    await desk.news("dua")
    await digest_round(desk.tools)
    desk.clock.jump(NOW + HOUR)
    await replan(desk.storage, desk.clock.now(), beyond=timedelta(0))
    await desk.news("tiga")
    desk.clock.jump(NOW + 4 * HOUR)
    await digest_round(desk.tools)

    assert (await desk.states())["sent"] == 1
    texts = []
    while owed := await desk.storage.outbox.lease(desk.clock.now(), 1):
        await desk.storage.outbox.sent(owed[0].id, 1, desk.clock.now())
        texts.append(owed[0].message.html)
    assert "Berita satu" not in "".join(texts)
    assert ["".join(texts).count(f"Berita {name}") for name in ("dua", "tiga")] == [1, 1]


def test_small_steps_of_the_clock_are_nothing() -> None:
    watch = ClockWatch()
    moments = [0, 10, 9, 20, -60, -59]

    backs = [watch.went_back(NOW + timedelta(minutes=minute / 10)) for minute in moments]

    assert backs == [False, False, False, False, True, False]


async def test_asked_for_digest_leaves_the_planned_one(desk: Desk) -> None:
    await desk.news("satu")
    reader = await desk.reader(1, due=NOW + HOUR)

    assert await digest_now(desk.tools, reader, DigestKind.REQUESTED)
    assert not await digest_now(
        desk.tools, await reread(desk.storage, reader), DigestKind.REQUESTED
    )

    assert await desk.states() == {"queued": 1}


async def test_failed_batch_is_planned_again(desk: Desk, sqlite_path: Path) -> None:
    """The next one was being made meanwhile; nobody is left out and nobody gets two."""
    await desk.news("satu")
    for chat in range(1, 8):
        await desk.reader(chat)
    with closing(sqlite3.connect(sqlite_path)) as other, other:
        other.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON outbox WHEN new.chat_id = 4 "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )

    with pytest.raises(GiveUpItem):
        await digest_round(desk.tools, batch=2)
    planned = await desk.states()
    with closing(sqlite3.connect(sqlite_path)) as other, other:
        other.execute("DROP TRIGGER refuse")
    await digest_round(desk.tools, batch=2)

    assert planned == {"queued": 2}
    assert len(await desk.owed()) == 7
    assert await desk.states() == {"sending": 7}
