"""The whole program on PostgreSQL, two bots: the address of the database is all that it takes.

Each bot answers its own readers, and the news is theirs together.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.ports import Storage
from storage import open_storage
from tests.chaos.fleet import Press, open_press
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.program.conftest import PATIENCE, Installation, stop

OTHER = "7000000002:AAF-not-a-real-token-either-only-for-tests"
READER, STRANGER = 17, 18


@pytest.fixture
def press() -> Press:
    return Press()


@pytest.fixture
async def bots(
    postgres_url: str, tmp_path: Path, press: Press
) -> AsyncIterator[list[Installation]]:
    """One feeds.yaml, one database, two tokens, each with a Telegram of its own."""
    async with (
        open_press(press) as base,
        FakeBotApi(open_chats=True) as first,
        FakeBotApi(token=OTHER, open_chats=True) as second,
    ):
        feeds = tmp_path / "feeds.yaml"
        feeds.write_text(f"feeds: [{{url: '{base}/0.xml'}}]", encoding="utf-8")
        settings = {"SARIWARTA_DATABASE_URL": postgres_url, "SARIWARTA_POLL_INTERVAL": "1s"}
        yield [
            Installation(
                folder=tmp_path,
                server=server,
                settings=settings | {"SARIWARTA_TELEGRAM_TOKEN": server.token},
            )
            for server in (first, second)
        ]


async def reads(installation: Installation, reader: int, title: str) -> None:
    """Signs up, asks, and gets the story."""
    server = installation.server
    await server.user_says(reader, "/start irak")
    await server.wait_for(lambda: server.texts(reader), PATIENCE)
    await server.user_says(reader, "/sekarang")
    await server.wait_for(lambda: any(title in text for text in server.texts(reader)), PATIENCE)


async def ready(storage: Storage) -> Mapping[str, int]:
    while not (counts := await storage.stats())["stories_ready"]:  # noqa: ASYNC110 -- another process's work
        await asyncio.sleep(0.05)
    return counts


async def test_each_bot_has_its_readers_and_the_news_is_shared(
    bots: list[Installation], press: Press, postgres_url: str
) -> None:
    first, second = bots
    title = "Irak membuka kembali bandara Bagdad untuk umum"
    press.titles.append(title)

    async with (
        first.running() as one,
        second.running() as other,
        open_storage(postgres_url) as storage,
    ):
        await ready(storage)
        await reads(first, READER, title)
        await reads(second, READER, title)
        await reads(second, STRANGER, title)
        counts = await ready(storage)
        _, out, _ = await second.call("stats")
        assert await stop(one) == 0
        assert await stop(other) == 0

    # Both processes poll, each feed by one of them; what it brought is there once.
    assert press.at_once == 1
    assert (counts["entries"], counts["stories_ready"]) == (1, 1)
    # The reader of both is a subscriber of both, and each bot speaks to its own.
    assert counts["subscribers_active"] == 3
    assert first.server.texts(STRANGER) == []
    senders = {f"deliver:{token.partition(':')[0]}" for token in (TOKEN, OTHER)}
    fleet = json.loads(out)["fleet"]
    assert len(fleet) == 2
    assert senders <= {post for member in fleet for post in member["posts"]}
    assert not list(first.folder.rglob("*.db"))
    assert first.server.complaints == second.server.complaints == []
