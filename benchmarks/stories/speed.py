"""Grouping at 1,000 to 10,000 live reports: reports a second, memory, time until ready again.

python -m benchmarks.stories.speed
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.stories.stream import stream
from bot.model import StoryId
from bot.stories.group import Grouper
from bot.stories.window import SPAN

LIVE = (1_000, 3_000, 10_000)
MEASURED = 600
BASE = LIVE[0]


def main(arguments: Sequence[str]) -> None:
    if arguments:
        print(json.dumps(measure(int(arguments[0]))))
        return
    # A process each: memory that one size took would be counted for the next.
    rows = {live: _in_own_process(live) for live in LIVE}
    print(f"{'live':>7} {'reports/s':>10} {'CPU ms':>8} {'of first':>9} {'MiB':>6} {'ready s':>8}")
    for live, row in rows.items():
        ratio = row["ms"] / rows[BASE]["ms"]
        print(
            f"{live:>7,} {1000 / row['ms']:>10.0f} {row['ms']:>8.2f} {ratio:>8.2f}x"
            f" {row['mib']:>6.0f} {row['ready']:>8.1f}"
        )
    print(f"{LIVE[-1] / BASE:.0f} times the live reports; ready = all sketched and indexed anew")


def measure(live: int) -> dict[str, float]:
    """CPU time a report with so many live, memory of the whole process, time to fill again."""
    spread = SPAN * ((live + MEASURED) / live)
    reports = list(stream(live + MEASURED, spread=spread))
    texts = _memory()
    grouper = Grouper()
    begun = time.process_time()
    for report in reports[:live]:
        grouper.add(report, StoryId(report.id))
    ready = time.process_time() - begun
    begun = time.process_time()
    for report in reports[live:]:
        placement = grouper.decide(report)
        grouper.add(report, placement.story_id or StoryId(report.id), placement.affair_id)
    spent = time.process_time() - begun
    return {"ms": 1000 * spent / MEASURED, "mib": _memory() - texts, "ready": ready}


def _memory() -> float:
    """Resident MiB of this process."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmRSS: this benchmark reads Linux' /proc")


def _in_own_process(live: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.stories.speed", str(live)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
