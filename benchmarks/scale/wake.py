"""Two ways to wake a member of the fleet, in one run: NOTIFY to all, or a job to one.

    python -m benchmarks.scale.wake [--members 4] [--rings 200] [--idle 30]

Latency is that of one member's word until another's loop is woken; processor time is that of all
members together and of PostgreSQL's processes, idle and for each word. All members live in this
process, with connections of their own.
"""

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.scale.run import own_server
from bot.clock import SystemClock
from bot.engine.hints import FarBell, Hints
from bot.engine.jobs import call, queries_on
from bot.engine.local import Bell
from bot.engine.membership import Duty
from bot.engine.queue import Queue
from storage import migrate, open_storage

HOUR = timedelta(hours=1)
TICK = os.sysconf("SC_CLK_TCK")
# Until everybody listens.
SETTLING = 5.0

Say = Callable[[], Awaitable[None]]


class Sleeper:
    """A loop that does nothing but wake."""

    def __init__(self, bell: Bell, woken: asyncio.Queue[float]) -> None:
        self.bell = bell
        self._woken = woken

    async def run(self) -> None:
        while True:
            await self.bell.wait(HOUR)
            self._woken.put_nowait(time.perf_counter())


@asynccontextmanager
async def by_notify(url: str, members: int, woken: asyncio.Queue[float]) -> AsyncIterator[Say]:
    async with AsyncExitStack() as stack:
        here = FarBell()
        for number in range(members):
            storage = await stack.enter_async_context(open_storage(url))
            assert storage.wire is not None
            bell = FarBell() if number else here
            works = [Hints(storage.wire, {"deliver": bell}).run()]
            if number:
                works.append(Sleeper(bell, woken).run())
            await _start(stack, works)
        await asyncio.sleep(SETTLING)

        async def say() -> None:
            here.ring_elsewhere()

        yield say


@asynccontextmanager
async def by_job(url: str, members: int, woken: asyncio.Queue[float]) -> AsyncIterator[Say]:
    async with AsyncExitStack() as stack:
        for _ in range(members - 1):
            storage = await stack.enter_async_context(open_storage(url))
            assert storage.jobs is not None
            bell = Bell()
            queue = Queue(storage.jobs, {"deliver": Duty(bell=bell)}, SystemClock())
            await _start(stack, [Sleeper(bell, woken).run(), queue.run()])
        storage = await stack.enter_async_context(open_storage(url))
        assert storage.jobs is not None
        pool = await stack.enter_async_context(storage.jobs.connections())
        queries = queries_on(pool)
        await asyncio.sleep(SETTLING)

        async def say() -> None:
            await call(queries, {"deliver": 1})

        yield say


async def _start(stack: AsyncExitStack, works: list[Awaitable[None]]) -> None:
    for work in works:
        task = asyncio.ensure_future(work)

        async def end(task: "asyncio.Future[None]" = task) -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        stack.push_async_callback(end)


async def measure(name: str, options: argparse.Namespace, url: str) -> dict[str, float]:
    woken: asyncio.Queue[float] = asyncio.Queue()
    way = by_notify if name == "NOTIFY" else by_job
    async with way(url, options.members, woken) as say:
        idle = Spent(url)
        await asyncio.sleep(options.idle)
        found = {f"idle {key}, ms a minute": value * 60e3 / options.idle for key, value in idle()}
        _drain(woken)
        busy, delays = Spent(url), []
        for _ in range(options.rings):
            began = time.perf_counter()
            await say()
            delays.append(await woken.get() - began)
            await asyncio.sleep(0.1)
            _drain(woken)
        each = {f"{key}, ms a word": value * 1e3 / options.rings for key, value in busy()}
    delays.sort()
    found["p50 ms"] = statistics.median(delays) * 1e3
    found["p99 ms"] = delays[int(len(delays) * 0.99)] * 1e3
    return found | each


class Spent:
    """Processor seconds of this process and of PostgreSQL's since it was made."""

    def __init__(self, url: str) -> None:
        self._postmaster = _postmaster(url)
        self._before = self._now()

    def __call__(self) -> list[tuple[str, float]]:
        return [(key, value - self._before[key]) for key, value in self._now().items()]

    def _now(self) -> dict[str, float]:
        return {"members": time.process_time(), "server": _server_seconds(self._postmaster)}


def _server_seconds(postmaster: int) -> float:
    """Also of the backends that have ended: their parent has counted them."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" (")
        except OSError:
            continue
        fields = rest.rpartition(") ")[2].split()
        if postmaster in (int(number), int(fields[1])):
            # What a parent has counted of the dead is its own; the living count themselves.
            ended = fields[13:15] if int(number) == postmaster else []
            total += sum(map(int, fields[11:13] + ended)) / TICK
    return total


def _postmaster(url: str) -> int:
    [lock] = Path(str(make_url(url).query["host"])).glob(".s.PGSQL.*.lock")
    return int(lock.read_text().split()[0])


def _drain(woken: asyncio.Queue[float]) -> None:
    while not woken.empty():
        woken.get_nowait()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=4)
    parser.add_argument("--rings", type=int, default=200)
    parser.add_argument("--idle", type=float, default=30)
    options = parser.parse_args()
    with own_server() as url:
        await migrate(url)
        print(f"load {os.getloadavg()[0]:.1f}, {options.members} members")
        notify = await measure("NOTIFY", options, url)
        job = await measure("job", options, url)
    print(f"{'':28}{'NOTIFY':>10}{'job':>10}{'times':>8}")
    for name, value in notify.items():
        print(f"{name:28}{value:10.2f}{job[name]:10.2f}{job[name] / max(value, 1e-3):8.1f}")


if __name__ == "__main__":
    asyncio.run(main())
