"""Which concrete thing plays which part: the only place that names them all."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.agreeing import SharedList
from bot.clock import SystemClock
from bot.digests.timetable import next_digest
from bot.editions import EditionsInForce
from bot.engine.hints import FarBell
from bot.engine.local import Bell
from bot.engine.offload import WorkerPool
from bot.errors import BadFeedsFile, BadSettings, DamagedDatabase
from bot.feeds.catalog import Catalog, difference
from bot.feeds.fetch import HttpFetcher
from bot.feeds.politeness import Manners
from bot.feeds.schedule import PollPolicy
from bot.ports import Storage
from bot.roles.bind import bind_editions
from bot.roles.poll import Poller, PollTools
from bot.roles.pushed import PushedBodies
from bot.roles.websub import HubTools
from bot.settings import Settings
from bot.stories.topics.catalogue import Catalogue, TopicSpecError, builtin
from storage import backups
from storage.opening import open_storage

if TYPE_CHECKING:
    from bot.app.newsroom import Newsroom
    from bot.roles.digest import DigestTools
    from bot.roles.summarise import SummariseTools
    from bot.stories.topics.live import LiveCatalogue, LiveMatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Bells:
    """One a role; whoever puts work somewhere rings the role that goes on with it."""

    poll: Bell = field(default_factory=Bell)
    hubs: Bell = field(default_factory=Bell)
    summarise: Bell = field(default_factory=Bell)
    instant: Bell = field(default_factory=Bell)
    digest: Bell = field(default_factory=Bell)
    deliver: Bell = field(default_factory=Bell)
    chat: Bell = field(default_factory=Bell)
    reload: Bell = field(default_factory=Bell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The running program without Telegram."""

    settings: Settings
    clock: SystemClock
    storage: Storage
    # The feeds and topics that the program began with.
    catalog: Catalog
    # Where several machines agree on them; None = this machine's file rules alone.
    shared: SharedList | None
    editions: EditionsInForce
    offload: WorkerPool
    fetcher: HttpFetcher
    bells: Bells
    poll: Poller
    hubs: HubTools | None  # None = nobody pushes
    # Made when it is first asked for, and always the same one.
    newsroom: "Callable[[], Newsroom]"

    @property
    def topics(self) -> "LiveCatalogue":
        return self.newsroom().topics

    @property
    def matcher(self) -> "LiveMatcher":
        return self.newsroom().matcher

    @property
    def summarise(self) -> "SummariseTools":
        return self.newsroom().summarise

    @property
    def digest(self) -> "DigestTools":
        return self.newsroom().digest


@asynccontextmanager
async def open_parts(
    settings: Settings,
    catalog: Catalog,
    manners: Manners | None = None,
    clock: SystemClock | None = None,
    *,
    polls_only: bool = False,
) -> AsyncIterator[Parts]:
    """Open the database and make everything but Telegram; who `polls_only` needs no newsroom."""
    async with AsyncExitStack() as stack:
        clock = clock or SystemClock()
        storage = await stack.enter_async_context(open_database(settings))
        shared = SharedList(settings.feeds_file, storage.lists, clock)
        if settings.is_shared:
            catalog = await shared.catalog(catalog)
        offload = _workers(stack)
        fetcher = await stack.enter_async_context(_fetcher(settings, manners))
        bells = _bells(settings)
        pushed = PushedBodies()
        polling = PollTools(
            feeds=storage.feeds,
            fetcher=fetcher,
            offload=offload,
            clock=clock,
            policy=PollPolicy(fixed=settings.poll_interval),
            wake=bells.poll.ring,
            pushed=pushed,
        )
        newsroom = cache(partial(_newsroom, settings, catalog, storage, polling, bells))
        parts = Parts(
            settings=settings,
            clock=clock,
            storage=storage,
            catalog=catalog,
            shared=shared if settings.is_shared else None,
            editions=EditionsInForce(catalog.editions),
            offload=offload,
            fetcher=fetcher,
            bells=bells,
            hubs=_hubs(settings, storage, polling),
            poll=_poller(stack, polling),
            newsroom=newsroom,
        )
        if not polls_only:
            newsroom()
        await _bring_feeds(storage, catalog, clock.now())
        yield parts


