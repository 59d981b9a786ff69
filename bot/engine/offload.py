"""CPU work in worker processes that survive being killed and are held to a time limit."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as WorkTimeoutError
from datetime import timedelta
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.errors import TryLater

Result = TypeVar("Result")

# A worker is replaced after so many tasks: parsers fragment memory over weeks.
TASKS_PER_WORKER = 2000


class WorkerPool:
    """`workers` processes made by a fork server, started by the first task.

    A process and not a thread: a 1 MB feed stalls the event loop for seconds in a thread's
    place, 1-3 ms here. Only compact picklable values cross.
    """

    def __init__(self, workers: int = 1) -> None:
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=TASKS_PER_WORKER,
            context=multiprocessing.get_context("forkserver"),
        )

    async def run(self, work: Callable[..., Result], *args: object, limit: timedelta) -> Result:
        """Run an importable function; raises TryLater when it took too long or died."""
        future = self._pool.schedule(work, args=list(args), timeout=limit.total_seconds())
        try:
            # Shielded: cancelling a pebble task races with its worker's restart.
            return await asyncio.shield(asyncio.wrap_future(future))
        except WorkTimeoutError as error:
            raise TryLater(f"{work.__name__} took longer than {limit}") from error
        except ProcessExpired as error:
            raise TryLater(f"the worker died in {work.__name__}") from error

    async def close(self) -> None:
        """Stop the workers; unfinished work is lost, as it would be in a crash."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        await asyncio.to_thread(self._pool.join)
