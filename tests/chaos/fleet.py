"""A fleet of real processes on one PostgreSQL, feeds that see who asks, readers that are due."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, make_url, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import TryLater
from bot.ports import Storage
from storage import open_storage
from storage.tables import members, messages, outbox, posts, subscribers
from tests.contract.given import subscriber
from tests.fakes.botapi import FakeBotApi
from tests.program.conftest import PATIENCE, Installation

# Every post has a stand-by, and two machines poll.
ROLES = ("poll,summarise", "poll,digest", "deliver,summarise", "deliver,digest")
FEEDS = 8
# How long a feed takes to answer: long enough to see two pollers at once.
ANSWER = 0.02


@dataclass
class Press:
    """Outlets that publish together, and notice when one of them is asked twice at a time."""

    titles: list[str] = field(default_factory=list)
    asked: int = 0
    at_once: int = 0
    _open: Counter[int] = field(default_factory=Counter)

    def publish(self, stories: int) -> list[str]:
        """News of nothing that any other news is about."""
        chance = random.Random(len(self.titles))  # noqa: S311 -- words, no secrets
        new = [" ".join(_word(chance) for _ in range(6)).capitalize() for _ in range(stories)]
        self.titles += new
        return new

    async def answer(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        self._open[number] += 1
        self.asked += 1
        self.at_once = max(self.at_once, self._open[number])
        try:
            await asyncio.sleep(ANSWER)
            return web.Response(text=self._document(number), content_type="application/rss+xml")
        finally:
            self._open[number] -= 1

    def _document(self, number: int) -> str:
        moment = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        items = "".join(
            f"<item><title>{title}</title><link>https://{number}.example/{place}</link>"
            f"<guid>{place}</guid><pubDate>{moment}</pubDate>"
            f"<description>{title}. {title[::-1]}.</description></item>"
            for place, title in enumerate(self.titles)
            if place % FEEDS == number
        )
        return f'<rss version="2.0"><channel><title>Satu</title>{items}</channel></rss>'


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdgjklmnprst") + chance.choice("aeiou") for _ in range(4))


@dataclass(kw_only=True)
class Fleet:
    """What a test does to it, and what it sees."""

    installation: Installation
    press: Press
    url: str
    storage: Storage
    engine: AsyncEngine
    readers: int
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    _drains: set[asyncio.Task[tuple[bytes, bytes]]] = field(default_factory=set)

    async def start(self, roles: str) -> None:
        process = await self.installation.start("run", "--roles", roles)
        self._running[roles] = process
        drain = asyncio.create_task(process.communicate())
        self._drains.add(drain)

    async def kill(self, roles: str) -> None:
        """SIGKILL: no word of farewell."""
        process = self._running.pop(roles)
        with suppress(ProcessLookupError):  # whether it should have lived is told by its log
            process.kill()
        await process.wait()

    async def end(self) -> None:
        for roles in list(self._running):
            await self.kill(roles)
        for out, err in await asyncio.gather(*self._drains):
            self.installation.logs.append(out.decode() + err.decode())

    async def settle(self) -> None:
        """The readers move in; they want everything."""
        for chat in range(1, self.readers + 1):
            one = replace(
                subscriber(chat, due=None), topics=(), hours=(time(0),), joined=datetime.now(UTC)
            )
            await self.storage.subscribers.add(one)

    async def holders(self) -> dict[str, str]:
        """The roles of whoever holds each post."""
        async with self.engine.connect() as connection:
            rows = await connection.execute(
                select(posts.c.name, members.c.roles).join(members, members.c.id == posts.c.holder)
            )
        return {name: ",".join(roles) for name, roles in rows}

    async def wave(self, stories: int = 2) -> list[str]:
        """News that is ready, and everybody is due."""
        titles = self.press.publish(stories)
        await until(self._all_ready)
        now = datetime.now(UTC)
        async with self.engine.begin() as connection:
            await connection.execute(update(subscribers).values(due=now))
        assert self.storage.wire is not None
        await self.storage.wire.send({"test digest"})
        return titles

    async def first_arrives(self, titles: Sequence[str]) -> None:
        await until(lambda: _soon(any(self.got(1 + n, titles) for n in range(self.readers))))

    async def all_arrive(self, titles: Sequence[str]) -> None:
        await until(
            lambda: _soon(all(self.got(1 + n, titles) for n in range(self.readers))),
            self.lost,
        )

    def got(self, chat: int, titles: Sequence[str]) -> bool:
        told = "\n".join(self.installation.server.texts(chat))
        return all(title in told for title in titles)

    def lost(self) -> list[tuple[int, str]]:
        return [
            (chat, title)
            for chat in range(1, self.readers + 1)
            for title in self.press.titles
            if not self.got(chat, [title])
        ]

    def doubled(self) -> list[tuple[int, str]]:
        """Whom something was told twice, once for each time."""
        return [
            (chat, title)
            for chat in range(1, self.readers + 1)
            for title in self.press.titles
            for _ in range(sum(title in told for told in self.installation.server.texts(chat)) - 1)
        ]

    async def uncertain(self) -> list[tuple[int, str]]:
        """Messages that nobody had acknowledged when their sender ended, and their chats."""
        sent = select(outbox.c.chat_id, messages.c.body).join(messages).where(outbox.c.uncertain)
        async with self.engine.connect() as connection:
            return [(chat, str(body)) for chat, body in await connection.execute(sent)]

    async def unexplained(self) -> list[tuple[int, str]]:
        """What came twice although the first time was acknowledged."""
        uncertain = await self.uncertain()
        return [
            (chat, title)
            for chat, title in self.doubled()
            if not any(chat == to and title in body for to, body in uncertain)
        ]

    async def cut_connections(self) -> None:
        async with self.engine.begin() as connection:
            await connection.run_sync(cut_others)

    async def _all_ready(self) -> bool:
        found = await self.storage.stats()
        return found["stories_ready"] >= len(self.press.titles)


def cut_others(connection: Connection) -> None:
    connection.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


async def _soon(value: bool) -> bool:
    return value


async def until(
    condition: Callable[[], Awaitable[bool]], explain: Callable[[], object] = lambda: ""
) -> None:
    """Ask again and again; the database may be away meanwhile."""
    loop = asyncio.get_running_loop()
    end = loop.time() + 2 * PATIENCE
    while loop.time() < end:
        try:
            if await condition():
                return
        except TryLater:
            pass
        await asyncio.sleep(0.05)
    raise AssertionError(f"it never came: {explain()}")


@asynccontextmanager
async def a_fleet(url: str, folder: Path, readers: int) -> AsyncIterator[Fleet]:
    """Four processes on an empty PostgreSQL database."""
    press = Press()
    async with (
        open_press(press) as base,
        FakeBotApi(open_chats=True) as server,
        open_storage(url) as storage,
        _engine(url) as engine,
    ):
        lines = (f"  - {{url: '{base}/{number}.xml'}}\n" for number in range(FEEDS))
        (folder / "feeds.yaml").write_text("feeds:\n" + "".join(lines), encoding="utf-8")
        settings = {
            "SARIWARTA_DATABASE_URL": url,
            "SARIWARTA_POLL_INTERVAL": "1s",
            "SARIWARTA_SEND_RATE": "8",
        }
        fleet = Fleet(
            installation=Installation(folder=folder, server=server, settings=settings),
            press=press,
            url=url,
            storage=storage,
            engine=engine,
            readers=readers,
        )
        await fleet.settle()
        try:
            for roles in ROLES:
                await fleet.start(roles)
            yield fleet
        finally:
            await fleet.end()


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(make_url(url), pool_pre_ping=True)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def open_press(press: Press) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{number}.xml", press.answer)
    async with TestServer(app) as server:
        yield f"http://127.0.0.1:{server.port}"
