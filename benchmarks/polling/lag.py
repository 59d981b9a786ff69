"""How long a large feed holds up the event loop: `python -m benchmarks.polling.lag`.

A ticker asks for 2 ms of sleep and notes how much later it wakes: while nothing happens, and while
a feed of 2.5 MB is fetched, parsed and stored again and again, with other items each time.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_network
from pathlib import Path
from statistics import quantiles

from aiohttp import web

from benchmarks.polling.world import article_of
from bot.clock import SystemClock
from bot.engine.offload import WorkerPool
from bot.feeds.fetch import HttpFetcher
from bot.feeds.schedule import PollPolicy
from bot.model import Feed
from bot.roles.poll import PollTools, poll_round
from storage.opening import open_storage

TICK = 0.002
SIZE = 2_500_000
TIMES = 5


async def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        async with (
            open_storage(f"sqlite+aiosqlite:///{Path(place) / 'lag.db'}") as storage,
            HttpFetcher(user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),)) as fetcher,
        ):
            pool, clock = WorkerPool(), SystemClock()
            tools = PollTools(
                feeds=storage.feeds, fetcher=fetcher, offload=pool, clock=clock, policy=PollPolicy()
            )
            runner, url = await serve()
            feed = Feed(url=url, outlet="Besar")
            await storage.feeds.sync([feed], clock.now())

            async def poll() -> None:
                [state] = await storage.feeds.all()
                await storage.feeds.hurry([state.id], clock.now(), pushed=False)
                report = await poll_round(tools)
                assert report.counts["new_entries"], report

            await poll()  # The worker loads its libraries.
            tell("nothing", await lags(lambda: asyncio.sleep(1)))
            tell("2.5 MB", await lags(poll))
            await runner.cleanup()
            await pool.close()


async def lags(work: Callable[[], Awaitable[None]]) -> list[float]:
    """By how many ms the ticker was late while the work was done a few times."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append((time.perf_counter() - asked - TICK) * 1000)

    ticker = asyncio.create_task(tick())
    for _ in range(TIMES):
        await work()
    ticker.cancel()
    return late


def tell(what: str, late: list[float]) -> None:
    steps = quantiles(late, n=1000)
    print(
        f"{what:8} p50 {steps[499]:5.2f}  p99 {steps[989]:5.2f}  max {max(late):6.2f} ms late"
        f"  ({len(late)} ticks)"
    )


async def serve() -> tuple[web.AppRunner, str]:
    """A feed whose items are others at each request."""
    asked = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(body=documents[asked % len(documents)], content_type="text/xml")

    documents = [document(number) for number in range(TIMES + 2)]
    app = web.Application()
    app.router.add_get("/rss", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/rss"


def document(number: int) -> bytes:
    items: list[str] = []
    while sum(map(len, items)) < SIZE:
        position = len(items)
        article = article_of(f"lag {number} {position}")
        text = "".join(f"<p>{part}</p>" for part in article.paragraphs)
        link = f"https://besar.example/{number}/{position}"
        items.append(
            f"<item><title>{article.title}</title><link>{link}</link>"
            f"<description><![CDATA[{text}]]></description></item>"
        )
    head = "<rss version='2.0'><channel><title>Besar</title>"
    return (head + "".join(items) + "</channel></rss>").encode()


if __name__ == "__main__":
    asyncio.run(main())
