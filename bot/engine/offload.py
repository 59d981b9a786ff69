"""CPU work in worker processes that may be killed, are held to a time limit, and end when idle."""

import asyncio
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar, cast

from bot.engine.worker import LENGTH, READY, frame
from bot.errors import TryLater

Result = TypeVar("Result")

# A worker is replaced after so many tasks: parsers fragment memory over weeks.
TASKS_PER_WORKER = 2000
# Loading the libraries again takes about a second; keeping them takes 60 to 110 MB.
IDLE = timedelta(seconds=45)
# Starting Python on a machine under load.
STARTING = timedelta(seconds=60)


class WorkerPool:
    """At most `workers` processes, started by the first task that needs them.

    Processes and not threads: a 1 MB feed stalls the event loop for seconds in a thread's
    place, 1-3 ms here. Only compact picklable values cross.
    """

    def __init__(self, workers: int = 1, *, idle: timedelta = IDLE) -> None:
        self._room = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []
        self._longest_idle = idle
        self._closed = False
        # Told the name and seconds of every task, for metrics.
        self.on_done: Callable[[str, float], None] = lambda _name, _seconds: None

    async def run(self, work: Callable[..., Result], *args: object, limit: timedelta) -> Result:
        """Run an importable function; raises TryLater when it took too long or died."""
        task = pickle.dumps((work, args))
        async with self._room:
            worker = self._idle.pop() if self._idle else await _Worker.start()
            began = asyncio.get_running_loop().time()
            try:
                answer = await worker.do(task, limit)
            except BaseException as error:
                # Cancelled, too long or dead: what it is doing nobody knows, so it ends.
                await worker.end()
                raise _told(error, work.__name__, limit) from error
            finally:
                self.on_done(work.__name__, asyncio.get_running_loop().time() - began)
            await self._keep(worker)
        value, failure = pickle.loads(answer)  # noqa: S301 -- from the process that we started
        if failure is not None:
            raise failure
        return cast(Result, value)

    async def close(self) -> None:
        """Stop the workers; unfinished work is lost, as it would be in a crash."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    @property
    def processes(self) -> int:
        """How many workers wait for tasks."""
        return len(self._idle)

    async def _keep(self, worker: "_Worker") -> None:
        if self._closed or worker.tasks >= TASKS_PER_WORKER:
            await worker.end()
            return
        self._idle.append(worker)
        worker.end_after(self._longest_idle, self._idle)


class _Worker:
    """One process and how to speak with it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._ending: asyncio.Task[None] | None = None
        self.tasks = 0

    @classmethod
    async def start(cls) -> "_Worker":
        """A process that is ready; raises TryLater."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.engine.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(STARTING.total_seconds()):
                await worker._read(len(READY))
        except BaseException as error:
            await worker.end()
            raise _told(error, "its start", STARTING) from error
        return worker

    async def do(self, task: bytes, limit: timedelta) -> bytes:
        """Raises TimeoutError, or EOFError when it died."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        self.tasks += 1
        async with asyncio.timeout(limit.total_seconds()):
            stdin = self._process.stdin
            assert stdin is not None  # noqa: S101 -- a pipe was asked for
            stdin.write(frame(task))
            await stdin.drain()
            [length] = LENGTH.unpack(await self._read(LENGTH.size))
            return await self._read(length)

    def end_after(self, idle: timedelta, waiting: "list[_Worker]") -> None:
        """End when no task comes for so long; leaves the list of those that wait."""

        async def end() -> None:
            await asyncio.sleep(idle.total_seconds())
            waiting.remove(self)
            self._ending = None
            await self.end()

        self._ending = asyncio.create_task(end())

    async def end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        with suppress(ProcessLookupError):
            self._process.kill()
        await asyncio.shield(self._process.wait())

    async def _read(self, size: int) -> bytes:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 -- a pipe was asked for
        try:
            return await stdout.readexactly(size)
        except asyncio.IncompleteReadError as error:
            raise EOFError from error


def _told(error: BaseException, what: str, limit: timedelta) -> BaseException:
    """The error for the caller."""
    match error:
        case TimeoutError():
            return TryLater(f"{what} took longer than {limit}")
        case EOFError() | ConnectionError():
            return TryLater(f"the worker died in {what}")
        case _:
            return error
