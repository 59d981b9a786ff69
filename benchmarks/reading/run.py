"""Measures how feeds are read: the short way against feedparser, and what bait costs.

    python benchmarks/reading/run.py [gain] [bait]

Gain: CPU time of the whole `parse` with and without the short way, in turn, in one process; the
ratio of their medians. Bait: each document in a process of its own; CPU seconds, and memory at
its peak above that after an ordinary feed, the document itself included.
"""

import json
import statistics
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from time import process_time
from unittest.mock import patch

from bait import DOCUMENTS, item

from bot.feeds.parse import parse

SLOWEST, FATTEST = 2.0, 128.0  # seconds, MB
SENTENCE = "Kapal barang kedua bersandar di dermaga baru Muara Jati pada Senin pagi. "
ROUNDS = 9


def main() -> None:
    match sys.argv[1:]:
        case ["one", name]:
            print(json.dumps(cost(name)))
        case wanted:
            if not wanted or "gain" in wanted:
                gain()
            if not wanted or "bait" in wanted:
                bait()


def gain() -> None:
    print(f"{'feed':28} {'short ms':>9} {'feedparser ms':>14} {'ratio':>6}")
    for name, body in (
        ("10 items of 200 characters", rss(10, 3)),
        ("30 items of 200 characters", rss(30, 3)),
        ("30 items of 3,000 characters", rss(30, 40)),
        ("200 items of 3,000 characters", rss(200, 40)),
    ):
        short, long = [], []
        for _ in range(ROUNDS):
            short.append(seconds(body))
            with patch("bot.feeds.parse.read_quick", return_value=None):
                long.append(seconds(body))
        quick, thorough = statistics.median(short), statistics.median(long)
        print(f"{name:28} {quick * 1e3:9.2f} {thorough * 1e3:14.2f} {thorough / quick:6.2f}")


def seconds(body: bytes) -> float:
    times = max(1, 200_000 // len(body))
    start = process_time()
    for _ in range(times):
        parse(body)
    return (process_time() - start) / times


def rss(items: int, sentences: int) -> bytes:
    start = datetime(2026, 2, 2, tzinfo=UTC)
    text = f"&lt;p&gt;{SENTENCE * sentences}&lt;/p&gt;"
    rows = (
        f"<item><title>Dermaga baru ke-{n} dibuka</title><link>https://a.example/baca/{n}</link>"
        f"<guid>https://a.example/baca/{n}</guid><description>{text}</description>"
        f"<pubDate>{format_datetime(start + timedelta(minutes=n))}</pubDate></item>"
        for n in range(items)
    )
    return f'<rss version="2.0"><channel><title>T</title>{"".join(rows)}</channel></rss>'.encode()


def bait() -> None:
    print(f"\n{'bait':26} {'seconds':>8} {'MB':>7} {'entries':>8}  reason")
    failed = []
    for name in DOCUMENTS:
        run = partial(subprocess.run, capture_output=True, text=True, timeout=120, check=True)
        answer = json.loads(run([sys.executable, __file__, "one", name]).stdout)
        print(f"{name:26} {answer['seconds']:8.2f} {answer['megabytes']:7.1f} "
              f"{answer['entries']:8}  {answer['reason'][:60]}", flush=True)  # fmt: skip
        if answer["seconds"] > SLOWEST or answer["megabytes"] > FATTEST:
            failed.append(name)
    good = f"{len(DOCUMENTS) - len(failed)} of {len(DOCUMENTS)}"
    print(f"{good} within {SLOWEST:g} s and {FATTEST:g} MB", *failed, sep="; ")


def cost(name: str) -> dict[str, object]:
    parse(item(b"<title>a & b</title>"))
    parse(rss(30, 3))
    body = DOCUMENTS[name]()
    before = resident("VmRSS") - len(body) / 1e6
    # What making the document took at its peak is forgotten.
    Path("/proc/self/clear_refs").write_text("5")
    start = process_time()
    parsed = parse(body, url="https://a.example/rss")
    return {
        "seconds": process_time() - start,
        "megabytes": resident("VmHWM") - before,
        "entries": len(parsed.entries),
        "reason": "; ".join(parsed.complaints),
    }


def resident(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) * 1.024e-3


if __name__ == "__main__":
    main()
