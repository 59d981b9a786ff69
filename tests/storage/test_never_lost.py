"""Whatever happens to deliveries, each story is owed or sent to a subscriber exactly once."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage as storage_package
from bot.model import DigestId, DigestKind, SubscriberStatus
from bot.ports import Storage
from storage.tables import digests, outbox, subscribers
from tests.contract.given import HOUR, NOW, digest, parts, subscriber

Step = tuple[str, int]
# A cursor, and the ranges of the digests before it.
Covered = tuple[int, list[tuple[int, int]]]
# The database is one for all examples; each begins with empty tables.
_EMPTIED = (HealthCheck.function_scoped_fixture,)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["scheduled", "requested", "due", "sent", "retry", "recover", "pause", "resume"]
        ),
        st.integers(min_value=1, max_value=3),
    ),
    max_size=25,
)


class World:
    """Two chats, a clock that moves with each step, and news that never stops."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._now = NOW
        self._news = 0

    async def run(self, steps: list[Step]) -> None:
        for chat in (1, 2):
            await self._storage.subscribers.add(subscriber(chat))
        for name, number in steps:
            self._now += timedelta(minutes=40)
            await getattr(self, f"_{name}")(number)

    async def _scheduled(self, number: int) -> None:
        await self._promise(number, DigestKind.SCHEDULED)

    async def _requested(self, number: int) -> None:
        await self._promise(number, DigestKind.REQUESTED)

    async def _promise(self, number: int, kind: DigestKind) -> None:
        known = await self._storage.subscribers.by_chat(subscriber(1 + number % 2).chat_id)
        assert known is not None
        self._news += 1
        made = replace(
            digest(self._news, since=known.cursor, until=self._news),
            id=DigestId(self._news),
            kind=kind,
            made=self._now,
            next_due=self._now + HOUR,
        )
        expires = self._now + number * HOUR if kind is DigestKind.SCHEDULED else None
        messages = parts(*"abc"[:number])
        assert await self._storage.outbox.promise(known, made, messages, expires)

    async def _due(self, number: int) -> None:
        await self._storage.subscribers.due(self._now, number)

    async def _sent(self, number: int) -> None:
        for delivery in await self._storage.outbox.lease(self._now, number):
            await self._storage.outbox.sent(delivery.id, 1, self._now)

    async def _retry(self, number: int) -> None:
        for delivery in await self._storage.outbox.lease(self._now, number):
            await self._storage.outbox.retry(delivery.id, self._now + HOUR, "", uncertain=False)

    async def _recover(self, number: int) -> None:
        await self._storage.outbox.lease(self._now, number)
        await self._storage.outbox.recover()

    async def _pause(self, number: int) -> None:
        chat = subscriber(1 + number % 2).chat_id
        await self._storage.subscribers.set_status(chat, SubscriberStatus.PAUSED, "")

    async def _resume(self, number: int) -> None:
        chat = subscriber(1 + number % 2).chat_id
        await self._storage.subscribers.set_status(chat, SubscriberStatus.ACTIVE, "")


@settings(max_examples=30, deadline=None)
@given(steps=_STEPS)
def test_digests_cover_every_story_once(template: Path, steps: list[Step]) -> None:
    """The digests that were not taken back lie end to end from the beginning to the cursor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(template, folder))
        assert_covered(asyncio.run(live(f"sqlite+aiosqlite:///{path}", steps)))


@settings(max_examples=10, deadline=None, suppress_health_check=_EMPTIED)
@given(steps=_STEPS)
def test_they_do_on_postgresql(postgres_url: str, steps: list[Step]) -> None:
    asyncio.run(empty(postgres_url))

    assert_covered(asyncio.run(live(postgres_url, steps)))


def assert_covered(found: Sequence[Covered]) -> None:
    for cursor, covered in found:
        edges = [(0, 0), *covered]
        assert all(before[1] == after[0] for before, after in pairwise(edges)), covered
        assert edges[-1][1] == cursor


async def live(url: str, steps: list[Step]) -> list[Covered]:
    async with storage_package.open_storage(url) as opened:
        await World(opened).run(steps)
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        covered = await connection.run_sync(coverage)
    await engine.dispose()
    return covered


async def empty(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            text("TRUNCATE subscribers, digests, outbox RESTART IDENTITY CASCADE")
        )
    await engine.dispose()


def coverage(connection: Connection) -> list[Covered]:
    """Each subscriber's cursor and the ranges of its digests that stand."""
    told = (
        select(digests.c.since, digests.c.until)
        .join_from(digests, outbox, outbox.c.digest_id == digests.c.id)
        .where(outbox.c.state != "expired")
        .distinct()
        .order_by(digests.c.since)
    )
    return [
        (
            cursor,
            [
                (since, until)
                for since, until in connection.execute(
                    told.where(outbox.c.subscriber_id == identity)
                )
            ],
        )
        for identity, cursor in connection.execute(
            select(subscribers.c.id, subscribers.c.cursor)
        ).all()
    ]
