"""The chaos suite: everything goes wrong at random while readers get their digests.

    ./scripts/chaos [--kills 200] [--readers 2000] [--seed 1]

    again and again: a life of the bot, with news and one or two troubles, ended by kill -9
    at the end: a calm life until nothing is owed, ended by SIGTERM
    -> every story reached every reader; what came twice was never acknowledged

In real time, with real processes, SQLite and HTTP; the clock of the program is moved from outside.
"""

import argparse
import asyncio
import contextlib
import os
import random
import resource
import signal
import sqlite3
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from tests.chaos.report import Report, report_of
from tests.chaos.town import Town
from tests.chaos.weather import CALM, OUTAGE, STORM, USUAL, StormyApi
from tests.fakes.botapi import TOKEN

ROOT = Path(__file__).parents[2]
ROLES = "poll,digest,deliver,chat"
# A bot that is not through with its work after so long never will be.
PATIENCE = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how bad."""

    kills: int
    readers: int
    rate: float = 25.0
    seed: int = 1
    # A life ends at a random moment: after so many messages, or so many seconds at the latest.
    messages: int = 40
    life: float = 20.0
    minutes: float = 120.0  # no more kills after these
    pause: float = 6.0  # of a locked database, longer than SQLite waits


@dataclass
class Chaos:
    """One run: the place, the processes, and what happened."""

    plan: Plan
    folder: Path
    api: StormyApi
    town: Town
    dice: random.Random
    troubles: Counter[str] = field(default_factory=Counter)
    offset: timedelta = timedelta(0)
    ends: list[int] = field(default_factory=list)  # how many messages there were at each kill
    asked: int = 0
    pid: int = 0
    log: list[str] = field(default_factory=list)
    died: int = 0  # lives that ended by themselves

    def now(self) -> datetime:
        """The bot's time."""
        return datetime.now(UTC) + self.offset

    async def lives(self, zygote: asyncio.subprocess.Process) -> None:
        names = list(TROUBLES)
        self.dice.shuffle(names)
        deadline = time.monotonic() + self.plan.minutes * 60
        for number in range(self.plan.kills):
            if time.monotonic() > deadline:
                break
            await self._begin(zygote)
            if self.town.owed() < self.plan.readers // 4 and not self.town.due(self.now()):
                await self.town.wave(self.now(), self.dice.randint(1, 2))
            await self._life(names[number % len(names)])
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                self.died += 1
                self.log.append(
                    f"--- a life ended by itself; trouble: {names[number % len(names)]}\n"
                )
            await _line(zygote)
            self.ends.append(len(self.api.messages))
        await self._last(zygote)

    async def _begin(self, zygote: asyncio.subprocess.Process) -> None:
        assert zygote.stdin is not None
        zygote.stdin.write(b"\n")
        self.pid = await _line(zygote)

    async def _life(self, trouble: str) -> None:
        self.api.weather = USUAL
        self.troubles[trouble] += 1
        working = asyncio.create_task(TROUBLES[trouble](self))
        self.asked += 1
        # Somebody talks to the bot in between. That it is handled is promised; the answer itself
        # is sent once, and an outage at that moment may swallow it.
        await self.api.user_says(900_000 + self.asked, "/bantuan")
        await self._until_killed()
        if self.dice.random() < 0.5:
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working

    async def _until_killed(self) -> None:
        """In the midst of sending, or one time in eight at any moment after the start."""
        if self.dice.random() < 0.125:
            await asyncio.sleep(self.dice.uniform(0, self.plan.life / 5))
            return
        wanted = len(self.api.messages) + self.dice.randint(1, self.plan.messages)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.plan.life):
                while len(self.api.messages) < wanted:
                    await self.api.world.change()

    async def _last(self, zygote: asyncio.subprocess.Process) -> None:
        """Calm at last: everything that is owed arrives, and one wave more."""
        self.api.weather = CALM
        await self._begin(zygote)
        await self._until_nothing_is_owed()
        await self.town.wave(self.now(), 1)
        await self._until_nothing_is_owed()
        os.kill(self.pid, signal.SIGTERM)
        if code := await _line(zygote):
            raise AssertionError(f"the last life ended with {code}")

    async def _until_nothing_is_owed(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.town.owed() or self.town.due(self.now()) or self.unheard():
            if time.monotonic() > deadline:
                raise AssertionError(f"still owed: {self.town.states()}")
            await asyncio.sleep(1)
            # What waits after many failures waits for up to a quarter of an hour.
            self.move_clock(timedelta(seconds=20))

    def unheard(self) -> int:
        """What people said that no handler has worked on to its end."""
        return self.asked - self.town.handled()

    def move_clock(self, by: timedelta) -> None:
        self.offset += by
        with (self.folder / "clock").open("r+b") as file:
            file.write(struct.pack("d", self.offset.total_seconds()))


# --- troubles -----------------------------------------------------------------


async def _nothing(_: Chaos) -> None:
    return None


async def _flood_limit(chaos: Chaos) -> None:
    chaos.api.weather = STORM
    await asyncio.sleep(chaos.dice.uniform(0.2, 2))
    chaos.api.weather = USUAL


async def _outage(chaos: Chaos) -> None:
    chaos.api.weather = OUTAGE
    await asyncio.sleep(chaos.dice.uniform(0.2, 2))
    chaos.api.weather = USUAL


async def _locked(chaos: Chaos) -> None:
    with closing(sqlite3.connect(chaos.town.path, isolation_level=None, timeout=30)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(chaos.plan.pause)


async def _disk_full(chaos: Chaos) -> None:
    """No file of the bot may grow: what a full disk does, without filling one."""
    log = chaos.town.path.with_name(f"{chaos.town.path.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(chaos.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        await asyncio.sleep(chaos.dice.uniform(0.5, 2))
        resource.prlimit(chaos.pid, resource.RLIMIT_FSIZE, unlimited)


async def _clock_jumps(chaos: Chaos) -> None:
    """Ahead or back by up to ten hours, and right again."""
    jump = timedelta(hours=chaos.dice.uniform(-10, 10))
    chaos.move_clock(jump)
    try:
        await asyncio.sleep(chaos.dice.uniform(0.3, 2))
    finally:
        chaos.move_clock(-jump)


TROUBLES: dict[str, Callable[[Chaos], Coroutine[None, None, None]]] = {
    "none": _nothing,
    "flood limit": _flood_limit,
    "outage": _outage,
    "database locked": _locked,
    "disk full": _disk_full,
    "clock jumps": _clock_jumps,
}


# --- running --------------------------------------------------------------------


async def run(plan: Plan, folder: Path) -> Report:
    dice = random.Random(plan.seed)  # noqa: S311 -- a reproducible disaster, no secret
    (folder / "clock").write_bytes(struct.pack("d", 0.0))
    (folder / "data").mkdir()
    town = Town(path=folder / "data" / "sariwarta.db", readers=plan.readers)
    began = time.monotonic()
    async with StormyApi(dice) as api, _hanging_feeds() as feeds:
        (folder / "feeds.yaml").write_text(feeds, encoding="utf-8")
        await town.settle()
        chaos = Chaos(plan=plan, folder=folder, api=api, town=town, dice=dice)
        async with _zygote(chaos) as zygote:
            try:
                await chaos.lives(zygote)
            except (AssertionError, ValueError):
                print("".join(chaos.log[-20:]), file=sys.stderr)
                raise
        return report_of(chaos, time.monotonic() - began)


@asynccontextmanager
async def _hanging_feeds() -> AsyncIterator[str]:
    """Feeds that never answer; gives feeds.yaml."""

    async def hang(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/{name}", hang)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        lines = (f"  - {{url: 'http://127.0.0.1:{port}/{n}', outlet: 'H{n}'}}\n" for n in range(3))
        yield "feeds:\n" + "".join(lines)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _zygote(chaos: Chaos) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: v for name, v in os.environ.items() if not name.startswith("SARIWARTA_")}
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": chaos.api.base_url,
        "DATA_DIR": str(chaos.folder / "data"),
        "FEEDS_FILE": str(chaos.folder / "feeds.yaml"),
        "ALLOW_NETWORKS": "127.0.0.0/8",
        "POLL_INTERVAL": "2s",
        "HTTP_LISTEN": "",
        "SEND_RATE": str(chaos.plan.rate),
        "LOG_FORMAT": "json",
    }
    environment = kept | {f"SARIWARTA_{name}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.chaos.zygote"),
        *(str(chaos.folder / "clock"), ROLES),
        cwd=chaos.folder,
        # A killed process writes no buffer out.
        env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    listening = asyncio.create_task(_listen(process, chaos.log))
    try:
        yield process
    finally:
        assert process.stdin is not None
        if chaos.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chaos.pid, signal.SIGKILL)
        process.stdin.close()
        await process.wait()
        await listening


async def _listen(process: asyncio.subprocess.Process, log: list[str]) -> None:
    """A pipe and not a file: a full disk must not silence the bot."""
    assert process.stderr is not None
    async for line in process.stderr:
        log.append(line.decode(errors="replace"))


async def _line(process: asyncio.subprocess.Process) -> int:
    """The next number that the zygote prints."""
    assert process.stdout is not None
    return int(await process.stdout.readline())


def main() -> int:
    options = argparse.ArgumentParser(
        prog="scripts/chaos", description="Everything goes wrong at random; nothing is lost."
    )
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--readers", type=int, default=2000)
    options.add_argument("--rate", type=float, default=25.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=120.0)
    given = options.parse_args()
    plan = Plan(**vars(given))
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        report = asyncio.run(run(plan, Path(folder)))
    print(report.text())
    good = not report.count.lost and not report.unheard and report.by_kill <= report.kills
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
