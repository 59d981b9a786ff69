"""Runs reading and writing work; a write returns when it is durable."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from bot.errors import TryLater
from storage.engine import Connections

Given = ParamSpec("Given")
Result = TypeVar("Result")
Work = Callable[[Connection], object]

# Work waiting at one moment that shares one commit: large enough to make the commit cheap,
# small enough that the first in the group does not wait long for the last.
_GROUP = 64
_REPEATS = 5


class Writer(Protocol):
    """Runs work in transactions; the work must be a function of the database alone.

    It may run twice: a transaction that failed is begun anew.
    """

    async def run(self, work: Work) -> None: ...

    async def empty_log(self) -> None: ...

    async def close(self) -> None: ...


class Database:
    """One database: short read transactions side by side, writes through one writer."""

    def __init__(self, *, readers: Connections, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer

    @property
    def dialect(self) -> str:
        return self._readers.dialect

    async def read(
        self,
        work: Callable[Concatenate[Connection, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        return await self._readers.transact(lambda connection: work(connection, *args, **kwargs))

    async def write(
        self,
        work: Callable[Concatenate[Connection, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """Returns when the change is durable; a caller that is cancelled does not learn whether."""
        result: list[Result] = []

        def keep(connection: Connection) -> None:
            result[:] = [work(connection, *args, **kwargs)]

        await self._writer.run(keep)
        return result[0]

    async def empty_log(self) -> None:
        """What was deleted before is then in no file of the database any more."""
        await self._writer.empty_log()

    async def close(self) -> None:
        await self._writer.close()
        await self._readers.close()


class ServerWriter:
    """PostgreSQL orders writers itself; what it asks to repeat is repeated a few times."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def run(self, work: Work) -> None:
        for _ in range(_REPEATS - 1):
            try:
                await self._connections.transact(work)
            except TryLater as error:
                if not _is_conflict(error):
                    raise
            else:
                return
        await self._connections.transact(work)

    async def empty_log(self) -> None:
        await self._connections.empty_log()

    async def close(self) -> None:
        """The connections are the readers' too, and closed with them."""


def _is_conflict(error: TryLater) -> bool:
    cause = error.__cause__
    state = getattr(getattr(cause, "orig", None), "sqlstate", None)
    return str(state).startswith("40")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Job:
    work: Work
    done: asyncio.Future[None]


class GroupWriter:
    """SQLite has one writer at a time: one task writes for all, many calls to a commit.

    run(work) -> queue -> BEGIN IMMEDIATE, work, work, ..., COMMIT -> answers
    A group that fails is rolled back and each of its works runs alone, so that one bad
    call undoes no other.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._queue: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._closed = False
        self._task = asyncio.create_task(self._serve(), name="storage writer")

    async def run(self, work: Work) -> None:
        if self._closed:
            raise TryLater("the database is closed")
        job = _Job(work=work, done=asyncio.get_running_loop().create_future())
        self._queue.put_nowait(job)
        await job.done

    async def empty_log(self) -> None:
        await self._connections.empty_log()

    async def close(self) -> None:
        """What was asked before is still written."""
        if not self._closed:
            self._closed = True
            self._queue.put_nowait(None)
        await self._task
        await self._connections.close()

    async def _serve(self) -> None:
        open_for_work = True
        while open_for_work:
            waiting = [await self._queue.get()]
            while len(waiting) < _GROUP and not self._queue.empty():
                waiting.append(self._queue.get_nowait())
            open_for_work = None not in waiting
            jobs = [job for job in waiting if job is not None and not job.done.cancelled()]
            if jobs:
                await self._commit(jobs)

    async def _commit(self, jobs: Sequence[_Job]) -> None:
        error = await self._try(jobs)
        if error is None:
            return
        if len(jobs) == 1 or isinstance(error, TryLater):
            _fail(jobs, error)
            return
        for job in jobs:
            alone = await self._try([job])
            if alone is not None:
                _fail([job], alone)

    async def _try(self, jobs: Sequence[_Job]) -> Exception | None:
        try:
            await self._connections.transact(partial(_all, jobs))
        except Exception as error:  # noqa: BLE001 -- handed on to the callers who asked
            return error
        for job in jobs:
            if not job.done.done():
                job.done.set_result(None)
        return None


def _all(jobs: Sequence[_Job], connection: Connection) -> None:
    for job in jobs:
        job.work(connection)


def _fail(jobs: Sequence[_Job], error: Exception) -> None:
    for job in jobs:
        if not job.done.done():
            job.done.set_exception(error)
