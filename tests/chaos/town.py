"""The readers and the news of the chaos suite, and the count of what arrived."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.model import JoinReason, Quote
from bot.ports import Storage
from storage import open_storage
from tests.contract.given import FEED, a_feed, entry, poll, subscriber

NEWS = re.compile(r"Berita (\d+)-")
# Rows written at once; the bot writes too.
BATCH = 500


@dataclass
class Town:
    """Subscribers who want everything, in a database that the bot uses at the same time."""

    path: Path
    readers: int
    news: int = 0
    waves: int = 0

    @property
    def url(self) -> str:
        # Patient: the bot, or whoever locks the database, comes first.
        return f"sqlite+aiosqlite:///{self.path}?timeout=60"

    async def settle(self) -> None:
        """The readers move in."""
        async with open_storage(self.url) as storage:
            await a_feed(storage)
            now = datetime.now(UTC)
            first = replace(
                subscriber(1), topics=(), hours=(time(0), time(12)), due=None, joined=now
            )
            await storage.subscribers.add(first)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            names = [row[1] for row in connection.execute("PRAGMA table_info(subscribers)")]
            others = ", ".join(name for name in names if name not in ("id", "chat_id"))
            connection.executemany(
                f"INSERT INTO subscribers (chat_id, {others}) SELECT ?, {others}"  # noqa: S608 -- names of the table's own columns
                " FROM subscribers WHERE chat_id = 1",
                [(chat,) for chat in range(2, self.readers + 1)],
            )

    async def wave(self, now: datetime, stories: int) -> None:
        """News, and everybody is due."""
        self.waves += 1
        async with open_storage(self.url) as storage:
            for _ in range(stories):
                await self._publish(storage, now)
        with closing(sqlite3.connect(self.path, timeout=60)) as connection, connection:
            moment = int(now.timestamp() * 1_000_000)
            connection.execute("UPDATE subscribers SET due = ? WHERE chat_id > 0", (moment,))

    async def _publish(self, storage: Storage, now: datetime) -> None:
        number = self.news + 1
        [state] = [one for one in await storage.feeds.all() if one.feed.url == FEED.url]
        told = replace(entry(f"{number}-"), published=now - timedelta(minutes=1))
        await poll(storage, state, told, now=now)
        for report in await storage.stories.lease_entries(now, now, 10):
            story_id = await storage.stories.begin(report, JoinReason.FIRST, "")
            await storage.stories.finish(story_id, (), [Quote(text=f"Isi {number}.")])
        self.news = number

    def owed(self) -> int:
        """Messages in the outbox, and readers who are due."""
        with closing(sqlite3.connect(self.path, timeout=60)) as connection:
            [(waiting,)] = connection.execute(
                "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
            )
        return int(waiting)

    def due(self, now: datetime) -> int:
        with closing(sqlite3.connect(self.path, timeout=60)) as connection:
            moment = int(now.timestamp() * 1_000_000)
            [(count,)] = connection.execute(
                "SELECT count(*) FROM subscribers WHERE due <= ? AND status = 'active'", (moment,)
            )
        return int(count)

    def handled(self) -> int:
        """Updates whose handlers have ended."""
        with closing(sqlite3.connect(self.path, timeout=60)) as connection:
            [(count,)] = connection.execute("SELECT count(handled) FROM inbox")
        return int(count)

    def states(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.path)) as connection:
            return dict(connection.execute("SELECT state, count(*) FROM outbox GROUP BY state"))

    def integrity(self) -> str:
        with closing(sqlite3.connect(self.path)) as connection:
            [(answer,)] = connection.execute("PRAGMA integrity_check(1)")
        return str(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Of all stories for all readers: how many never came, how many came again."""

    expected: int
    lost: int
    again: Sequence[int] = field(default_factory=tuple)  # places of the messages that repeat


def count(texts: Sequence[tuple[int, str]], readers: int, news: int) -> Count:
    """`texts` are the accepted messages as (chat, text) in order."""
    seen: set[tuple[int, int]] = set()
    again: list[int] = []
    for place, (chat, text) in enumerate(texts):
        stories = {(chat, int(number)) for number in NEWS.findall(text)}
        if stories & seen:
            again.append(place)
        seen |= stories
    expected = readers * news
    return Count(expected=expected, lost=expected - len(seen), again=tuple(again))
