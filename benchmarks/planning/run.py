"""How long it takes until everybody who is due at 06.00 sharp has a digest in the outbox.

The product's digest role and renderer on SQLite, against the same for one subscriber after the
other. A watcher on the same event loop measures how long the loop is busy at a stretch, and the
memory.

    python -m benchmarks.planning.run [--subscribers 100000] [--sets 1000] [--stories 1000]
"""

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from bot.app.newsroom import Render
from bot.digests.fitting import fits
from bot.model import (
    ChatId,
    Digest,
    DigestKind,
    Entry,
    Feed,
    FeedUpdate,
    JoinReason,
    Message,
    Quote,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
    TopicMatch,
)
from bot.ports import Storage
from bot.roles.digest import DigestTools, digest_now, digest_round
from bot.stories.topics.catalogue import builtin
from storage import open_storage

SIX = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # 06.00 in Jakarta
SENTENCE = "Pemerintah membuka kembali pelabuhan itu setelah perbaikan selama tiga pekan."
OUTLETS = 12
MOST_TOPICS = 6
KEYS = builtin().popular[:60]
ONE_BY_ONE = 100  # subscribers that are served alone, for comparison


class AtSix:
    """A clock that stands until everybody is served."""

    def now(self) -> datetime:
        return SIX

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


@dataclass
class Counting:
    """The product's renderer, and how often it was asked."""

    render: Render
    calls: int = 0

    def __call__(self, digest: Digest) -> tuple[Message, ...]:
        self.calls += 1
        return self.render(digest)


@dataclass
class Watcher:
    """The loop's longest busy stretches and the most memory."""

    stretches: list[float] = field(default_factory=list)
    most: int = 0

    async def watch(self) -> None:
        while True:
            began, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.005)
            # CPU of this thread: other programs on the machine are not the loop's fault.
            self.stretches.append(min(time.perf_counter() - began, time.thread_time() - cpu))
            if len(self.stretches) % 20 == 0:
                self.most = max(self.most, memory())


def memory() -> int:
    """Resident bytes now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def fill(storage: Storage, path: Path, options: argparse.Namespace) -> None:
    """Stories of several outlets and topics, and subscribers of `sets` distinct sets."""
    dice = random.Random(6)
    outlets = [
        Feed(url=f"https://{n}.example/rss", outlet=f"Kabar {n}", interval=None)
        for n in range(OUTLETS)
    ]
    await storage.feeds.sync(outlets, SIX)
    for number, state in enumerate(await storage.feeds.all()):
        entries = [_entry(number, n) for n in range(options.stories // OUTLETS + 1)]
        await storage.feeds.record([FeedUpdate(state=state, entries=tuple(entries))], SIX)
    loose = await storage.stories.lease_entries(SIX, SIX, options.stories)
    for report in loose:
        story_id = await storage.stories.begin(report, JoinReason.FIRST, "")
        topics = [TopicMatch(key=key, score=0.8) for key in dice.sample(KEYS, 2)]
        await storage.stories.finish(story_id, topics, [Quote(text=SENTENCE)] * 3)
    await storage.subscribers.add(_subscriber())
    _multiply(path, _choices(dice, options.subscribers, options.sets), options.own)


def _entry(outlet: int, number: int) -> Entry:
    link = f"https://{outlet}.example/berita/{number}"
    title = f"Pelabuhan {outlet}-{number} dibuka kembali setelah perbaikan panjang"
    published = SIX - timedelta(minutes=number % 1000)
    return Entry(guid=link, link=link, title=title, published=published, text=SENTENCE * 8)


def _subscriber() -> Subscriber:
    return Subscriber(
        id=SubscriberId(0),
        chat_id=ChatId(1),
        hours=(hour(6), hour(17)),
        topics=(KEYS[0],),
        status=SubscriberStatus.ACTIVE,
        due=SIX,
        joined=SIX - timedelta(days=9),
    )


def _choices(dice: random.Random, subscribers: int, sets: int) -> list[tuple[TopicKey, ...]]:
    """Popular topics are in more sets; every set has its subscribers."""
    weights = [1 / (place + 1) for place in range(len(KEYS))]
    distinct: set[tuple[TopicKey, ...]] = set()
    while len(distinct) < sets:
        wanted = dice.choices(KEYS, weights, k=dice.randint(1, MOST_TOPICS))
        distinct.add(tuple(sorted(set(wanted))))
    known = sorted(distinct)
    chosen = [known[number % sets] for number in range(subscribers)]
    dice.shuffle(chosen)
    return chosen


def _multiply(path: Path, choices: Sequence[tuple[TopicKey, ...]], own: int) -> None:
    """Copies of the one subscriber with other topics: much faster than adding each.

    With `own`, every tenth has one of so many own topics too.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        cursor = connection.execute("SELECT * FROM subscribers")
        names = [column[0] for column in cursor.description]
        model = dict(zip(names, cursor.fetchone(), strict=True))
        model.pop("id")
        places = ", ".join(f":{name}" for name in model)
        rows = (
            model
            | {
                "chat_id": number + 1,
                "topics": json.dumps(topics),
                "queries": json.dumps(_own(number, own)),
            }
            for number, topics in enumerate(choices)
        )
        connection.execute("DELETE FROM subscribers")
        connection.executemany(
            f"INSERT INTO subscribers ({', '.join(model)}) VALUES ({places})", rows
        )


