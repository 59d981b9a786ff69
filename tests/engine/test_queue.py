"""Jobs call as many members as there is work for, each for what it may do."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import make_url

from bot.engine.jobs import MOST_JOBS, call, queries_on, wanted
from bot.engine.local import Bell, Loop, run_loops
from bot.engine.membership import Duty
from bot.engine.queue import Queue
from bot.fleet import JobStore
from bot.model import RoleReport
from storage import open_storage
from storage.engine import server
from tests.engine.test_hints import cut_others
from tests.fakes.clock import START, FakeClock

# Only what hangs is ended.
LIMIT = 60
# How often a member looks for jobs that nobody told it of.
OFTEN = timedelta(seconds=0.1)


@dataclass
class Work:
    """A role whose rounds the test lets through one by one."""

    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    goes_on: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    bell: Bell = field(default_factory=Bell)

    async def round(self) -> RoleReport:
        self.begun.release()
        await self.goes_on.acquire()
        return RoleReport(role="poll")


class Waiting:
    """bot.fleet.JobStore whose counts the test says."""

    def __init__(self, inner: JobStore, found: Mapping[str, int] | None = None) -> None:
        self._inner = inner
        self._found = found or {}

    async def waiting(self, since: datetime) -> Mapping[str, int]:
        del since
        return self._found

    def connections(self) -> Any:  # Any: the driver has no types
        return self._inner.connections()


@asynccontextmanager
async def at_work(jobs: JobStore, *works: Work, may: bool = True) -> AsyncIterator[None]:
    """Members of a fleet, each with one role, after their first look by themselves."""
    tasks = []
    for work in works:
        loop = Loop(name="poll", work=work.round, next_due=_never, bell=work.bell)
        duty = Duty(bell=work.bell, is_mine=lambda: may)
        tasks.append(asyncio.create_task(run_loops((loop,), FakeClock(START))))
        async with asyncio.timeout(LIMIT):
            await work.begun.acquire()
        work.goes_on.release()
        tasks.append(
            asyncio.create_task(Queue(jobs, {"poll": duty}, FakeClock(START), OFTEN).run())
        )
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _never() -> None:
    return None


async def begins(work: Work) -> None:
    async with asyncio.timeout(LIMIT):
        await work.begun.acquire()


async def emptied(queries: Any) -> None:  # Any: as above
    async with asyncio.timeout(LIMIT):
        while await queries.queue_size():  # noqa: ASYNC110 -- PgQueuer tells nobody
            await asyncio.sleep(0.02)


async def test_two_jobs_call_two_members(postgres_url: str) -> None:
    one, other = Work(), Work()
    async with open_storage(postgres_url) as storage:
        assert storage.jobs is not None
        jobs = Waiting(storage.jobs)
        async with at_work(jobs, one, other), jobs.connections() as pool:
            await call(queries_on(pool), {"poll": 2})

            # Neither is let through before both have begun: each took one.
            await begins(one)
            await begins(other)

            one.goes_on.release()
            other.goes_on.release()
            await emptied(queries_on(pool))


async def test_one_member_asks_for_what_has_waited(postgres_url: str) -> None:
    work = Work()
    async with open_storage(postgres_url) as storage:
        assert storage.jobs is not None
        async with at_work(Waiting(storage.jobs, {"poll": 1}), work):
            await begins(work)


async def test_job_waits_for_whoever_may_do_it(postgres_url: str) -> None:
    stand_by, holder = Work(), Work()
    async with open_storage(postgres_url) as storage:
        assert storage.jobs is not None
        jobs = Waiting(storage.jobs)
        async with at_work(jobs, stand_by, may=False), jobs.connections() as pool:
            await call(queries_on(pool), {"poll": 1})
            async with at_work(jobs, holder):
                await begins(holder)

                holder.goes_on.release()
                await emptied(queries_on(pool))
    assert stand_by.begun.locked()


async def test_cut_connections_are_made_anew(postgres_url: str) -> None:
    work = Work()
    async with open_storage(postgres_url) as storage:
        assert storage.jobs is not None
        jobs = Waiting(storage.jobs)
        async with at_work(jobs, work):
            async with jobs.connections() as pool:
                await call(queries_on(pool), {"poll": 1})
            await begins(work)
            connections = server(make_url(postgres_url))
            await connections.transact(cut_others)
            await connections.close()
            work.goes_on.release()

            # Nobody could hand back the first job: it is taken again, or a new one is.
            async with jobs.connections() as pool:
                await call(queries_on(pool), {"poll": 1})
                await begins(work)


@pytest.mark.parametrize(("rows", "jobs"), [(0, None), (1, 1), (50, 1), (51, 2), (1000, MOST_JOBS)])
def test_a_batch_is_worth_a_member(rows: int, jobs: int | None) -> None:
    assert wanted({"poll": rows}).get("poll") == jobs


def test_a_post_needs_only_its_holder() -> None:
    assert wanted({"digest": 1, "deliver:7": 1}) == {"digest": 1, "deliver:7": 1}
