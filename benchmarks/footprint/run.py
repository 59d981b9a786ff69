"""Memory and start of the whole bot: `python -m benchmarks.footprint.run [--full-text]`.

The real process against a local Bot API server and 100 local feeds, 1,000 subscribers stored
before the start. Prints seconds until /start is answered, and the resident memory of all its
processes at the busiest moment and when idle, beside a process that only holds the libraries.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from aiohttp import web

from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus, TopicKey
from storage import open_storage
from tests.fakes.botapi import TOKEN, FakeBotApi

ROOT = Path(__file__).parents[2]
FEEDS, ITEMS, SUBSCRIBERS = 100, 20, 1000
TOPICS = ("irak", "rusia", "ekonomi", "olahraga", "palestina")
# The libraries without which no such bot runs: the floor that ours is compared with.
FLOOR = (
    "import telegram.ext, aiohttp.web, sqlalchemy, pydantic_settings; print(flush=True); input()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    processes: int
    rss: float
    pss: float

    def __str__(self) -> str:
        return f"{self.rss:6.1f} MB RSS, {self.pss:6.1f} MB PSS in {self.processes} processes"


def memory(root: int) -> Memory:
    """Of a process and all its descendants."""
    rss = pss = 0.0
    family = _family(root)
    for process in family:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith("Rss:"):
                rss += int(line.split()[1]) / 1024
            if line.startswith("Pss:"):
                pss += int(line.split()[1]) / 1024
    return Memory(processes=len(family), rss=rss, pss=pss)


def _family(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += parents.get(process, [])
    return found


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full-text", action="store_true", help="fetch and read article pages")
    options.add_argument("--python", default=sys.executable, help="interpreter with the bot")
    options.add_argument("--optimize", action="store_true", help="as the image runs it: -OO")
    options.add_argument("--idle", type=float, default=90, help="seconds of idling")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with FakeBotApi(open_chats=True) as server, _feeds(Path(folder), chosen.full_text):
            await _subscribe(Path(folder))
            await _measure(Path(folder), server, chosen)


async def _measure(folder: Path, server: FakeBotApi, chosen: argparse.Namespace) -> None:
    await server.user_says(17, "/start")
    began = time.monotonic()
    bot = await asyncio.create_subprocess_exec(
        chosen.python,
        *(["-OO"] if chosen.optimize else []),
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=_environment(folder, server),
        stderr=(folder / "log").open("wb"),
    )
    await server.wait_for(lambda: server.texts(17), 120)
    ready = time.monotonic() - began
    spent = _cpu_seconds(bot.pid)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"ready      {ready:6.2f} s from start to the answer to /start, {spent:.2f} s of it CPU")
    busiest, idle = await _watch(bot.pid, folder, chosen.idle)
    floor = await _floor(chosen.python)
    print(f"floor      {floor}  (the libraries alone)")
    print(f"busiest    {busiest}")
    print(f"idle       {idle}  = {idle.rss / floor.rss:.2f} x the floor")
    bot.send_signal(signal.SIGTERM)
    await bot.wait()
    if bot.returncode:
        sys.exit((folder / "log").read_text()[-3000:])


async def _floor(python: str) -> Memory:
    process = await asyncio.create_subprocess_exec(
        python, "-c", FLOOR, stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    found = memory(process.pid)
    process.kill()
    await process.wait()
    return found


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _watch(process: int, folder: Path, idle: float) -> tuple[Memory, Memory]:
    """The busiest moment until no round did anything for `idle` seconds, and the end of it."""
    busiest = now = memory(process)
    log, size, quiet_since = folder / "log", -1, time.monotonic()
    while time.monotonic() - quiet_since < idle:
        await asyncio.sleep(1)
        now = memory(process)
        busiest = max(busiest, now, key=lambda found: found.rss)
        if log.stat().st_size != size:
            size, quiet_since = log.stat().st_size, time.monotonic()
    return busiest, now


def _environment(folder: Path, server: FakeBotApi) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name in KEPT},
        "PYTHONPATH": str(ROOT),
        "SARIWARTA_TELEGRAM_TOKEN": TOKEN,
        "SARIWARTA_TELEGRAM_API_URL": server.base_url,
        "SARIWARTA_TELEGRAM_FILE_URL": server.file_url,
        "SARIWARTA_DATA_DIR": str(folder / "data"),
        "SARIWARTA_FEEDS_FILE": str(folder / "feeds.yaml"),
        "SARIWARTA_ALLOW_NETWORKS": "127.0.0.0/8",
        "SARIWARTA_HTTP_LISTEN": "127.0.0.1:0",
        "SARIWARTA_POLL_INTERVAL": "30m",
    }


async def _subscribe(folder: Path) -> None:
    now = datetime.now(UTC)
    (folder / "data").mkdir()
    async with open_storage(f"sqlite+aiosqlite:///{folder / 'data' / 'sariwarta.db'}") as storage:
        for number in range(SUBSCRIBERS):
            await storage.subscribers.add(
                Subscriber(
                    id=SubscriberId(0),
                    chat_id=ChatId(1000 + number),
                    hours=(clock_time(6), clock_time(17)),
                    topics=(TopicKey(TOPICS[number % 5]), TopicKey(TOPICS[number % 3])),
                    status=SubscriberStatus.ACTIVE,
                    due=now + timedelta(hours=6),
                    joined=now,
                )
            )


class _feeds:
    """100 feeds with 20 items each and their pages, on one local server; writes feeds.yaml."""

    def __init__(self, folder: Path, full_text: bool) -> None:
        self._folder, self._full_text = folder, full_text

    async def __aenter__(self) -> None:
        app = web.Application()
        app.router.add_get("/feed/{number}", _feed)
        app.router.add_get("/berita/{number}/{item}", _page)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        lines = [
            f"  - {{url: '{base}/feed/{number}', outlet: 'Kabar {number}',"
            f" full_text: {str(self._full_text).lower()}}}"
            for number in range(FEEDS)
        ]
        (self._folder / "feeds.yaml").write_text("feeds:\n" + "\n".join(lines) + "\n")

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


# What the measured process takes from this one.
KEPT = ("PATH", "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "LD_PRELOAD")
PLACES = ("Basra", "Moskwa", "Jakarta", "Surabaya", "Gaza", "Kyiv", "Medan", "Makassar")
ACTS = ("membuka", "menutup", "memperbaiki", "meninjau", "membahas", "menunda")
THINGS = ("pelabuhan", "jembatan", "pasar induk", "kilang minyak", "stadion", "rumah sakit")


def _sentence(number: int) -> str:
    place = PLACES[number % 8]
    return (
        f"Pemerintah kota {place} {ACTS[number % 6]} {THINGS[number % 5]} nomor {number} pada pekan"
        f" ini setelah {number % 90 + 10} warga menyampaikan laporan kepada dinas setempat."
    )


async def _feed(request: web.Request) -> web.Response:
    number = int(request.match_info["number"])
    if request.headers.get("If-None-Match") == f'"{number}"':
        return web.Response(status=304)
    now = datetime.now(UTC)
    items = []
    for item in range(ITEMS):
        seed = number * ITEMS + item
        when = (now - timedelta(minutes=7 * item + number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        title = f"{PLACES[seed % 8]} {ACTS[seed % 6]} {THINGS[seed % 5]} nomor {seed}"
        items.append(
            f"<item><guid>{seed}</guid><title>{title}</title>"
            f"<link>http://{request.host}/berita/{number}/{item}</link><pubDate>{when}</pubDate>"
            f"<description>{_sentence(seed)} {_sentence(seed + 1)}</description></item>"
        )
    body = f"<rss version='2.0'><channel><title>Kabar</title>{''.join(items)}</channel></rss>"
    return web.Response(
        text=body, content_type="application/rss+xml", headers={"ETag": f'"{number}"'}
    )


async def _page(request: web.Request) -> web.Response:
    seed = int(request.match_info["number"]) * ITEMS + int(request.match_info["item"])
    paragraphs = "".join(f"<p>{_sentence(seed + step)}</p>" for step in range(12))
    menu = "".join(f"<li><a href='/{step}'>Kanal {step}</a></li>" for step in range(60))
    body = (
        f"<html><body><ul>{menu}</ul><article><h1>Berita</h1>{paragraphs}</article></body></html>"
    )
    return web.Response(text=body, content_type="text/html")


if __name__ == "__main__":
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("this benchmark reads /proc: run it on Linux")
    asyncio.run(main())
