"""The worker pool outlives what its tasks do to it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.engine.offload import WorkerPool
from bot.errors import TryLater

LIMIT = timedelta(seconds=240)


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool()
    yield pool
    await pool.close()


async def test_work_runs_in_another_process(pool: WorkerPool) -> None:
    assert await pool.run(os.getpid, limit=LIMIT) != os.getpid()


async def test_too_long_work_is_ended_and_told(pool: WorkerPool) -> None:
    with pytest.raises(TryLater, match="took longer"):
        await pool.run(time.sleep, 60, limit=timedelta(milliseconds=200))

    assert await pool.run(abs, -1, limit=LIMIT) == 1


async def test_killed_worker_is_replaced(pool: WorkerPool) -> None:
    with pytest.raises(TryLater, match="died"):
        await pool.run(os._exit, 9, limit=LIMIT)

    assert await pool.run(abs, -1, limit=LIMIT) == 1


async def test_error_of_the_work_comes_through(pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await pool.run(int, "x", limit=LIMIT)


class Stubborn(Exception):
    """Pickles, but its class wants an argument more when it comes back."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(f"{name} in {place}")


def stubborn() -> None:
    raise Stubborn("the bug", "here")


async def test_error_that_can_not_travel_is_told_in_words(pool: WorkerPool) -> None:
    with pytest.raises(RuntimeError, match="Stubborn: the bug in here"):
        await pool.run(stubborn, limit=LIMIT)


async def test_printing_work_does_not_disturb_the_answers(pool: WorkerPool) -> None:
    await pool.run(print, "between the frames", limit=LIMIT)

    assert await pool.run(abs, -1, limit=LIMIT) == 1


async def test_idle_worker_ends_and_the_next_task_starts_another() -> None:
    pool = WorkerPool(idle=timedelta(0))
    first = await pool.run(os.getpid, limit=LIMIT)

    async with asyncio.timeout(240):
        while pool.processes:  # noqa: ASYNC110 -- the end of a process is no event here
            await asyncio.sleep(0)

    assert await pool.run(os.getpid, limit=LIMIT) != first
    await pool.close()


async def test_cancelled_task_leaves_no_worker_behind(pool: WorkerPool) -> None:
    await pool.run(abs, -1, limit=LIMIT)
    task = asyncio.create_task(pool.run(time.sleep, 60, limit=LIMIT))
    await asyncio.sleep(0)

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert pool.processes == 0
    assert await pool.run(abs, -1, limit=LIMIT) == 1
