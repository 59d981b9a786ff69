"""The archive and the panel over the sample outlets' news, as they run in the program."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app.newsroom import permalinks_of
from bot.app.webpages import archive_of, panel_desk, panel_of
from bot.app.wiring import Parts, open_parts
from bot.clock import SystemClock
from bot.feeds.catalog import Catalog
from bot.feeds.politeness import Manners
from bot.model import ChatId, Feed, Story, SubscriberStatus
from bot.ops import sample
from bot.roles.group import place_entries
from bot.roles.summarise import summarise_round
from bot.settings import Settings
from bot.web import server
from tests.contract.given import promised
from tests.web.test_webhook import no_metrics, nothing_wrong

ADMIN = 91
# Nothing listens on this port of the machine itself.
DEAD = Feed(url="http://127.0.0.1:9/rss", outlet="Harian Lama", section="daerah")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where its pages are, and the pass to the panel."""

    base: str
    paths: dict[str, str]  # name -> path
    ticket: str


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[Site]:
    settings = Settings(
        data_dir=folder,
        telegram_token=SecretStr("1:a"),
        archive_url="http://warta.contoh.id",
        panel_url="http://warta.contoh.id",
        admins=(ADMIN,),
        allow_networks=sample.NETWORKS,
    )
    manners = Manners(at_once=16, gap=timedelta(0))
    async with AsyncExitStack() as stack:
        serving = sample.serve(sample.find_folder(), SystemClock().now)
        feeds = (*(await stack.enter_async_context(serving)).feeds, DEAD)
        opening = open_parts(settings, Catalog(feeds=feeds), manners)
        parts = await stack.enter_async_context(opening)
        while any(s.last_poll is None for s in await parts.storage.feeds.all()):
            await parts.poll.round()
        while (await summarise_round(parts.summarise, await place_entries(parts.summarise))).done:
            pass
        await _fill(parts)
        since = parts.clock.now() - timedelta(days=30)
        stories = await parts.storage.stories.ready(0, 10**9, since, 500)
        links, desk = permalinks_of(settings), panel_desk(parts)
        if links is None or desk is None:
            raise RuntimeError("the settings above switch both on")
        edition = links.code([story.id for story in stories[:6]])
        door = desk.link(ADMIN, "ab").removeprefix(desk.url)
        probes = server.Probes(unwell=nothing_wrong, unready=nothing_wrong, metrics=no_metrics)
        pages = (None, archive_of(parts), panel_of(parts))
        async with server.serve(("127.0.0.1", 0), probes, *pages) as base:
            yield Site(
                base=base,
                paths=_paths(stories) | {"edisi": f"/edisi/{edition}", "pintu": door},
                ticket=desk.passes.ticket(ADMIN, desk.now()),
            )


async def _fill(parts: Parts) -> None:
    """People who came by and by, and what they were sent."""
    storage, now = parts.storage, parts.clock.now()
    for chat in range(1, 61):
        await promised(storage, chat, "Kabar")
        known = await storage.subscribers.by_chat(ChatId(chat))
        if known is not None:
            joined = now - timedelta(days=chat * 7 % 45)
            status = SubscriberStatus.PAUSED if chat % 9 == 0 else known.status
            await storage.subscribers.save(replace(known, joined=joined, status=status))
    for delivery in await storage.outbox.lease(now + timedelta(days=1), 54):
        sent = now - timedelta(hours=delivery.id * 5 % 23)
        await storage.outbox.sent(delivery.id, 900 + delivery.id, sent)


def _paths(stories: tuple[Story, ...]) -> dict[str, str]:
    largest = max(stories, key=lambda story: len(story.reports))
    return {
        "depan": "/",
        "topik": f"/topik/{largest.topics[0].key if largest.topics else 'indonesia'}",
        "berita": f"/berita/{largest.id}",
        "cari": f"/cari?q={largest.title.split()[0]}",
        "cari-kosong": "/cari",
        "cari-tanpa-hasil": "/cari?q=zzz",
        "tidak-ada": "/berita/999999",
        "panel": "/panel",
    }
