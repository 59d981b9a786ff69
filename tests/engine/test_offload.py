"""The worker pool outlives what its tasks do to it."""

import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.engine.offload import WorkerPool
from bot.errors import TryLater

LIMIT = timedelta(seconds=30)


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
