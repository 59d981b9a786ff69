"""What broken feeds cost the healthy ones: `python -m benchmarks.polling.broken [--feeds 300]`.

The same feeds twice, from nothing: once all healthy, once a share of them endless, dripping, mute,
cut off, walls and errors. Measured are the time until every healthy feed is stored, and the most
memory until the last broken one has been given up.
"""

import argparse
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.polling.measure import become_reaper, memory
from benchmarks.polling.programs import ROOT, Sariwarta, environment
from benchmarks.polling.run import World
from benchmarks.polling.server import broken

LONGEST = 120.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    become_reaper()
    print("| round | load | healthy s, all well | among broken | ratio | peak MB | among broken |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for number in range(options.rounds):
        well, usual = measure(options.feeds, 0.0)
        among, peak = measure(options.feeds, options.share)
        print(
            f"| {number + 1} | {os.getloadavg()[0]:.1f} | {well:.1f} | {among:.1f} "
            f"| {among / well:.2f} | {usual:.0f} | {peak:.0f} ({peak - usual:+.0f}) |",
            flush=True,
        )


def measure(feeds: int, share: float) -> tuple[float, float]:
    """Seconds until the healthy feeds are stored, most MB until all have been tried."""
    bad = set(broken(feeds, share)) if share else set()
    with tempfile.TemporaryDirectory() as place, World(feeds) as world:
        folder, program = Path(place), Sariwarta()
        world.ask(f"_broken/{share}")
        program.prepare(folder, world.addresses())
        command, more = program.command(folder)
        begun, peak, healthy = time.monotonic(), 0.0, 0.0
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(more), stderr=subprocess.DEVNULL
        )
        while time.monotonic() - begun < LONGEST:
            time.sleep(0.1)
            peak = max(peak, memory(process.pid))
            stored, tried = progress(folder / "data" / "sariwarta.db")
            if not healthy and stored >= feeds - len(bad):
                healthy = time.monotonic() - begun
            if tried >= feeds:
                break
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        return healthy or LONGEST, peak


def progress(database: Path) -> tuple[int, int]:
    """How many feeds have entries, and how many have been tried."""
    if not database.exists():
        return 0, 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        query = "SELECT sum(health = 'ok'), count(last_poll) FROM feeds"
        stored, tried = connection.execute(query).fetchone()
    except sqlite3.OperationalError:
        return 0, 0  # The tables are not there yet.
    finally:
        connection.close()
    return stored or 0, tried


if __name__ == "__main__":
    main()
