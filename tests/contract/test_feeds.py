"""The feed store: catalogue, leases, poll results."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Feed, FeedHealth, FeedId, FeedState, FeedUpdate
from bot.ports import Storage
from tests.contract.given import DAY, FEED, HOUR, MINUTE, NOW, a_feed, entry, poll

OTHER = Feed(url="https://warta.example/atom", outlet="Warta Contoh")
LEASE_END = NOW + 5 * MINUTE

EVERYTHING = Feed(
    url="https://lengkap.example/rss",
    outlet="Lengkap",
    section="ekonomi",
    language="en",
    zone="Asia/Makassar",
    interval=timedelta(seconds=90),
    full_text=True,
    headers=(("X-Key", "rahasia"), ("Accept", "text/xml")),
    proxy="http://127.0.0.1:8118",
    weight=1.5,
    label="wire",
)


async def test_some_are_read_by_their_numbers(storage: Storage) -> None:
    await storage.feeds.sync([EVERYTHING, FEED, OTHER], NOW)
    first, _, last = await storage.feeds.all()

    assert await storage.feeds.get({last.id, first.id, FeedId(999)}) == (first, last)
    assert await storage.feeds.get([]) == ()


async def test_catalogue_line_comes_back_whole(storage: Storage) -> None:
    await storage.feeds.sync([EVERYTHING], NOW)

    [state] = await storage.feeds.all()

    assert state.feed == EVERYTHING
    assert state.health is FeedHealth.NEW
    assert state.last_poll is None


async def test_two_machines_may_start_on_an_empty_database(
    storage: Storage, colleague: Storage
) -> None:
    lines = [replace(FEED, url=f"https://warta.example/{number}") for number in range(300)]

    await asyncio.gather(*(each.feeds.sync(lines, NOW) for each in (storage, colleague)))

    assert len(await storage.feeds.all()) == len(lines)


async def test_new_feed_is_due_at_once(storage: Storage) -> None:
    await storage.feeds.sync([FEED], NOW)

    assert await storage.feeds.next_due() == NOW
    assert [state.feed for state in await storage.feeds.lease(NOW, LEASE_END, 10)] == [FEED]


async def test_second_sync_changes_nothing(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state)

    await storage.feeds.sync([FEED], NOW + DAY)

    [again] = await storage.feeds.all()
    assert again.next_poll == NOW + HOUR


async def test_missing_feed_is_kept_but_disabled(storage: Storage) -> None:
    await storage.feeds.sync([FEED, OTHER], NOW)

    await storage.feeds.sync([OTHER], NOW)

    assert {state.feed.url: state.feed.enabled for state in await storage.feeds.all()} == {
        FEED.url: False,
        OTHER.url: True,
    }
    assert [state.feed for state in await storage.feeds.lease(NOW, LEASE_END, 10)] == [OTHER]


async def test_returning_feed_keeps_what_was_learned(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, replace(state, etag='"abc"'))
    await storage.feeds.sync([], NOW)

    await storage.feeds.sync([FEED], NOW + MINUTE)

    [again] = await storage.feeds.all()
    assert again.id == state.id
    assert again.etag == '"abc"'
    assert again.feed.enabled


async def test_moved_feed_keeps_its_history(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, replace(state, etag='"abc"', entries_per_day=7.5), entry("satu"))
    there = replace(FEED, url="https://pindah.example/rss")

    await storage.feeds.sync([there], NOW + MINUTE, moved={FEED.url: there.url})

    [moved] = await storage.feeds.all()
    assert (moved.id, moved.feed.url, moved.entries_per_day) == (state.id, there.url, 7.5)
    assert moved.etag == ""
    assert await storage.feeds.next_due() == NOW + MINUTE


async def test_move_to_a_known_address_is_no_move(storage: Storage) -> None:
    await a_feed(storage)
    other = await a_feed(storage, OTHER)

    await storage.feeds.sync([OTHER], NOW, moved={FEED.url: OTHER.url})

    assert {state.id: state.feed.enabled for state in await storage.feeds.all()}[other.id]
    assert sum(state.feed.enabled for state in await storage.feeds.all()) == 1


async def test_returning_feed_is_polled_at_once(storage: Storage) -> None:
    await poll(storage, await a_feed(storage))
    await storage.feeds.sync([], NOW)

    await storage.feeds.sync([FEED], NOW + MINUTE)

    assert await storage.feeds.next_due() == NOW + MINUTE


async def test_changed_label_leaves_the_schedule_alone(storage: Storage) -> None:
    await poll(storage, await a_feed(storage))

    await storage.feeds.sync([replace(FEED, label="lokal")], NOW + MINUTE)

    [state] = await storage.feeds.all()
    assert state.feed.label == "lokal"
    assert await storage.feeds.next_due() == NOW + HOUR


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(FEED, interval=timedelta(seconds=5)), id="interval"),
        pytest.param(replace(FEED, headers=(("Cookie", "a=b"),)), id="headers"),
        pytest.param(replace(FEED, proxy="http://127.0.0.1:1"), id="proxy"),
    ],
)
async def test_changed_way_of_fetching_is_tried_at_once(storage: Storage, changed: Feed) -> None:
    await poll(storage, await a_feed(storage))

    await storage.feeds.sync([changed], NOW + MINUTE)

    assert await storage.feeds.next_due() == NOW + MINUTE


async def test_lease_takes_the_earliest_first(storage: Storage) -> None:
    feeds = [Feed(url=f"https://f{n}.example/", outlet="F") for n in range(3)]
    await storage.feeds.sync(feeds, NOW)
    first, second, third = await storage.feeds.all()
    await storage.feeds.record(
        [
            FeedUpdate(state=replace(first, next_poll=NOW + 3 * MINUTE)),
            FeedUpdate(state=replace(second, next_poll=NOW + MINUTE)),
            FeedUpdate(state=replace(third, next_poll=NOW + 2 * MINUTE)),
        ],
        NOW,
    )

    leased = await storage.feeds.lease(NOW + HOUR, NOW + 2 * HOUR, 2)

    assert [state.id for state in leased] == [second.id, third.id]


async def test_leased_feed_is_hidden_until_its_end(storage: Storage) -> None:
    await storage.feeds.sync([FEED], NOW)
    await storage.feeds.lease(NOW, LEASE_END, 10)

    assert await storage.feeds.lease(LEASE_END - MINUTE, LEASE_END, 10) == ()
    assert await storage.feeds.next_due() == LEASE_END
    assert len(await storage.feeds.lease(LEASE_END, LEASE_END + HOUR, 10)) == 1


async def test_lease_keeps_the_planned_poll_time(storage: Storage) -> None:
    await storage.feeds.sync([FEED], NOW)

    [leased] = await storage.feeds.lease(NOW + MINUTE, LEASE_END, 10)

    assert leased.next_poll == NOW


async def test_record_stores_the_whole_state(storage: Storage) -> None:
    state = await a_feed(storage)
    learned = FeedState(
        id=state.id,
        feed=state.feed,
        etag='W/"1"',
        last_modified="Tue, 24 Nov 2026 05:00:00 GMT",
        body_hash="ab12",
        moved_to="https://baru.example/rss",
        moved_seen=2,
        next_poll=NOW + 7 * MINUTE,
        last_poll=NOW,
        last_new=NOW - DAY,
        entries_per_day=12.5,
        health=FeedHealth.THROTTLED,
        since=NOW - HOUR,
        failures=3,
        detail="Server minta menunggu.",
    )

    await storage.feeds.record([FeedUpdate(state=learned)], NOW)

    assert await storage.feeds.all() == (learned,)


async def test_record_frees_the_lease(storage: Storage) -> None:
    await storage.feeds.sync([FEED], NOW)
    [state] = await storage.feeds.lease(NOW, NOW + DAY, 1)

    await storage.feeds.record([FeedUpdate(state=replace(state, next_poll=NOW + MINUTE))], NOW)

    assert await storage.feeds.next_due() == NOW + MINUTE


async def test_record_leaves_the_catalogue_alone(storage: Storage) -> None:
    """A poll that began before feeds.yaml changed must not bring the old line back."""
    state = await a_feed(storage)
    await storage.feeds.sync([replace(FEED, outlet="Nama Baru")], NOW)

    await poll(storage, state)

    [again] = await storage.feeds.all()
    assert again.feed.outlet == "Nama Baru"


async def test_unseen_entry_marks_the_time(storage: Storage) -> None:
    state = await a_feed(storage)

    await poll(storage, state, entry(), now=NOW + MINUTE)

    [again] = await storage.feeds.all()
    assert again.last_new == NOW + MINUTE


async def test_unknown_feed_is_left_out(storage: Storage) -> None:
    state = await a_feed(storage)
    stranger = replace(state, id=FeedId(999))

    counts = await storage.feeds.record([FeedUpdate(state=stranger, entries=(entry(),))], NOW)

    assert counts == {999: 0}


async def test_empty_store_has_nothing_due(storage: Storage) -> None:
    assert await storage.feeds.next_due() is None
    assert await storage.feeds.lease(NOW, LEASE_END, 10) == ()
    assert await storage.feeds.record([], NOW) == {}


async def test_lease_that_was_given_back_is_due_as_before(storage: Storage) -> None:
    state = await a_feed(storage)
    await storage.feeds.lease(NOW, LEASE_END, 10)

    await storage.feeds.release([state.id], LEASE_END)

    assert await storage.feeds.next_due() == NOW


async def test_lease_of_another_poller_is_not_given_back(storage: Storage) -> None:
    state = await a_feed(storage)
    await storage.feeds.lease(NOW, LEASE_END, 10)

    await storage.feeds.release([state.id], LEASE_END - MINUTE)

    assert await storage.feeds.next_due() == LEASE_END


async def test_hastened_feeds_wait_no_longer(storage: Storage) -> None:
    await poll(storage, await a_feed(storage))

    await storage.feeds.hasten(NOW + MINUTE)

    assert await storage.feeds.next_due() == NOW + MINUTE


async def test_feeds_with_an_interval_of_their_own_are_not_hastened(storage: Storage) -> None:
    await poll(storage, await a_feed(storage, EVERYTHING))

    await storage.feeds.hasten(NOW + MINUTE)

    assert await storage.feeds.next_due() == NOW + HOUR


async def test_failing_feeds_are_not_hastened(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, replace(state, failures=1))

    await storage.feeds.hasten(NOW + MINUTE)

    assert await storage.feeds.next_due() == NOW + HOUR


async def test_part_of_a_document_is_not_taken_for_all_of_it(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry("1"))

    part = FeedUpdate(state=state, entries=(entry("2"),), whole=False)
    await storage.feeds.record([part], NOW + MINUTE)

    [again] = await storage.feeds.all()
    assert again.listed == NOW
