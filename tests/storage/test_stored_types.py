"""SQLite stores whatever it is given: every column must hold what its table says."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Float, Integer

import storage as storage_package
from bot.model import JoinReason, Story, SubscriberStatus
from bot.ports import Storage
from storage.tables import metadata
from tests.contract.given import (
    DAY,
    FEED,
    HOUR,
    NOW,
    begin,
    digest,
    entry,
    finish,
    parts,
    poll,
    promised,
    reports,
    subscriber,
)

_NUMBERS = (BigInteger, Integer, Boolean, Float)


async def test_numbers_are_stored_as_numbers(sqlite_path: Path, sqlite_url: str) -> None:
    """A moment kept as text would be later than every number."""
    async with storage_package.open_storage(sqlite_url) as opened:
        await live_a_little(opened)

    with closing(sqlite3.connect(sqlite_path)) as connection:
        found = {
            f"{table.name}.{column.name}": kind
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(getattr(column.type, "impl", column.type), _NUMBERS)
            for (kind,) in connection.execute(
                f'SELECT DISTINCT typeof("{column.name}") FROM "{table.name}"'  # noqa: S608 -- own names
            )
            if kind not in ("integer", "real", "null")
        }
    assert found == {}


async def live_a_little(storage: Storage) -> None:
    """Each way that writes a moment, a number or a flag."""
    first, second, third = await reports(storage, 3)
    story_id = await begin(storage, second)
    for report in (third, first):
        await storage.stories.join(report, story_id, JoinReason.SAME_NEWS, "")
    await storage.stories.begin(second, JoinReason.SPLIT_BY_ADMIN, "")
    await storage.stories.save_text(first.id, "Teks.")
    await storage.stories.set_affair(story_id, story_id)
    await finish(storage, story_id)
    await storage.stories.lease_entries(NOW + HOUR, NOW, 10)
    [state] = await storage.feeds.lease(NOW + HOUR, NOW + DAY, 10)
    await poll(storage, state, replace(entry("1"), title="Baru"), entry("9"), now=NOW + 2 * DAY)
    await storage.feeds.sync([replace(FEED, interval=HOUR)], NOW)
    await live_with_subscribers(storage, await storage.stories.get([story_id]))


async def live_with_subscribers(storage: Storage, stories: tuple[Story, ...]) -> None:
    known = await storage.subscribers.add(subscriber())
    made = digest(await storage.outbox.new_digest_id(), stories=stories)
    await storage.outbox.promise(known, made, parts("a", "b", "c"), NOW + HOUR)
    for outcome in range(3):
        [delivery] = await storage.outbox.lease(NOW, 1)
        if outcome == 0:
            await storage.outbox.sent(delivery.id, 5, NOW)
        elif outcome == 1:
            await storage.outbox.give_up(delivery.id, "x", NOW)
        else:
            await storage.outbox.retry(delivery.id, NOW + HOUR, "x", uncertain=True)
    other = await promised(storage, 2, "a")
    await storage.subscribers.set_status(other.chat_id, SubscriberStatus.PAUSED, "")
    await storage.subscribers.save(replace(other, due=NOW))