def _own(number: int, own: int) -> list[str]:
    return [f"pelabuhan kata{number % own}"] if own and number % 10 == 0 else []


async def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planning.db"
        async with open_storage(f"sqlite+aiosqlite:///{path}") as storage:
            await fill(storage, path, options)
            counting = Counting(Render(builtin()))
            tools = DigestTools(
                storage=storage, render=counting, fits=fits, clock=AtSix(), wake=lambda: None
            )
            alone = await _one_by_one(tools)
            counting.calls = 0
            await _all_at_once(tools, counting, alone, options)


async def _one_by_one(tools: DigestTools) -> float:
    """Seconds of CPU a subscriber, each served as if nobody else were due."""
    some = [await tools.storage.subscribers.by_chat(ChatId(n + 1)) for n in range(ONE_BY_ONE)]
    cpu = time.process_time()
    for subscriber in filter(None, some):
        await digest_now(tools, subscriber, DigestKind.REQUESTED)
    return (time.process_time() - cpu) / len(some)


async def _all_at_once(
    tools: DigestTools, counting: Counting, alone: float, options: argparse.Namespace
) -> None:
    watcher, idle = Watcher(), memory()
    watching = asyncio.create_task(watcher.watch())
    began, cpu = time.perf_counter(), time.process_time()
    done = 0
    while report := (await digest_round(tools)).done:
        done += report
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    watching.cancel()
    stretches = sorted(watcher.stretches)
    counts = await tools.storage.outbox.counts()
    print(
        f"{done:,} subscribers due at once, {options.sets:,} distinct sets, "
        f"{options.own:,} own topics, {options.stories:,} stories; load {os.getloadavg()[0]:.1f}\n"
        f"planned in {seconds:.1f} s ({cpu:.1f} s of CPU), {cpu / done * 1e6:.0f} us of CPU "
        f"a subscriber; one after the other {alone * 1e6:,.0f} us: x {alone / (cpu / done):.0f}\n"
        f"{counting.calls:,} digests rendered ({counting.calls / options.sets:.2f} a set), "
        f"{counts['queued']:,} messages owed\n"
        f"memory {(watcher.most - idle) / 2**20:.0f} MiB above idle ({idle / 2**20:.0f} MiB)\n"
        f"the loop's stretches: longest {stretches[-1] * 1e3:.0f} ms, "
        f"99.9 % below {stretches[int(len(stretches) * 0.999)] * 1e3:.0f} ms"
    )


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.planning.run")
    options.add_argument("--subscribers", type=int, default=100_000)
    options.add_argument("--sets", type=int, default=1000)
    options.add_argument("--stories", type=int, default=1000)
    options.add_argument("--own", type=int, default=0, help="own topics among the subscribers")
    # As `sariwarta run` does when everything is loaded.
    gc.freeze()
    asyncio.run(measure(options.parse_args()))


if __name__ == "__main__":
    main()
