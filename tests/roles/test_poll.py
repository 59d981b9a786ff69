"""Polling over real HTTP into a real database, with a real worker process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.engine.offload import WorkerPool
from bot.feeds.fetch import HttpFetcher
from bot.feeds.schedule import PollPolicy
from bot.model import Feed, FeedHealth
from bot.ports import Storage
from bot.roles.poll import Poller, PollTools, poll_round
from storage.opening import open_storage
from tests.fakes.clock import START, FakeClock
from tests.fakes.feedserver import FeedServer, Reply, feed_server


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as running:
        yield running


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'poll.db'}") as opened:
        yield opened


@pytest.fixture
async def tools(storage: Storage) -> AsyncIterator[PollTools]:
    offload = WorkerPool()
    async with HttpFetcher(user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),)) as fetcher:
        yield PollTools(
            feeds=storage.feeds,
            fetcher=fetcher,
            offload=offload,
            clock=FakeClock(START),
            policy=PollPolicy(fixed=timedelta(minutes=5)),
        )
    await offload.close()


def document(*items: tuple[str, str]) -> Reply:
    """A feed of (link, title) pairs."""
    written = "".join(
        f"<item><title>{title}</title><link>https://a.example/{link}</link></item>"
        for link, title in items
    )
    text = f"<rss version='2.0'><channel><title>A</title>{written}</channel></rss>"
    return Reply(body=text.encode())


async def catalogue(storage: Storage, urls: Sequence[str]) -> None:
    await storage.feeds.sync([Feed(url=url, outlet="A") for url in urls], START)


def advance(tools: PollTools, duration: timedelta) -> None:
    assert isinstance(tools.clock, FakeClock)
    tools.clock.advance(duration)


async def test_only_unseen_items_are_read_again(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    first = document(("1", "Satu"), ("2", "Dua"))
    url = server.put("/rss", first, document(("3", "Tiga"), ("1", "Satu"), ("2", "Dua")))
    await catalogue(storage, [url])
    await poll_round(tools)
    advance(tools, timedelta(minutes=5))

    report = await poll_round(tools)

    assert report.counts["new_entries"] == 1
    assert (await storage.stats())["entries"] == 3
    (state,) = await storage.feeds.all()
    assert len(state.marks) == 3 * 8


async def test_a_day_later_all_items_are_compared(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    url = server.put("/rss", document(("1", "Satu")), document(("2", "Dua"), ("1", "Satu")))
    await catalogue(storage, [url])
    await poll_round(tools)
    advance(tools, timedelta(days=1))

    await poll_round(tools)

    (state,) = await storage.feeds.all()
    assert state.listed == tools.clock.now()


async def test_a_new_item_under_a_known_link_replaces_nobody(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    """Feeds whose links all lead to the front page are told apart by their titles."""
    url = server.put("/rss", document(("", "Satu")), document(("", "Dua"), ("", "Satu")))
    await catalogue(storage, [url])
    await poll_round(tools)
    advance(tools, timedelta(minutes=5))

    await poll_round(tools)

    assert (await storage.stats())["entries"] == 2


async def test_a_silent_feed_delays_nobody(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    silent = server.put("/diam", server.hold)
    urls = [server.put(f"/{n}", document((str(n), "Satu"))) for n in range(3)]
    await catalogue(storage, [silent, *urls])
    poller = Poller(tools)

    # A round does not wait for the worker's start either, which takes seconds on a busy machine.
    done = 0
    while done < len(urls):
        done += (await poller.round()).done

    assert poller.is_busy
    assert (await storage.stats())["entries"] == 3
    await poller.close()


async def test_what_was_under_way_at_the_end_is_due_at_once(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    await catalogue(storage, [server.put("/diam", server.hold)])
    poller = Poller(tools)
    await poller.round()

    await poller.close()

    (state,) = await storage.feeds.lease(tools.clock.now(), tools.clock.now(), 9)
    assert state.health is FeedHealth.NEW


async def test_a_stop_at_any_moment_hides_no_feed(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    """Fetched is stored, or due at once: no lease outlives the program."""
    urls = [server.put(f"/{n}", document((str(n), "Satu"))) for n in range(20)]
    await catalogue(storage, urls)
    for moment in (0, 1, 5, 40, 200):
        poller = Poller(tools)
        work = asyncio.create_task(poller.round())
        for _ in range(moment):
            await asyncio.sleep(0.001)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

        await poller.close()

        for state in await storage.feeds.all():
            assert state.last_poll or state.health is FeedHealth.NEW
        due = await storage.feeds.next_due()
        assert due in (START, START + timedelta(minutes=5))
        leased = await storage.feeds.lease(START, START, 99)
        polled = [state for state in await storage.feeds.all() if state.last_poll]
        assert len(leased) + len(polled) == len(urls)


async def test_a_shorter_interval_counts_at_the_next_start(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    await catalogue(storage, [server.put("/rss", document(("1", "Satu")))])
    await poll_round(tools)

    hasty = PollPolicy(fixed=timedelta(seconds=5))
    await poll_round(
        PollTools(
            feeds=tools.feeds,
            fetcher=tools.fetcher,
            offload=tools.offload,
            clock=tools.clock,
            policy=hasty,
        )
    )

    assert await storage.feeds.next_due() == tools.clock.now() + timedelta(seconds=5)


async def test_a_hundred_feeds_are_stored(
    server: FeedServer, storage: Storage, tools: PollTools
) -> None:
    """More than one batch for the worker and for the database."""
    urls = [server.put(f"/{n}", document((str(n), "Satu"))) for n in range(100)]
    await catalogue(storage, urls)

    report = await poll_round(tools)

    assert (report.done, report.counts["new_entries"]) == (100, 100)
    assert {state.health for state in await storage.feeds.all()} == {FeedHealth.OK}
