"""The whole way of the data on real databases, the sample outlets over HTTP, the real worker."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.chat.render import render
from bot.engine.offload import WorkerPool
from bot.feeds.fetch import HttpFetcher
from bot.feeds.politeness import Manners
from bot.feeds.schedule import PollPolicy
from bot.model import Story, Subscriber
from bot.ops import sample
from bot.ports import Storage
from bot.roles.digest import DigestTools
from bot.roles.poll import PollTools
from bot.roles.summarise import SummariseTools
from bot.stories.group import Grouper
from bot.stories.topics.catalogue import builtin
from bot.stories.topics.matching import Matcher
from storage.opening import open_storage
from tests.fakes.clock import START, FakeClock


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything a role needs, at START, before the first poll."""

    storage: Storage
    clock: FakeClock
    site: sample.SampleSite
    poll: PollTools
    summarise: SummariseTools
    digest: DigestTools

    async def subscribe(self, *topics: str, hours: tuple[int, ...] = ()) -> Subscriber:
        """A new active subscriber."""
        from tests.flows.given import subscriber

        return await self.storage.subscribers.add(subscriber(*topics, hours=hours))


def _never(_query: str, _story: Story) -> bool:
    return False


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    clock = FakeClock(START)
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(sample.serve(sample.find_folder(), clock.now))
        storage = await stack.enter_async_context(open_storage(database_url))
        await storage.feeds.sync(site.feeds, clock.now())
        offload = WorkerPool()
        stack.push_async_callback(offload.close)
        fetcher = await stack.enter_async_context(
            HttpFetcher(
                user_agent="test",
                allow_networks=sample.NETWORKS,
                manners=Manners(at_once=16, gap=timedelta(0)),
            )
        )
        topics = builtin()
        yield World(
            storage=storage,
            clock=clock,
            site=site,
            poll=PollTools(
                feeds=storage.feeds,
                fetcher=fetcher,
                offload=offload,
                clock=clock,
                policy=PollPolicy(),
            ),
            summarise=SummariseTools(
                storage=storage,
                fetcher=fetcher,
                offload=offload,
                clock=clock,
                grouper=Grouper(),
                matcher=Matcher(topics),
            ),
            digest=DigestTools(
                storage=storage,
                render=lambda digest: render(digest, topics.name),
                fits=_never,
                clock=clock,
                wake=lambda: None,
            ),
        )
