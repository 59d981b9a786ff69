"""PgQueuer as the fleet's engine: jobs call as many members as there is work for.

every five seconds, on one member: what has waited for a second? -> jobs, one for each batch
a member that is free for the kind takes one -> its loop works until nothing is left -> done

A job holds no work. What there is to do stands in the tables and is leased from them, so a job
that gets lost, comes twice or too late changes nothing; another one follows five seconds later.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from pgqueuer.domain.types import QueueEntrypoint
from pgqueuer.models import Job, Schedule
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pgqueuer.sm import SchedulerManager

from bot.engine.jobs import call, queries_on, wanted
from bot.engine.local import AFTER_FAILURE
from bot.engine.membership import Duty
from bot.errors import OperatorMustAct
from bot.fleet import JobStore
from bot.ports import Clock

log = structlog.get_logger()

# Six fields: the last one are seconds.
EVERY = "* * * * * */5"
# What waits for less is on its way to somebody whom a bell or the clock has woken.
WAITED = timedelta(seconds=1)
# A job whose member has ended is given to another after this, as a post is (bot.roles.fleet).
HEARTBEAT = timedelta(seconds=10)
# While jobs wait that we may not take, because we are at work on another of their kind.
LOOK_AGAIN = timedelta(seconds=1)
# Without a word from the database: jobs are then looked for all the same.
LISTENING = timedelta(seconds=10)
# Whether the database can still be heard is tried so often, and an answer takes no longer.
# PgQueuer's own trial may begin before it listens, and then fails on a healthy line.
TRIAL, ANSWER = timedelta(seconds=30), timedelta(seconds=10)
ENDING = timedelta(seconds=5)


class Queue:
    """Takes jobs and, when it is this member's turn, makes them."""

    def __init__(
        self,
        jobs: JobStore,
        duties: Mapping[str, Duty],
        clock: Clock,
        listening: timedelta = LISTENING,
    ) -> None:
        self._jobs = jobs
        self._duties = duties
        self._clock = clock
        self._listening = listening

    async def run(self) -> None:
        """Until cancelled; a database that went away is found again."""
        while True:
            try:
                async with self._jobs.connections() as pool:
                    await _serve(self._managers(pool))
            except OperatorMustAct:
                raise
            except Exception as error:  # noqa: BLE001 -- the loop's edge: PgQueuer tells by its driver's errors
                log.warning("queue.cut", reason=_told(error))
            await asyncio.sleep(AFTER_FAILURE.total_seconds())

    def _managers(self, pool: object) -> "_Managers":
        queries = queries_on(pool)
        takes = _Taking(queries, queries.qbe.settings.channel, duties=self._duties)
        makes = SchedulerManager(queries)
        makes.shutdown = takes.shutdown
        makes.schedule("look", EVERY)(self._looking(queries))
        return _Managers(takes=takes, makes=makes, listening=self._listening)

    def _looking(self, queries: Queries) -> Callable[[Schedule], Awaitable[None]]:
        async def look(_: Schedule) -> None:
            waiting = await self._jobs.waiting(self._clock.now() - WAITED)
            await call(queries, wanted(waiting))

        return look


@dataclass
class _Taking(QueueManager):
    """One job of a name at a time, so that the others reach other members."""

    duties: Mapping[str, Duty] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.min_dequeue_poll_interval = LOOK_AGAIN
        for name, duty in self.duties.items():
            self.entrypoint(name)(self._answering(duty))

    def entrypoints_below_capacity_limits(self) -> set[QueueEntrypoint]:
        return {
            QueueEntrypoint(name)
            for name, duty in self.duties.items()
            if name not in self._busy and duty.is_mine()
        }

    async def fetch_jobs(
        self,
        batch_size: int,
        global_concurrency_limit: int | None,
        heartbeat_timeout: timedelta,
    ) -> AsyncGenerator[Job, None]:
        jobs = super().fetch_jobs(batch_size, global_concurrency_limit, heartbeat_timeout)
        async for job in jobs:
            self._busy.add(job.entrypoint)
            yield job

    def _answering(self, duty: Duty) -> Callable[[Job], Awaitable[None]]:
        async def answer(job: Job) -> None:
            duty.bell.ring_here()
            try:
                await _first(duty.bell.answered(), self.shutdown.wait())
            finally:
                self._busy.discard(job.entrypoint)

        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Managers:
    """PgQueuer's two loops on one pool."""

    takes: QueueManager
    makes: SchedulerManager
    listening: timedelta

    async def run(self) -> None:
        """Until one of them fails, or both were told to end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(
                self.takes.run(
                    dequeue_timeout=self.listening,
                    batch_size=1,
                    heartbeat_timeout=HEARTBEAT,
                    # Nobody asks for its statistics; whoever does has them counted then.
                    log_aggregation_interval=timedelta(0),
                )
            )
            group.create_task(self.makes.run())
            group.create_task(self._try_line())

    async def _try_line(self) -> None:
        """A line that was cut is made anew, with everything else."""
        while True:
            await _within(self.takes.shutdown.wait(), TRIAL)
            if self.takes.shutdown.is_set():
                return
            await self.takes.listener_healthy(ANSWER)


async def _serve(managers: _Managers) -> None:
    """Run; a stop is told first, so that jobs under way are handed back as what they are."""
    work = asyncio.create_task(managers.run())
    try:
        await asyncio.wait({work})
    finally:
        managers.takes.shutdown.set()
        await asyncio.wait({work}, timeout=ENDING.total_seconds())
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    work.result()


def _told(error: BaseException) -> str:
    """The first of those that came together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


async def _within(wait: Coroutine[None, None, object], limit: timedelta) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(limit.total_seconds()):
            await wait


async def _first(*waits: Coroutine[None, None, object]) -> None:
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
