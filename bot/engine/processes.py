"""Which process this is, so that others on the same machine can see whether it still lives."""

import os
import socket
from pathlib import Path

_PROC = Path("/proc")


def name() -> str:
    """For people."""
    return f"{socket.gethostname()}/{os.getpid()}"


def mark() -> str:
    """Machine and container, process, and when it began; "" where nobody can tell."""
    place, began = _place(), _began(os.getpid())
    return f"{place} {os.getpid()} {began}" if place and began else ""


def is_gone(other: str) -> bool:
    """Whether that process has certainly ended; False when it is elsewhere or nobody can tell."""
    place, _, process = other.partition(" ")
    number, _, began = process.partition(" ")
    if not number.isdigit() or place != _place():
        return False
    return _began(int(number)) != began


def _place() -> str:
    """Process numbers mean the same only within one container on one running machine."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _began(number: int) -> str | None:
    """The 22nd field; the name in the second may hold blanks and brackets."""
    try:
        stat = (_PROC / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    # A zombie has ended, only nobody has asked for its exit code yet.
    return None if fields[0] == "Z" else fields[19]
