"""Compare pollers: `python -m benchmarks.polling.run [--feeds 1000] [--rounds 3] [--peers]`.

Per round, every program in turn and each phase as a process of its own:
  cold       nothing known
  same       nothing changed
  tick       news in a tenth of the feeds
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections import defaultdict
from pathlib import Path
from statistics import median

from benchmarks.polling.measure import Cost, become_reaper, run_round
from benchmarks.polling.programs import ROOT, Limit, Program, Sariwarta, installed
from benchmarks.polling.server import address
from benchmarks.polling.world import ITEMS

PHASES = ("cold", "same", "tick")
Costs = dict[tuple[str, str], list[Cost]]


def main() -> None:
    options = _options()
    become_reaper()
    programs: list[Program] = [
        Limit(),
        Sariwarta(),
        *(installed(options.reader, options.rsstt) if options.peers else []),
    ]
    programs = [one for one in programs if isinstance(one, Limit) or options.only in one.name]
    costs: Costs = defaultdict(list)
    for number in range(options.rounds):
        for program in programs:
            measure(program, options, costs)
        print(f"round {number + 1}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    report(costs, programs, options.feeds)


def measure(program: Program, options: argparse.Namespace, costs: Costs) -> None:
    """The phases of one program on a world of its own."""
    with tempfile.TemporaryDirectory() as place, World(options.feeds, options.items) as world:
        folder = Path(place)
        world.ask(f"_latency/{options.latency}")
        world.ask(f"_broken/{options.broken}")
        program.prepare(folder, world.addresses())
        for phase in PHASES:
            if phase == "tick":
                world.ask("_tick/0.1")
            world.ask("_reset/0")
            cost = run_round(program, folder, options.feeds)
            costs[program.name, phase].append(cost)
            seen = world.ask("_asked/0")
            print(
                f"{program.name:42} {phase:5} cpu {cost.cpu:6.2f} wall {cost.wall:6.1f} "
                f"peak {cost.peak:4.0f} MB {'' if cost.finished else 'NOT DONE '}"
                f"stored {program.stored(folder)} {seen}",
                file=sys.stderr,
            )


class World:
    """The server process."""

    def __init__(self, feeds: int, items: int = ITEMS) -> None:
        self._feeds = feeds
        self._items = items

    def __enter__(self) -> "World":
        size = (str(self._feeds), str(self._items))
        command = [sys.executable, "-m", "benchmarks.polling.server", *size]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def addresses(self) -> list[str]:
        return [f"http://{address(i)}:{self._port}/f/{i}.xml" for i in range(self._feeds)]

    def ask(self, path: str) -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/{path}") as answer:
            return dict(json.load(answer))


def report(costs: Costs, programs: list[Program], feeds: int) -> None:
    """One table: CPU seconds, in brackets how many times the limit of the same run."""
    print(f"\n{feeds} feeds; CPU s (x limit), medians; wall s; peak MB\n")
    print("| program | cold | same | tick | ms per changed feed | wall cold/same/tick | peak MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    limit = {phase: _cpu(costs, programs[0], phase) for phase in PHASES}
    for program in programs:
        cpu = {phase: _cpu(costs, program, phase) for phase in PHASES}
        cells = [f"{cpu[phase]:.2f} ({cpu[phase] / limit[phase]:.1f})" for phase in PHASES]
        changed = 1000 * (cpu["tick"] - cpu["same"]) / (feeds / 10)
        walls = (median(cost.wall for cost in costs[program.name, phase]) for phase in PHASES)
        peak = max(cost.peak for phase in PHASES for cost in costs[program.name, phase])
        wall = " / ".join(f"{one:.1f}" for one in walls)
        print(f"| {program.name} | {' | '.join(cells)} | {changed:.1f} | {wall} | {peak:.0f} |")


def _cpu(costs: Costs, program: Program, phase: str) -> float:
    return median(cost.cpu for cost in costs[program.name, phase])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=ITEMS, help="in each feed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--broken", type=float, default=0.0, help="share of feeds that misbehave")
    parser.add_argument("--peers", action="store_true", help="also the peers that are installed")
    parser.add_argument("--only", default="", help="a part of the names of those to run")
    parser.add_argument("--reader", default="", help="a Python that has lemon24's reader")
    parser.add_argument("--rsstt", default="", help="a Python that has rsstt")
    return parser.parse_args()


if __name__ == "__main__":
    main()
