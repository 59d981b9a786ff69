"""What an edit of feeds.yaml leaves of the news that was stored before it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.app.reloading import FeedsFileInForce
from bot.app.wiring import Parts, open_parts
from bot.feeds.catalog import read
from bot.model import Entry, FeedId, FeedState, FeedUpdate, Report
from bot.roles.group import place_entries
from bot.roles.summarise import summarise_round
from bot.settings import Settings
from tests.stories.given import CHESS, FLOOD

FLOODED = "https://kabar.example/rss"
CHESSED = "https://papan.example/rss"


def lines(**outlets: str) -> str:
    """feeds.yaml with an outlet at each address."""
    entries = [f"  - {{url: {url}, outlet: {outlet}}}" for outlet, url in outlets.items()]
    return "\n".join(["feeds:", *entries]) + "\n"


BOTH = lines(Kabar=FLOODED, Papan=CHESSED)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Parts]:
    path = folder / "feeds.yaml"
    async with open_parts(Settings(data_dir=folder, feeds_file=path), read(path)) as parts:
        yield parts


def entry_of(report: Report, now: datetime) -> Entry:
    return Entry(
        guid=report.title,
        link=report.link,
        title=report.title,
        published=now - timedelta(hours=1),
        text=report.text,
    )


async def news_of_both(parts: Parts) -> None:
    """Each feed had one report, and the stories are made."""
    now = parts.clock.now()
    for state in await parts.storage.feeds.all():
        entry = entry_of(FLOOD if state.feed.url == FLOODED else CHESS, now)
        await parts.storage.feeds.record([FeedUpdate(state=state, entries=(entry,))], now)
    while (await summarise_round(parts.summarise, await place_entries(parts.summarise))).done:
        pass


async def save(parts: Parts, text: str) -> None:
    path = parts.settings.feeds_file
    in_force = FeedsFileInForce(path, read(path), parts)
    path.write_text(text)
    await in_force.look()


async def titles(parts: Parts) -> set[str]:
    since = parts.clock.now() - timedelta(days=3)
    ready = await parts.storage.stories.ready(0, 10**6, since, 99)
    return {report.title for story in ready for report in story.reports}


async def states(parts: Parts) -> Mapping[str, FeedState]:
    return {state.feed.url: state for state in await parts.storage.feeds.all()}


async def unseen(parts: Parts, state: FeedState) -> Mapping[FeedId, int]:
    """How many entries are new to the feed when it lists the flood again."""
    now = parts.clock.now()
    update = FeedUpdate(state=state, entries=(entry_of(FLOOD, now),))
    return await parts.storage.feeds.record([update], now)


async def test_removed_feed_keeps_its_stories(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(BOTH)
    async with running(tmp_path) as parts:
        await news_of_both(parts)

        await save(parts, lines(Papan=CHESSED))

        assert not (await states(parts))[FLOODED].feed.enabled
        assert await titles(parts) == {FLOOD.title, CHESS.title}


async def test_renamed_address_keeps_its_history(tmp_path: Path) -> None:
    moved = "https://kabar.example/feed.xml"
    (tmp_path / "feeds.yaml").write_text(BOTH)
    async with running(tmp_path) as parts:
        await news_of_both(parts)
        before = (await states(parts))[FLOODED]

        await save(parts, lines(Kabar=moved, Papan=CHESSED))

        after = await states(parts)
        assert FLOODED not in after
        assert after[moved].id == before.id
        assert await unseen(parts, after[moved]) == {before.id: 0}
        assert await titles(parts) == {FLOOD.title, CHESS.title}


async def test_address_renamed_while_the_bot_was_off_keeps_its_history(tmp_path: Path) -> None:
    moved = "https://kabar.example/feed.xml"
    (tmp_path / "feeds.yaml").write_text(BOTH)
    async with running(tmp_path) as parts:
        before = (await states(parts))[FLOODED]

    (tmp_path / "feeds.yaml").write_text(lines(Kabar=moved, Papan=CHESSED))

    async with running(tmp_path) as parts:
        after = await states(parts)
        assert (FLOODED in after, after[moved].id) == (False, before.id)
