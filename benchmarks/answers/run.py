"""How long people wait for an answer while a thousand digests are being sent.

The real process (`sariwarta run`) against the local Bot API server: first with nothing else to
do, then from the moment at which every subscriber's digest is due until the last is sent.

    python -m benchmarks.answers.run [--digests 1000] [--people 8]
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time as clock
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path

from bot.app.wiring import open_parts
from bot.feeds.catalog import Catalog
from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus, TopicKey
from bot.ops import sample
from bot.roles.group import place_entries
from bot.roles.summarise import summarise_round
from bot.settings import Settings
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.botapi_world import SentMessage

TOPICS = ("irak", "rusia", "ekonomi", "timur-tengah", "olahraga", "kesehatan", "palestina")
# What people ask for besides digests, in turns; every one is answered with a message.
QUESTIONS = ("/pengaturan", "/jadwal", "/topik", "/ikuti ekonomi", "/bantuan", "/privasi")
FIRST_ASKER = 900_000
CHATS = 10  # of each who asks
IDLE_SECONDS = 10
PAUSE = 0.4


def now() -> datetime:
    return datetime.now(UTC)


async def prepare(folder: Path, digests: int) -> None:
    """The sample outlets' stories, and subscribers who wait for them; nobody is due yet."""
    async with sample.serve(sample.find_folder(), now) as site:
        settings = Settings(data_dir=folder, allow_networks=sample.NETWORKS)
        async with open_parts(settings, Catalog(feeds=site.feeds)) as parts:
            await parts.poll.finish()
            tools = parts.summarise
            while (await summarise_round(tools, await place_entries(tools))).done:
                pass
            for number in range(digests):
                await parts.storage.subscribers.add(_reader(number))


async def let_all_be_due(folder: Path, digests: int) -> None:
    settings = Settings(data_dir=folder)
    async with open_parts(settings, Catalog(feeds=())) as parts:
        for number in range(digests):
            known = await parts.storage.subscribers.by_chat(_chat(number))
            assert known is not None
            await parts.storage.subscribers.save(replace(known, due=now()))


def _chat(number: int) -> ChatId:
    return ChatId(1000 + number)


def _reader(number: int) -> Subscriber:
    """Everybody follows three of the topics, so that there are some dozen different digests."""
    topics = tuple(TopicKey(TOPICS[(number + step) % len(TOPICS)]) for step in (0, 1, 3))
    return Subscriber(
        id=SubscriberId(0),
        chat_id=_chat(number),
        hours=(time(6),),
        topics=topics,
        status=SubscriberStatus.ACTIVE,
        due=now() + timedelta(days=1),
        joined=now(),
    )


class Askers:
    """People who ask, wait for the answer, think a moment and ask again."""

    def __init__(self, server: FakeBotApi, people: int) -> None:
        self._server = server
        self._people = people
        self._waiting: dict[int, asyncio.Future[float]] = {}
        server.on_message = self._arrived

    async def ask_until(self, stop: asyncio.Event) -> list[float]:
        """Seconds from each question to its answer."""
        asking = (self._ask(FIRST_ASKER + number, stop) for number in range(self._people))
        return [wait for waits in await asyncio.gather(*asking) for wait in waits]

    async def _ask(self, first: int, stop: asyncio.Event) -> list[float]:
        waits = []
        for turn in count(first):
            if stop.is_set():
                return waits
            # By turns from several chats: one alone would ask more than its quota.
            chat = first + 1000 * (turn % CHATS)
            answer = asyncio.get_running_loop().create_future()
            self._waiting[chat] = answer
            began = clock.perf_counter()
            await self._server.user_says(chat, QUESTIONS[turn % len(QUESTIONS)])
            waits.append(await answer - began)
            await asyncio.sleep(PAUSE)
        return waits

    def _arrived(self, message: SentMessage) -> None:
        answer = self._waiting.pop(message.chat_id, None)
        if answer is not None:
            answer.set_result(clock.perf_counter())


async def measure(digests: int, people: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        await prepare(folder, digests)
        async with FakeBotApi(open_chats=True) as server:
            askers = Askers(server, people)
            process = await _start(folder, server)
            try:
                await server.user_says(FIRST_ASKER, "/bantuan")
                await server.wait_for(lambda: server.chat(FIRST_ASKER).messages, 60)
                idle = await _for_seconds(askers, IDLE_SECONDS)
                busy, seconds = await _while_sending(askers, server, folder, digests)
            finally:
                process.terminate()
                await process.wait()
    print(f"{digests} digests in {seconds:.0f} s; load {os.getloadavg()[0]:.1f}")
    print("| meanwhile | answers | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- | --- |")
    for name, waits in (("nothing", idle), (f"{digests} digests", busy)):
        print(f"| {name} | {len(waits)} | {_row(waits)} |")
    print(f"ratio of p95: {_percentile(busy, 95) / _percentile(idle, 95):.1f}")


async def _start(folder: Path, server: FakeBotApi) -> asyncio.subprocess.Process:
    feeds = folder / "feeds.yaml"
    feeds.write_text("feeds:\n  - url: http://127.0.0.1:9/rss\n", encoding="utf-8")
    environment = {
        **os.environ,
        "SARIWARTA_TELEGRAM_TOKEN": TOKEN,
        "SARIWARTA_TELEGRAM_API_URL": server.base_url,
        "SARIWARTA_TELEGRAM_FILE_URL": server.file_url,
        "SARIWARTA_DATA_DIR": str(folder),
        "SARIWARTA_FEEDS_FILE": str(feeds),
        "SARIWARTA_HTTP_LISTEN": "",
    }
    roles = ("run", "--roles", "digest,deliver,chat")
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *roles, env=environment, stderr=asyncio.subprocess.DEVNULL
    )


async def _for_seconds(askers: Askers, seconds: float) -> list[float]:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    return await askers.ask_until(stop)


async def _while_sending(
    askers: Askers, server: FakeBotApi, folder: Path, digests: int
) -> tuple[list[float], float]:
    """From the first digest until the last."""
    due = asyncio.create_task(let_all_be_due(folder, digests))
    await due
    # The program looks again when somebody's due time changes: the first asker sees to that.
    await server.user_says(FIRST_ASKER - 1, "/jadwal 06.00 17.00")
    await server.user_says(FIRST_ASKER - 1, "/ikuti irak")
    await server.wait_for(lambda: _sent(server, digests) > 0, 120)
    began = clock.perf_counter()
    stop = asyncio.Event()
    asking = asyncio.create_task(askers.ask_until(stop))
    await server.wait_for(lambda: _sent(server, digests) >= digests, 300)
    stop.set()
    return await asking, clock.perf_counter() - began


def _sent(server: FakeBotApi, digests: int) -> int:
    return sum(1000 <= message.chat_id < 1000 + digests for message in server.messages)


def _row(waits: list[float]) -> str:
    cells = (statistics.median(waits), _percentile(waits, 95), max(waits))
    return " | ".join(f"{cell * 1000:.0f}" for cell in cells)


def _percentile(waits: list[float], percent: int) -> float:
    return sorted(waits)[min(len(waits) - 1, len(waits) * percent // 100)]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.answers.run")
    options.add_argument("--digests", type=int, default=1000)
    options.add_argument("--people", type=int, default=8)
    given = options.parse_args()
    asyncio.run(measure(given.digests, given.people))


if __name__ == "__main__":
    main()
