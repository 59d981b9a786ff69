"""Several bots on one database: each with its own subscribers, the news for all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model import ChatId, Incoming, SubscriberStatus, UpdateId
from bot.ports import Storage
from storage import open_storage
from tests.contract.given import DAY, HOUR, NOW, a_feed, promised, subscriber

FIRST, SECOND = 7000000001, 7000000002
CHAT = ChatId(1)


@asynccontextmanager
async def two_bots(url: str) -> AsyncIterator[tuple[Storage, Storage]]:
    async with open_storage(url, bot=FIRST) as one, open_storage(url, bot=SECOND) as other:
        yield one, other


async def test_person_may_use_both(database_url: str) -> None:
    """A private chat has the same number with every bot."""
    async with two_bots(database_url) as (one, other):
        here = await one.subscribers.add(subscriber(1))
        there = await other.subscribers.add(subscriber(1))
        await one.subscribers.set_status(CHAT, SubscriberStatus.PAUSED, "")

        assert here.id != there.id
        kept = await other.subscribers.by_chat(CHAT)
        assert kept is not None
        assert kept.status is SubscriberStatus.ACTIVE


async def test_each_sends_its_own(database_url: str) -> None:
    async with two_bots(database_url) as (one, other):
        await promised(one, 1, "satu")
        await promised(other, 1, "dua")

        [mine] = await one.outbox.lease(NOW, 9)
        assert await one.outbox.next_due() is None
        [theirs] = await other.outbox.lease(NOW, 9)
        assert await other.outbox.recover() == 1

        assert (mine.message.html, theirs.message.html) == ("satu", "dua")
        assert (await one.outbox.counts())["sending"] == 1


async def test_digests_are_planned_for_all(database_url: str) -> None:
    async with two_bots(database_url) as (one, other):
        await one.subscribers.add(subscriber(1))
        await other.subscribers.add(subscriber(1))

        [together] = await one.subscribers.due(NOW, 9)
        assert len(together.ids) == 2


async def test_feeds_are_shared(database_url: str) -> None:
    async with two_bots(database_url) as (one, other):
        await a_feed(one)

        assert len(await other.feeds.all()) == 1


async def test_forgetting_and_moving_stay_with_the_bot(database_url: str) -> None:
    async with two_bots(database_url) as (one, other):
        for each in (one, other):
            await each.subscribers.add(subscriber(1))
            await each.subscribers.add(subscriber(-5))

        await one.subscribers.forget(CHAT)
        await one.subscribers.move_chat(ChatId(-5), ChatId(-1005))

        assert await other.subscribers.by_chat(CHAT) is not None
        assert await other.subscribers.by_chat(ChatId(-5)) is not None
        assert await one.subscribers.by_chat(ChatId(-1005)) is not None


async def test_updates_are_counted_apart(database_url: str) -> None:
    update = Incoming(id=UpdateId(5), body='{"update_id": 5}')
    async with two_bots(database_url) as (one, other):
        assert await one.inbox.take_in([update], NOW) == (update,)
        assert await other.inbox.take_in([update], NOW) == (update,)
        await one.inbox.handled(update.id, NOW)

        assert (await one.tidy(NOW + 2 * DAY, DAY + HOUR))["inbox"] == 1
        assert await other.inbox.left(NOW) == (update,)


async def test_first_bot_takes_over_what_was_there(database_url: str) -> None:
    async with open_storage(database_url) as before:
        await before.subscribers.add(subscriber(1))
        await promised(before, 2, "satu")

    async with two_bots(database_url) as (one, other):
        assert await one.subscribers.by_chat(CHAT) is not None
        assert len(await one.outbox.lease(NOW, 9)) == 1
        assert await other.subscribers.by_chat(CHAT) is None
