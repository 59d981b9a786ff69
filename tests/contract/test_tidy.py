"""Retention: the old goes, what is listed or referred to stays."""

from dataclasses import replace
from datetime import datetime

from bot.model import Digest, DigestId
from bot.ports import Storage
from tests.contract.given import (
    DAY,
    FEED,
    HOUR,
    NOW,
    a_feed,
    begin,
    digest,
    entry,
    finish,
    parts,
    poll,
    promised,
    reports,
    stored,
    subscriber,
)

KEEP = 30 * DAY
LATER = NOW + 40 * DAY


async def unlist(storage: Storage, *, now: datetime) -> None:
    """The feed goes on with other news."""
    await poll(storage, await a_feed(storage), entry("lain", minutes_ago=None), now=now)


async def owe(storage: Storage, what: Digest) -> None:
    known = await storage.subscribers.add(subscriber())
    assert await storage.outbox.promise(known, what, parts("satu"), None)
    [delivery] = await storage.outbox.lease(what.made, 1)
    await storage.outbox.sent(delivery.id, 1, what.made)


async def test_old_story_goes_with_its_reports(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    for report in (first, second):
        await finish(storage, await begin(storage, report))
    await unlist(storage, now=LATER)

    deleted = await storage.tidy(LATER, KEEP)

    assert deleted["stories"] == 2
    assert [report.title for report in await stored(storage, now=LATER)] == ["Berita lain"]
    assert (await storage.stats())["entries"] == 1


async def test_young_story_stays(storage: Storage) -> None:
    [report] = await reports(storage, 1)
    await finish(storage, await begin(storage, report))
    await unlist(storage, now=NOW + 20 * DAY)

    assert (await storage.tidy(NOW + 20 * DAY, KEEP))["stories"] == 0


async def test_listed_entry_stays_known(storage: Storage) -> None:
    """Deleted, it would be new again at the next poll: an undated one with today's date."""
    state = await a_feed(storage)
    old = entry("abadi", minutes_ago=None)
    await poll(storage, state, old)
    [report] = await stored(storage)
    await finish(storage, await begin(storage, report))
    await poll(storage, state, old, now=LATER)

    await storage.tidy(LATER, KEEP)

    assert await poll(storage, state, old, now=LATER + HOUR) == 0


async def test_unchanged_feed_keeps_its_entries_known(storage: Storage) -> None:
    """A feed that answers 304 for months still lists what it listed."""
    state = await a_feed(storage)
    await poll(storage, state, entry("diam", minutes_ago=None))
    await poll(storage, state, now=LATER)

    await storage.tidy(LATER, KEEP)

    assert await poll(storage, state, entry("diam", minutes_ago=None), now=LATER + HOUR) == 0


async def test_loose_old_entry_goes(storage: Storage) -> None:
    await reports(storage, 3)
    await unlist(storage, now=LATER)

    assert (await storage.tidy(LATER, KEEP))["entries"] == 3


async def test_entries_of_a_removed_feed_go(storage: Storage) -> None:
    await reports(storage, 3)
    await storage.feeds.sync([], NOW)

    assert (await storage.tidy(LATER, KEEP))["entries"] == 3
    [state] = await storage.feeds.all()
    assert state.feed == replace(FEED, enabled=False)


async def test_story_of_a_kept_digest_stays(storage: Storage) -> None:
    """The button for more must still find it."""
    [report] = await reports(storage, 1)
    story_id = await begin(storage, report)
    await finish(storage, story_id)
    stories = await storage.stories.get([story_id])
    await owe(storage, replace(digest(1, stories=stories), made=NOW + 35 * DAY))
    await unlist(storage, now=LATER)

    await storage.tidy(LATER, KEEP)

    kept = await storage.outbox.digest(DigestId(1))
    assert kept is not None
    assert [story.id for story in kept.stories] == [story_id]


async def test_settled_delivery_goes_with_digest_and_message(storage: Storage) -> None:
    await owe(storage, digest(1))

    deleted = await storage.tidy(LATER, KEEP)

    assert (deleted["outbox"], deleted["digests"], deleted["messages"]) == (1, 1, 1)


async def test_owed_delivery_stays_however_old(storage: Storage) -> None:
    await promised(storage, 1, "satu")

    await storage.tidy(LATER, KEEP)

    [delivery] = await storage.outbox.lease(LATER, 1)
    assert delivery.message.html == "satu"


async def test_message_in_use_again_stays(storage: Storage) -> None:
    await owe(storage, digest(1))
    await promised(storage, 2, "satu", number=2)

    await storage.tidy(LATER, KEEP)

    [delivery] = await storage.outbox.lease(LATER, 1)
    assert delivery.message.html == "satu"


async def test_second_tidy_finds_nothing(storage: Storage) -> None:
    await reports(storage, 3)
    await unlist(storage, now=LATER)
    await storage.tidy(LATER, KEEP)

    assert not any((await storage.tidy(LATER, KEEP)).values())
