"""The programs that are measured: how each is set up, run for one round, and known to be done."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]


class Program(Protocol):
    """A reader of feeds with a folder of its own."""

    @property
    def name(self) -> str: ...

    @property
    def runs_on(self) -> bool:
        """Whether it goes on by itself and must be stopped after its round."""
        ...

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None: ...

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]: ...

    def is_done(self, line: str, feeds: int) -> bool:
        """Whether a line of its log says that all feeds were polled and stored."""
        ...

    def stored(self, folder: Path) -> int:
        """How many entries it has kept; -1 = not known."""
        ...


class EndsByItself:
    """A program that does one round."""

    runs_on = False

    def is_done(self, _line: str, _feeds: int) -> bool:
        return False


class Limit(EndsByItself):
    name = "limit (aiohttp + conditional GET + hash)"

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        (folder / "list").write_text("\n".join(addresses))

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        arguments = [str(folder / "list"), str(folder / "state")]
        return [sys.executable, "-m", "benchmarks.polling.limit", *arguments], {}

    def stored(self, _: Path) -> int:
        return -1


class Sariwarta:
    """The real command, on SQLite, with nothing but its documented settings."""

    name = "sariwarta run --roles poll"
    runs_on = True

    def __init__(self) -> None:
        self._database = Path()
        self._begun = 0

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        lines = (f"  - {{url: '{url}', outlet: 'Warta {i}'}}\n" for i, url in enumerate(addresses))
        (folder / "feeds.yaml").write_text("feeds:\n" + "".join(lines))

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        self._database = self._at(folder)
        _let_an_hour_pass(self._database)
        self._begun = round(time.time() * 1e6)
        return [sys.executable, "-m", "bot", "run", "--roles", "poll"], {
            "SARIWARTA_DATA_DIR": str(self._database.parent),
            "SARIWARTA_FEEDS_FILE": str(folder / "feeds.yaml"),
            "SARIWARTA_ALLOW_NETWORKS": "127.0.0.0/8",
            "SARIWARTA_POLL_INTERVAL": "1h",
            "SARIWARTA_HTTP_LISTEN": "",
            "SARIWARTA_LOG_FORMAT": "json",
        }

    def is_done(self, line: str, feeds: int) -> bool:
        """Its rounds tell how many they polled, but on a busy machine some come twice."""
        if '"role.done"' not in line:
            return False
        return _count(self._database, f"feeds WHERE last_poll > {self._begun}") >= feeds

    def stored(self, folder: Path) -> int:
        return _count(self._at(folder))

    def _at(self, folder: Path) -> Path:
        """Not beside feeds.yaml: that folder is watched, and each write would wake the watcher."""
        return folder / "data" / "sariwarta.db"


class Reader(EndsByItself):
    """lemon24's reader: a library on feedparser and requests."""

    name = "reader update --workers 20"

    def __init__(self, python: str) -> None:
        self._python = python

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        script = "import sys, reader\nr = reader.make_reader(sys.argv[1])\n"
        script += "for url in open(sys.argv[2]).read().split(): r.add_feed(url)\n"
        (folder / "list").write_text("\n".join(addresses))
        made = [self._python, "-c", script, str(folder / "reader.db"), str(folder / "list")]
        subprocess.run(made, check=True)

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        # Without the schedule of its own: each phase asks every feed, as all the others do.
        act = ["update", "--no-scheduled", "--workers", "20"]
        return [self._python, "-m", "reader", "--db", str(folder / "reader.db"), *act], {}

    def stored(self, folder: Path) -> int:
        return _count(folder / "reader.db")


class Rsstt(EndsByItself):
    """RSStT: its whole monitor, with nobody to tell (see rsstt_round)."""

    name = "rsstt monitor, nobody told"

    def __init__(self, python: str) -> None:
        self._python = python

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        (folder / "list").write_text("\n".join(addresses))

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        script = Path(__file__).with_name("rsstt_round.py")
        return [self._python, str(script), "-c", str(folder)], {}

    def stored(self, folder: Path) -> int:
        """It keeps hashes of entries alone."""
        database = sqlite3.connect(f"file:{folder / 'db.sqlite3'}?mode=ro", uri=True)
        query = "SELECT coalesce(sum(json_array_length(entry_hashes)), 0) FROM feed"
        try:
            return int(database.execute(query).fetchone()[0])
        finally:
            database.close()


class Newsboat(EndsByItself):
    name = "newsboat -x reload, 16 threads"

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        (folder / "urls").write_text("\n".join(addresses) + "\n")
        (folder / "config").write_text("reload-threads 16\nmax-items 0\n")

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        files = ["-u", str(folder / "urls"), "-C", str(folder / "config")]
        cache = ["-c", str(folder / "cache.db"), "-x", "reload"]
        return ["newsboat", *files, *cache], {"HOME": str(folder)}

    def stored(self, folder: Path) -> int:
        return _count(folder / "cache.db", "rss_item")


class Rss2email(EndsByItself):
    name = "rss2email run --no-send"

    def prepare(self, folder: Path, addresses: Sequence[str]) -> None:
        lines = ["[DEFAULT]", "to = a@b.example", "from = a@b.example", ""]
        for number, url in enumerate(addresses):
            lines += [f"[feed.f{number}]", f"url = {url}", ""]
        (folder / "rss2email.cfg").write_text("\n".join(lines))

    def command(self, folder: Path) -> tuple[list[str], Mapping[str, str]]:
        files = ["-c", str(folder / "rss2email.cfg"), "-d", str(folder / "rss2email.json")]
        return ["r2e", *files, "run", "--no-send"], {"HOME": str(folder)}

    def stored(self, folder: Path) -> int:
        kept = folder / "rss2email.json"
        if not kept.exists():
            return 0
        return sum(len(feed["seen"]) for feed in json.loads(kept.read_text())["feeds"])


def installed(reader_python: str, rsstt_python: str = "") -> list[Program]:
    """The peers that are there, in the order of the table."""
    found: list[Program] = []
    if reader_python or find_spec("reader"):
        found.append(Reader(reader_python or sys.executable))
    if rsstt_python:
        found.append(Rsstt(rsstt_python))
    if shutil.which("newsboat"):
        found.append(Newsboat())
    if shutil.which("r2e"):
        found.append(Rss2email())
    return found


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without settings that the operator of this machine may have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SARIWARTA_")}
    return kept | {"PYTHONPATH": str(ROOT)} | dict(more)


def _let_an_hour_pass(database: Path) -> None:
    """All feeds are due; with a short interval some would be polled twice in a slow phase."""
    if database.exists():
        connection = sqlite3.connect(database)
        with connection:
            connection.execute("UPDATE feeds SET due = 0, next_poll = 0")
        connection.close()


def _count(database: Path, table: str = "entries") -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()
