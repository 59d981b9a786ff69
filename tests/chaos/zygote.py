"""Lives of the bot: real processes of the whole program, forked from one that has loaded it.

    python -m tests.chaos.zygote CLOCK_FILE ROLES

A line on standard input begins a life; its pid is printed, and after its end its status. Loading
the program takes seconds, which two hundred lives would only wait for. All that a life prints goes
to standard error.
"""

import mmap
import os
import struct
import sys
import traceback
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import running
from bot.clock import SystemClock
from bot.settings import read_settings

SIZE = struct.calcsize("d")


def main() -> None:
    clock_file, roles = sys.argv[1:]
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _live(Path(clock_file), tuple(roles.split(",")))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _live(clock_file: Path, roles: tuple[str, ...]) -> None:
    """Never returns: what the parent had buffered must not be written twice."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    code = 1
    try:
        code = running.run(read_settings(), roles, MovedClock(clock_file))
    except BaseException as error:  # noqa: BLE001 -- told in the log, as the command line would
        # One line: the report shows lines.
        print(f"ended by {traceback.format_exception(error)!r}", file=sys.stderr, flush=True)
    os._exit(code)


class MovedClock(SystemClock):
    """The computer's clock can not be set in a test; this one is moved from outside."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), SIZE, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        (seconds,) = struct.unpack("d", self._memory[:SIZE])
        return super().now() + timedelta(seconds=seconds)


if __name__ == "__main__":
    main()
