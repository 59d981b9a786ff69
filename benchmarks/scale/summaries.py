"""Stories that wait for their summaries, finished by one member and by two, in one run.

    python -m benchmarks.scale.summaries [--stories 1200]

Each member is a process with a worker process of its own; they begin at one word. A story that
two had finished would be counted twice and end the run with an error.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import sys
import time

from benchmarks.planning.run import SIX
from benchmarks.scale.run import fresh, own_server
from bot.clock import SystemClock
from bot.engine.offload import WorkerPool
from bot.feeds.fetch import HttpFetcher
from bot.model import Entry, Feed, FeedUpdate, JoinReason, Text
from bot.ports import Storage
from bot.roles.summarise import SUMMARY_LIMIT, SummariseTools, summarise_round
from bot.roles.worker import summarise_stories
from bot.stories.group import Grouper
from bot.stories.topics.catalogue import builtin
from bot.stories.topics.matching import Matcher
from storage import open_storage

SENTENCES = (
    "Pemerintah kota membuka kembali pelabuhan {} setelah perbaikan selama {} bulan.",
    "Sebanyak {} kapal nelayan sudah kembali melaut sejak pagi dari dermaga nomor {}.",
    "Kepala dinas mengatakan biaya perbaikan mencapai {} miliar rupiah dalam {} tahap.",
    "Warga berharap harga ikan turun {} persen dalam {} minggu.",
    "Petugas memasang {} lampu baru dan {} kamera di sepanjang dermaga.",
    "Pelabuhan itu melayani {} penumpang sehari ke {} pulau.",
)


async def publish(storage: Storage, count: int) -> None:
    dice = random.Random(6)
    await storage.feeds.sync([Feed(url="https://1.example/rss", outlet="Satu")], SIX)
    [state] = await storage.feeds.all()
    entries = tuple(_entry(number, dice) for number in range(count))
    await storage.feeds.record([FeedUpdate(state=state, entries=entries)], SIX)
    for report in await storage.stories.lease_entries(SIX, SIX, count):
        await storage.stories.begin(report, JoinReason.FIRST, "")


def _entry(number: int, dice: random.Random) -> Entry:
    text = " ".join(
        dice.choice(SENTENCES).format(dice.randint(2, 99), dice.randint(2, 99)) for _ in range(24)
    )
    link = f"https://1.example/berita/{number}"
    title = f"Pelabuhan {number} dibuka kembali setelah perbaikan panjang"
    return Entry(guid=link, link=link, title=title, published=SIX, text=text)


async def member(url: str) -> None:
    """One of the fleet: warm, then at work from the word until nothing is left."""
    offload = WorkerPool()
    async with open_storage(url) as storage, HttpFetcher(user_agent="benchmark") as fetcher:
        clock = SystemClock()
        await storage.fleet.join(str(os.getpid()), "", ["summarise"], clock.now())
        tools = SummariseTools(
            storage=storage,
            fetcher=fetcher,
            offload=offload,
            clock=clock,
            grouper=Grouper(),
            matcher=Matcher(builtin()),
        )
        warm = (Text(title="Pelabuhan", text=SENTENCES[0]),)
        await offload.run(summarise_stories, (warm,), limit=SUMMARY_LIMIT)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        before, done = _spent(), 0
        while report := (await summarise_round(tools)).done:
            done += report
        own = _spent() - before
        await offload.close()
    worker = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"done": done, "own": own, "worker": worker.ru_utime + worker.ru_stime}))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def finished_by(url: str, members: int, stories: int) -> float:
    """Stories a second."""
    async with fresh(url) as (address, storage):
        await publish(storage, stories)
        processes = [await _start(address) for _ in range(members)]
        for process in processes:
            assert process.stdout is not None
            assert await process.stdout.readline() == b"ready\n"
        began = time.perf_counter()
        told = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
        seconds = time.perf_counter() - began
        parts = [json.loads(out) for out, _ in told]
        assert sum(part["done"] for part in parts) == stories
        assert await storage.stories.last_sequence() == stories
    each = {name: sum(part[name] for part in parts) * 1e3 / stories for name in ("own", "worker")}
    print(
        f"{members} at work: {stories / seconds:5.1f} stories a second"
        f" ({' + '.join(str(part['done']) for part in parts)}); processor for each:"
        f" {each['own']:.1f} ms of the member, {each['worker']:.1f} ms of its worker"
    )
    return stories / seconds


async def _start(url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.scale.summaries",
        "--member",
        url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.scale.summaries")
    options.add_argument("--stories", type=int, default=1200)
    options.add_argument("--member", default="")
    given = options.parse_args()
    if given.member:
        asyncio.run(member(given.member))
        return
    with own_server() as url:
        one = asyncio.run(finished_by(url, 1, given.stories))
        two = asyncio.run(finished_by(url, 2, given.stories))
    print(f"two do {two / one:.2f} times the work of one; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
