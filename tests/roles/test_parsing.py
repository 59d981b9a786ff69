"""Documents travel to the worker together; one that breaks it does not take the others along."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.errors import TryLater
from bot.roles.parsing import MOST_DOCUMENTS, Parser
from bot.roles.worker import FeedDocument
from tests.fakes.clock import START

Result = TypeVar("Result")


class Worker:
    """Runs the work here; dies of documents that hold the word."""

    def __init__(self, deadly: bytes = b"never") -> None:
        self.deadly = deadly
        self.journeys: list[int] = []

    async def run(self, work: Callable[..., Result], *args: object, limit: timedelta) -> Result:
        (documents,) = args
        assert isinstance(documents, tuple)
        self.journeys.append(len(documents))
        await asyncio.sleep(0)
        if any(self.deadly in document.body for document in documents):
            raise TryLater(f"the worker died within {limit}")
        return work(*args)


def document(name: str) -> FeedDocument:
    body = f"<rss version='2.0'><channel><title>{name}</title></channel></rss>".encode()
    return FeedDocument(
        body=body, url="http://a.id", headers={}, zone="UTC", language="", now=START
    )


async def test_what_waits_goes_together() -> None:
    worker = Worker()
    parser = Parser(worker)

    parsed = await asyncio.gather(*(parser.parse(document(str(n))) for n in range(20)))

    assert [feed.title for feed in parsed] == [str(n) for n in range(20)]
    assert max(worker.journeys) == MOST_DOCUMENTS
    assert len(worker.journeys) <= 4


async def test_one_deadly_document_harms_no_other() -> None:
    parser = Parser(Worker(deadly=b"3"))

    parsed = await asyncio.gather(
        *(parser.parse(document(str(n))) for n in range(6)), return_exceptions=True
    )

    assert [isinstance(one, TryLater) for one in parsed] == [n == 3 for n in range(6)]


async def test_closing_leaves_nobody_at_work() -> None:
    parser = Parser(Worker())
    waiting = asyncio.create_task(parser.parse(document("x")))
    await asyncio.sleep(0)

    await parser.close()
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
