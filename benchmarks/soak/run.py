"""An hour's traffic and more in some minutes, and what becomes of memory and the database.

    ./scripts/soak [--minutes 15]

The real process with all roles on SQLite, against the local Bot API server and a server of feeds
to which news keep coming: every feed is polled twice a minute, everybody is due every two minutes,
people ask all the time. Prints memory and the size of the database as time goes by; exits with 1
when a lock was met, a role failed or a digest stayed behind.
"""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.answers.run import Askers
from benchmarks.footprint.run import memory
from benchmarks.polling.server import address
from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus, TopicKey
from storage import open_storage
from tests.fakes.botapi import TOKEN, FakeBotApi

FEEDS, SUBSCRIBERS = 100, 300
TOPICS = ("irak", "rusia", "ekonomi", "olahraga", "kesehatan")
NEWS_EVERY, DUE_EVERY, LOOK_EVERY = 15.0, 120.0, 30.0
# What the log says of a lock or of a role that failed.
TROUBLE = ("locked", "role.failed", "role.crashed", "delivery.crashed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was there at one moment."""

    minute: float
    rss: float  # MB, all processes
    database: float  # MB, with its log
    entries: int
    stories: int
    owed: int
    sent: int

    def __str__(self) -> str:
        return (
            f"| {self.minute:.1f} | {self.rss:.0f} | {self.database:.1f} | {self.entries:,} | "
            f"{self.stories:,} | {self.owed:,} | {self.sent:,} |"
        )


@dataclass(slots=True)
class Place:
    """Where the bot runs."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "sariwarta.db"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def looked(self, minute: float, process: int) -> Look:
        size = sum(file.stat().st_size for file in self.folder.glob("sariwarta.db*"))
        with closing(sqlite3.connect(self.path, timeout=60)) as connection:
            entries, stories, owed, sent = connection.execute(
                "SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM stories),"
                " (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')),"
                " (SELECT count(*) FROM outbox WHERE state = 'sent')"
            ).fetchone()
        return Look(
            minute=minute,
            rss=memory(process).rss,
            database=size / 2**20,
            entries=entries,
            stories=stories,
            owed=owed,
            sent=sent,
        )

    def all_are_due(self) -> None:
        moment = int(datetime.now(UTC).timestamp() * 1_000_000)
        with closing(sqlite3.connect(self.path, timeout=60)) as connection, connection:
            connection.execute("UPDATE subscribers SET due = ? WHERE chat_id < 100000", (moment,))


async def soak(minutes: float) -> bool:
    """True when nothing went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        await _move_in(place)
        async with FakeBotApi(open_chats=True) as server, _world() as port:
            (place.folder / "feeds.yaml").write_text(_catalog(port), encoding="utf-8")
            askers = Askers(server, 2)
            bot = await _start(place, server)
            stop = asyncio.Event()
            asking = asyncio.create_task(askers.ask_until(stop))
            looks = await _hour(place, bot.pid, port, minutes)
            stop.set()
            waits = await asking
            bot.send_signal(signal.SIGTERM)
            code = await bot.wait()
        return _told(place, looks, waits, code)


async def _move_in(place: Place) -> None:
    async with open_storage(f"sqlite+aiosqlite:///{place.path}") as storage:
        for number in range(SUBSCRIBERS):
            topics = {TopicKey(TOPICS[(number + step) % len(TOPICS)]) for step in (0, 1)}
            await storage.subscribers.add(
                Subscriber(
                    id=SubscriberId(0),
                    chat_id=ChatId(1000 + number),
                    topics=tuple(sorted(topics)) if number % 3 else (),
                    status=SubscriberStatus.ACTIVE,
                    due=datetime.now(UTC) + timedelta(days=1),
                    joined=datetime.now(UTC),
                )
            )


@asynccontextmanager
async def _world() -> AsyncIterator[int]:
    """The server of feeds; gives its port."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.polling.server", str(FEEDS)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    try:
        yield int(await server.stdout.readline())
    finally:
        server.kill()
        await server.wait()


def _catalog(port: int) -> str:
    lines = (
        f"  - {{url: 'http://{address(n)}:{port}/f/{n}.xml', outlet: 'Warta {n}'}}\n"
        for n in range(FEEDS)
    )
    return "feeds:\n" + "".join(lines)


async def _start(place: Place, server: FakeBotApi) -> asyncio.subprocess.Process:
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": server.base_url,
        "TELEGRAM_FILE_URL": server.file_url,
        "DATA_DIR": str(place.folder),
        "FEEDS_FILE": str(place.folder / "feeds.yaml"),
        "ALLOW_NETWORKS": "127.0.0.0/8",
        "POLL_INTERVAL": "30s",
        "HTTP_LISTEN": "",
        "LOG_FORMAT": "json",
    }
    with place.log.open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **{f"SARIWARTA_{name}": value for name, value in settings.items()}},
            stderr=log,
        )


async def _hour(place: Place, process: int, port: int, minutes: float) -> list[Look]:
    """News, due times and looks, each at its own beat; at the end all that is owed is sent."""
    print("| minute | RSS MB | database MB | entries | stories | owed | sent |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    looks: list[Look] = []
    began = time.monotonic()
    beats = {"news": NEWS_EVERY, "due": DUE_EVERY, "look": LOOK_EVERY}
    following = dict(beats)
    while (passed := time.monotonic() - began) < minutes * 60 or (looks and looks[-1].owed):
        if passed > minutes * 60 + 600:
            break
        await asyncio.sleep(max(min(following.values()) - passed, 0.0))
        passed = time.monotonic() - began
        for beat in [name for name, at in following.items() if at <= passed]:
            following[beat] += beats[beat]
            if beat == "look":
                looks.append(await asyncio.to_thread(place.looked, passed / 60, process))
                print(looks[-1], flush=True)
            elif passed < minutes * 60:
                await asyncio.to_thread(_happen, beat, place, port)
    return looks


def _happen(beat: str, place: Place, port: int) -> None:
    if beat == "due":
        place.all_are_due()
    else:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_tick/0.1").read()


def _told(place: Place, looks: list[Look], waits: list[float], code: int) -> bool:
    log = place.log.read_text(encoding="utf-8")
    trouble = {sign: log.count(sign) for sign in TROUBLE}
    third = len(looks) // 3
    second, last = (
        max(look.rss for look in part) for part in (looks[third : 2 * third], looks[2 * third :])
    )
    first, final = looks[third], looks[-1]
    grown = (final.database - first.database) * 1024 / max(final.entries - first.entries, 1)
    print(
        f"\nmemory: most in the second third {second:.0f} MB, in the last {last:.0f} MB"
        f" (x {last / second:.2f}); database: {grown:.1f} KB an entry since minute"
        f" {first.minute:.0f}, {final.database * 1024 / max(final.entries, 1):.1f} KB in all\n"
        f"answers: {len(waits):,}, slowest {max(waits) * 1000:.0f} ms; left in the outbox: "
        f"{final.owed}; in the log: {trouble}; exit code {code}; load {os.getloadavg()[0]:.1f}"
    )
    return not any(trouble.values()) and not final.owed and code == 0


def main() -> int:
    options = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    options.add_argument("--minutes", type=float, default=15)
    return 0 if asyncio.run(soak(options.parse_args().minutes)) else 1


if __name__ == "__main__":
    sys.exit(main())
