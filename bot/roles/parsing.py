"""Sends changed documents to the worker a few at a time: one journey for many small feeds."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import TryLater
from bot.ports import Offload
from bot.roles.worker import FeedDocument, parse_feeds

if TYPE_CHECKING:
    from bot.feeds.parsed import ParsedFeed

# The hardest saved feed (1.2 MB, 200 full texts) takes 1.4 s; more is an attack or a bug.
LIMIT = timedelta(seconds=20)
# A journey costs what parsing a small feed's news costs; a large one would keep others waiting.
MOST_DOCUMENTS = 8
MOST_BYTES = 500_000


@dataclass(slots=True, eq=False)
class _Job:
    document: FeedDocument
    done: "asyncio.Future[ParsedFeed]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Parser:
    """While the worker is busy, documents gather; then they go together."""

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        self._waiting: deque[_Job] = deque()
        self._carrier: asyncio.Task[None] | None = None

    async def parse(self, document: FeedDocument) -> "ParsedFeed":
        """The document, read; raises TryLater when it took too long or killed the worker."""
        job = _Job(document)
        self._waiting.append(job)
        if self._carrier is None or self._carrier.done():
            self._carrier = asyncio.create_task(self._carry())
        return await job.done

    async def close(self) -> None:
        """What is still waiting stays unanswered."""
        if self._carrier is not None:
            self._carrier.cancel()
            await asyncio.gather(self._carrier, return_exceptions=True)

    async def _carry(self) -> None:
        while self._waiting:
            await self._parse(self._batch())

    def _batch(self) -> list[_Job]:
        jobs = [self._waiting.popleft()]
        size = len(jobs[0].document.body)
        while self._waiting and len(jobs) < MOST_DOCUMENTS:
            size += len(self._waiting[0].document.body)
            if size > MOST_BYTES:
                break
            jobs.append(self._waiting.popleft())
        return jobs

    async def _parse(self, jobs: list[_Job]) -> None:
        documents = tuple(job.document for job in jobs)
        try:
            parsed = await self._offload.run(parse_feeds, documents, limit=LIMIT)
        except TryLater as error:
            if len(jobs) == 1:
                _fail(jobs[0], error)
                return
            # One of them was too much: alone, each answers for itself.
            for job in jobs:
                await self._parse([job])
        except Exception as error:  # noqa: BLE001 - handed on to those who asked
            for job in jobs:
                _fail(job, error)
        else:
            for job, one in zip(jobs, parsed, strict=True):
                if not job.done.done():
                    job.done.set_result(one)


def _fail(job: _Job, error: Exception) -> None:
    if not job.done.done():
        job.done.set_exception(error)
