"""Runs one program for one round and measures all its processes."""

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.polling.programs import ROOT, Program, environment

LONGEST = 600.0  # seconds for a round
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a round took."""

    cpu: float  # seconds of all processes, start and end included
    wall: float  # seconds until the round was done
    peak: float  # MB of all processes together (PSS)
    finished: bool


def become_reaper() -> None:
    """Children of a measured process come to us when it ends, so that their time is counted."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run_round(program: Program, folder: Path, feeds: int) -> Cost:
    """Start the program, wait until it has polled every feed, end it, count."""
    before = _children_cpu()
    command, more = program.command(folder)
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder if program.runs_on else ROOT,
        env=environment(more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    done = threading.Event()
    listener = threading.Thread(target=_listen, args=(process, program, feeds, done), daemon=True)
    listener.start()
    peak = 0.0
    while not done.wait(0.1) and time.monotonic() - begun < LONGEST:
        peak = max(peak, memory(process.pid))
    wall = time.monotonic() - begun
    finished = done.is_set()
    peak = max(peak, memory(process.pid))
    if program.runs_on and process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(20 if finished else 1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    listener.join(5)
    _reap_orphans()
    return Cost(cpu=_children_cpu() - before, wall=wall, peak=peak, finished=finished)


def _listen(
    process: subprocess.Popen[str], program: Program, feeds: int, done: threading.Event
) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if program.is_done(line, feeds):
            done.set()
    done.set()


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap_orphans() -> None:
    """Wait for what the program left behind: a fork server ends by itself when it is alone."""
    for _ in range(200):
        orphans = [
            pid for pid in _children(os.getpid()) if "benchmarks.polling.server" not in _name(pid)
        ]
        if not orphans:
            return
        for pid in orphans:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                continue
        time.sleep(0.05)


def memory(pid: int) -> float:
    """MB of a process and all below it."""
    return _of_family(pid, _pss(pid)) / 1000


def _of_family(pid: int, size: int) -> int:
    total = size
    for child in _children(pid):
        own = _pss(child)
        # Between vfork and exec a child is its parent once more: the same memory, counted twice.
        is_parent = abs(own - size) < size / 50 and _name(child) == _name(pid)
        total += 0 if is_parent else _of_family(child, own)
    return total


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for t in threads for c in (t / "children").read_text().split()]
    except OSError:
        return []


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
