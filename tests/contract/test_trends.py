"""Counts over time, on every database."""

from dataclasses import replace
from datetime import timedelta

from bot.model import ChatId, Feed, FeedUpdate
from bot.ports import Storage
from tests.contract.given import DAY, FEED, NOW, entry, promised

WEEK = NOW - 6 * DAY


async def test_entries_are_counted_by_feed_and_day(storage: Storage) -> None:
    await storage.feeds.sync([FEED, Feed(url="https://sepi.example/rss", outlet="Sepi")], NOW)
    [state] = [each for each in await storage.feeds.all() if each.feed == FEED]
    for days_ago, names in ((6, ("a", "b")), (0, ("c",))):
        update = FeedUpdate(state=state, entries=tuple(entry(name) for name in names))
        await storage.feeds.record([update], NOW - days_ago * DAY)

    found = await storage.trends.entries(WEEK, DAY, 7)

    assert found == {state.id: (2, 0, 0, 0, 0, 0, 1)}


async def test_sent_messages_are_counted_by_hour(storage: Storage) -> None:
    for chat in (1, 2):
        await promised(storage, chat, "Kabar")
    for delivery in await storage.outbox.lease(NOW + DAY, 2):
        await storage.outbox.sent(delivery.id, 900, NOW + timedelta(minutes=90))

    assert await storage.trends.sent(NOW, timedelta(hours=1), 3) == (0, 2, 0)


async def test_people_add_up(storage: Storage) -> None:
    for chat, days_ago in ((1, 30), (2, 6), (3, 0)):
        await promised(storage, chat, "Kabar")
        known = await storage.subscribers.by_chat(ChatId(chat))
        assert known is not None
        await storage.subscribers.save(replace(known, joined=NOW - days_ago * DAY))

    assert await storage.trends.joined(WEEK, DAY, 7) == (2, 2, 2, 2, 2, 2, 3)
