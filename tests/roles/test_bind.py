"""Chats that feeds.yaml gives to an edition."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.digests.timetable import next_digest
from bot.editions import Edition
from bot.model import ChatId, Subscriber, SubscriberStatus, TopicKey
from bot.ports import Storage
from bot.roles.bind import bind_editions
from storage import open_storage
from tests.fakes.clock import START
from tests.flows.given import subscriber

CHANNEL = ChatId(-1_001_234_567_890)
MORNING = Edition(
    key="pagi",
    titles=(("id", "Pagi"),),
    topics=(TopicKey("ekonomi"),),
    hours=(time(6),),
    chats=(CHANNEL,),
)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'b.db'}") as opened:
        yield opened


async def bound(storage: Storage, edition: Edition = MORNING) -> int:
    report = await bind_editions(storage.subscribers, (edition,), START, next_digest)
    return report.done


async def channel(storage: Storage) -> Subscriber:
    found = await storage.subscribers.by_chat(CHANNEL)
    assert found is not None
    return found


async def test_unknown_channel_begins(storage: Storage) -> None:
    assert await bound(storage) == 1

    known = await channel(storage)
    assert (known.topics, known.hours) == (MORNING.topics, MORNING.hours)
    assert known.status is SubscriberStatus.ACTIVE
    assert known.due is not None


async def test_second_start_changes_nothing(storage: Storage) -> None:
    await bound(storage)

    assert await bound(storage) == 0


async def test_changed_edition_moves_its_channel(storage: Storage) -> None:
    await bound(storage)
    before = await channel(storage)

    await bound(storage, replace(MORNING, hours=(time(17),), topics=(TopicKey("hukum"),)))

    after = await channel(storage)
    assert (after.id, after.topics) == (before.id, (TopicKey("hukum"),))
    assert after.due != before.due


async def test_paused_chat_stays_paused(storage: Storage) -> None:
    paused = subscriber("irak", hours=(9,), chat_id=CHANNEL)
    await storage.subscribers.add(replace(paused, status=SubscriberStatus.PAUSED, due=None))

    await bound(storage)

    known = await channel(storage)
    assert (known.status, known.due) == (SubscriberStatus.PAUSED, None)
    assert known.topics == MORNING.topics
