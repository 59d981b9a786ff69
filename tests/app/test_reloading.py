"""feeds.yaml edited under the running program: real files, real SQLite."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app.reloading import FeedsFileInForce
from bot.app.wiring import Parts, open_parts
from bot.errors import SariwartaError
from bot.feeds.catalog import read
from bot.feeds.difference import Reloaded
from bot.model import ChatId, TopicKey
from bot.settings import Settings

TWO_FEEDS = "feeds:\n  - https://satu.example/rss\n  - https://dua.example/rss\n"
SAWIT = "topics:\n  sawit: {any: [kelapa sawit]}\n"


class Running:
    """A program without loops, and what its admins were told."""

    def __init__(self, path: Path, parts: Parts) -> None:
        self.path, self.parts = path, parts
        self.told: list[Reloaded] = []
        self.file = FeedsFileInForce(path, read(path), parts, self._tell)

    async def save(self, text: str) -> None:
        self.path.write_text(text)
        await self.file.look()

    async def urls(self) -> list[str]:
        states = await self.parts.storage.feeds.all()
        return [state.feed.url for state in states if state.feed.enabled]

    async def _tell(self, reloaded: Reloaded) -> None:
        self.told.append(reloaded)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    path = tmp_path / "feeds.yaml"
    path.write_text(TWO_FEEDS)
    settings = Settings(data_dir=tmp_path / "data", feeds_file=path)
    async with open_parts(settings, read(path)) as parts:
        yield Running(path, parts)


async def test_unchanged_file_tells_nobody(running: Running) -> None:
    await running.file.look()
    await running.file.look()

    assert running.told == []


async def test_new_feed_is_polled_and_told(running: Running) -> None:
    await running.save(TWO_FEEDS + "  - https://tiga.example/rss\n")

    assert "https://tiga.example/rss" in await running.urls()
    assert [told.difference.summary() for told in running.told] == ["+1 sumber"]


async def test_bad_edit_keeps_the_running_list(running: Running) -> None:
    await running.save(TWO_FEEDS + "  - https//tiga.example/rss\n")
    await running.file.look()

    assert len(await running.urls()) == 2
    [told] = running.told
    assert told.problems[0].startswith(f"{running.path}:4:")


async def test_topic_without_use_swaps_nothing(running: Running) -> None:
    """Feeds and topics come into force together or not at all."""
    await running.save(
        TWO_FEEDS + "  - https://tiga.example/rss\ntopics:\n  sawit: {any: [sawit], not: [sawit]}\n"
    )

    assert len(await running.urls()) == 2
    assert running.told[0].problems


async def test_cured_file_is_taken(running: Running) -> None:
    await running.save("feeds: [")
    await running.save(TWO_FEEDS + "  - https://tiga.example/rss\n")

    assert len(await running.urls()) == 3


async def test_new_topic_is_offered_and_found(running: Running) -> None:
    await running.save(TWO_FEEDS + SAWIT)

    key = TopicKey("sawit")
    assert running.parts.topics.resolve("kelapa sawit") == key
    found = running.parts.matcher.match("Harga kelapa sawit naik", "Petani kelapa sawit senang.")
    assert key in {match.key for match in found}


async def test_removed_topic_is_gone(running: Running) -> None:
    await running.save(TWO_FEEDS + SAWIT)
    await running.save(TWO_FEEDS)

    assert running.parts.topics.get(TopicKey("sawit")) is None


async def test_missing_file_is_waited_for(running: Running) -> None:
    """An editor that replaces the file takes it away for a moment."""
    running.path.unlink()

    await running.file.look()

    assert len(await running.urls()) == 2
    assert running.told == []


async def test_asked_reload_answers_what_is_wrong(running: Running) -> None:
    running.path.write_text("feeds: 7\n")

    reloaded = await running.file.reload()

    assert reloaded.problems
    assert running.told == []


async def test_failed_reload_changes_nothing_and_is_tried_again(running: Running) -> None:
    """The database refuses once; the same text is in force at the next look."""
    text = TWO_FEEDS + "  - https://tiga.example/rss\n" + SAWIT
    with closing(sqlite3.connect(running.parts.settings.data_dir / "sariwarta.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON feeds BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(SariwartaError):
            await running.save(text)
        assert running.parts.topics.get(TopicKey("sawit")) is None
        database.execute("DROP TRIGGER full")

    await running.file.look()

    assert "https://tiga.example/rss" in await running.urls()
    assert running.parts.topics.get(TopicKey("sawit")) is not None
    assert len(running.told) == 1


async def test_new_edition_is_offered_and_moves_its_channel(running: Running) -> None:
    edition = "editions:\n  pagi: {title: Pagi, topics: [irak], hours: [06:00], chats: [-1001]}\n"

    await running.save(TWO_FEEDS + edition)

    assert [each.key for each in running.parts.editions.all] == ["pagi"]
    bound = await running.parts.storage.subscribers.by_chat(ChatId(-1001))
    assert bound is not None
    assert bound.topics == (TopicKey("irak"),)
    assert [told.difference.summary() for told in running.told] == ["1 edisi berubah"]
