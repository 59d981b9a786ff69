"""Traffic in virtual time: every role works on one SQLite file at once, and it stays small."""

import asyncio
from dataclasses import replace
from datetime import time
from pathlib import Path

from bot.app.newsroom import Render
from bot.digests.fitting import fits
from bot.model import ChatId, FeedState, Incoming, JoinReason, Quote, UpdateId
from bot.ports import Storage
from bot.roles.deliver import deliver_round
from bot.roles.digest import DigestTools, digest_round
from bot.roles.pacing import Pacer
from bot.roles.tidy import tidy_round
from bot.stories.topics.catalogue import builtin
from storage import open_storage
from tests.contract.given import HOUR, MINUTE, NOW, a_feed, entry, poll, subscriber
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger

READERS = 10
KEEP = 12 * HOUR
# Of virtual time: entries are kept for a day after they were listed, whatever KEEP says.
ROUND = 2 * HOUR
ROUNDS = 48
# One digest each quarter of an hour.
HOURS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45))


class Traffic:
    """The roles' work of one round, all at once."""

    def __init__(self, storage: Storage, clock: FakeClock) -> None:
        self.storage = storage
        self.clock = clock
        self.messenger = FakeMessenger(clock)
        self.digests = DigestTools(
            storage=storage, render=Render(builtin()), fits=fits, clock=clock, wake=lambda: None
        )

    async def begin(self) -> None:
        for chat in range(1, READERS + 1):
            new = replace(subscriber(chat, due=NOW + MINUTE), topics=(), hours=HOURS)
            await self.storage.subscribers.add(new)
        self.feed = await a_feed(self.storage)

    async def round(self, number: int) -> None:
        await asyncio.gather(
            self._poll(number),
            self._digests(),
            self._chat(number),
            self.storage.stats(),
        )
        if number % 4 == 0:
            await tidy_round(self.storage, self.clock, keep=KEEP)

    async def _poll(self, number: int) -> None:
        now = self.clock.now()
        entries = [replace(entry(f"{number}-{n}"), published=now) for n in range(5)]
        state: FeedState = self.feed
        await poll(self.storage, state, *entries, now=now)
        for report in await self.storage.stories.lease_entries(now, now, 100):
            story_id = await self.storage.stories.begin(report, JoinReason.FIRST, "")
            await self.storage.stories.finish(story_id, (), [Quote(text="Isi berita.")])

    async def _digests(self) -> None:
        await digest_round(self.digests)
        await deliver_round(
            self.storage.outbox, self.storage.subscribers, self.messenger, Pacer(), self.clock
        )

    async def _chat(self, number: int) -> None:
        update = Incoming(id=UpdateId(number), body=f'{{"update_id": {number}}}')
        await self.storage.inbox.take_in([update], self.clock.now())
        known = await self.storage.subscribers.by_chat(ChatId(1 + number % READERS))
        assert known is not None
        await self.storage.subscribers.save(known)
        await self.storage.inbox.handled(update.id, self.clock.now())


async def test_four_days_of_traffic_leave_a_small_file(sqlite_path: Path, tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    sizes = []
    url = f"sqlite+aiosqlite:///{sqlite_path}"
    async with open_storage(url) as storage, open_storage(url) as command:
        traffic = Traffic(storage, clock)
        await traffic.begin()
        for number in range(ROUNDS):
            await asyncio.gather(traffic.round(number), command.stats())
            clock.jump(NOW + (number + 1) * ROUND)
            sizes.append((await storage.stats())["database_bytes"])
        await command.backup(tmp_path / "backup.db")
        left = await storage.stats()

    assert len(traffic.messenger.sent) >= (ROUNDS - 1) * READERS
    half = ROUNDS // 2
    assert max(sizes[half:]) <= 1.1 * max(sizes[:half])
    assert left["stories"] < ROUNDS * 5 / 2
    assert left["inbox"] < half
    assert left["outbox_queued"] <= READERS