async def _bring_feeds(storage: Storage, catalog: Catalog, now: datetime) -> None:
    """feeds.yaml may have been edited while the program did not run."""
    stored = tuple(s.feed for s in await storage.feeds.all() if s.feed.enabled)
    change = difference(Catalog(feeds=stored), Catalog(feeds=catalog.feeds))
    await storage.feeds.sync(catalog.feeds, now, change.moves)
    await bind_editions(storage.subscribers, catalog.editions, now, next_digest)


def _newsroom(
    settings: Settings, catalog: Catalog, storage: Storage, polling: PollTools, bells: Bells
) -> "Newsroom":
    # Not above: its imports take a fifth of a poller's start.
    from bot.app.newsroom import open_newsroom

    return open_newsroom(
        settings,
        topics_of(catalog),
        storage=storage,
        fetcher=polling.fetcher,
        offload=polling.offload,
        clock=polling.clock,
        owed=bells.deliver.ring,
    )


def _hubs(settings: Settings, storage: Storage, polling: PollTools) -> HubTools | None:
    """Who pushes hands on to who polls."""
    if not settings.websub_url:
        return None
    return HubTools(
        hubs=storage.hubs,
        feeds=storage.feeds,
        fetcher=polling.fetcher,
        clock=polling.clock,
        callback=f"{settings.websub_url}/websub/",
        bodies=polling.pushed,
        wake=polling.wake,
    )


def _bells(settings: Settings) -> Bells:
    """Those that other machines hear too, where there are some."""
    if not settings.is_shared:
        return Bells()
    return Bells(
        **{name: FarBell() for name in ("summarise", "instant", "digest", "deliver", "reload")}
    )


def _workers(stack: AsyncExitStack) -> WorkerPool:
    offload = WorkerPool()
    stack.push_async_callback(offload.close)
    return offload


def _poller(stack: AsyncExitStack, tools: PollTools) -> Poller:
    poller = Poller(tools)
    stack.push_async_callback(poller.close)
    return poller


def _fetcher(settings: Settings, manners: Manners | None) -> HttpFetcher:
    return HttpFetcher(
        user_agent=settings.user_agent,
        allow_networks=settings.allow_networks,
        manners=manners,
    )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Storage]:
    """The stores; makes the data directory for the default database."""
    if not settings.database_url:
        _make_folder(settings.data_dir)
    saved_as = partial(backups.before_upgrade, settings.backups, SystemClock().now())
    try:
        async with open_storage(
            settings.database, bot=settings.bot_id, saved_as=saved_as
        ) as storage:
            yield storage
    except DamagedDatabase as error:
        raise DamagedDatabase(f"{error}; {_way_back(settings)}") from error


def _way_back(settings: Settings) -> str:
    """The last backup and how to put it back."""
    kept = backups.taken(settings.backups)
    if settings.database_url or not kept:
        return f"there is no backup in {settings.backups}"
    return f"it is {kept[-1]}: sariwarta restore {kept[-1]} --overwrite"


def topics_of(catalog: Catalog) -> Catalogue:
    """The ready topics with those of feeds.yaml; raises BadFeedsFile."""
    try:
        return builtin().with_overrides(catalog.topics)
    except TopicSpecError as error:
        raise BadFeedsFile((f"topics: {error}",)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Tried, not asked: a read-only mount answers "writable" to root.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadSettings(
            f"SARIWARTA_DATA_DIR: user {os.getuid()} cannot write to {folder} ({error.strerror}); "
            f"give the folder to that user (chown -R {os.getuid()} on it; with Docker on the "
            "mounted folder or volume), or choose another"
        ) from error
