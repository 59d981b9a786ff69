"""The image as a self-hoster runs it: no rights, a volume, Telegram and feeds over HTTP."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.ops import sample
from storage.migrations import HEAD
from tests.container.podman import (
    IMAGE,
    NESTED,
    PATIENCE,
    Container,
    call,
    options,
    podman,
    running,
    size,
)
from tests.fakes.botapi import TOKEN, FakeBotApi

READER = 17
USER = 10001
RELEASED = Path(__file__).parents[1] / "storage" / "released"
MOST_BYTES = 250_000_000

pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A volume, a feeds.yaml, and the servers that the container talks to."""

    volume: Path
    feeds: Path
    server: FakeBotApi
    environment: dict[str, str]


@pytest.fixture
async def place(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Place]:
    volume = tmp_path / "data"
    volume.mkdir()
    os.chown(volume, USER, USER)
    async with (
        FakeBotApi(open_chats=True) as server,
        sample.serve(sample.find_folder(), lambda: datetime.now(UTC)) as site,
    ):
        feeds = tmp_path / "feeds.yaml"
        lines = (f"  - {{url: '{feed.url}', outlet: '{feed.outlet}'}}\n" for feed in site.feeds[:4])
        feeds.write_text("feeds:\n" + "".join(lines), encoding="utf-8")
        environment = {
            "SARIWARTA_TELEGRAM_TOKEN": TOKEN,
            "SARIWARTA_TELEGRAM_API_URL": server.base_url,
            "SARIWARTA_TELEGRAM_FILE_URL": server.file_url,
            "SARIWARTA_ALLOW_NETWORKS": "127.0.0.0/8",
            "SARIWARTA_POLL_INTERVAL": "5s",
            "SARIWARTA_HTTP_LISTEN": f"127.0.0.1:{unused_tcp_port}",
        }
        yield Place(volume=volume, feeds=feeds, server=server, environment=environment)


async def healthy(container: Container) -> None:
    """Until the image's own check passes."""
    async with asyncio.timeout(PATIENCE):
        while (answer := await container.health()).code:  # noqa: ASYNC110 -- only asking tells
            await asyncio.sleep(0.5)
    assert answer.code == 0


async def digest(server: FakeBotApi) -> str:
    """Ask until the first poll was worked off and a digest came."""
    await server.user_says(READER, "/start irak")
    async with asyncio.timeout(PATIENCE):
        while True:
            await server.user_says(READER, "/sekarang")
            try:
                found: str = await server.wait_for(partial(_digest_of, server), 5)
            except AssertionError:
                continue
            return found


def _digest_of(server: FakeBotApi) -> str:
    return next((text for text in server.texts(READER) if "Ringkasan adalah" in text), "")


async def test_hardened_container_sends_a_digest_and_stops_cleanly(place: Place) -> None:
    async with running(place.environment, place.volume, place.feeds) as container:
        await healthy(container)

        assert "Irak" in await digest(place.server)
        assert await container.stop() == 0
    assert place.server.complaints == []
    # Nothing but the data lies in the volume, and the other processes' user can not read it.
    assert oct((place.volume / "sariwarta.db").stat().st_mode)[-3:] == "600"


async def test_older_volume_is_upgraded_with_a_backup(place: Place) -> None:
    database = place.volume / "sariwarta.db"
    oldest = min(RELEASED.glob("*.sql"))
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(oldest.read_text(encoding="utf-8"))
    os.chown(database, USER, USER)

    async with running(place.environment, place.volume, place.feeds) as container:
        await healthy(container)
        assert await container.stop() == 0

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("SELECT count(*) FROM subscribers").fetchone() > (0,)


async def test_volume_of_another_user_is_told_in_a_sentence(place: Place) -> None:
    os.chown(place.volume, 0, 0)

    answer = await podman("run", "--rm", *options(place.environment, place.volume, place.feeds))

    assert answer.code == 78
    assert "/data" in answer.err
    assert "10001" in answer.err
    assert "Traceback" not in answer.err


async def test_check_reports_a_bot_that_does_not_run(place: Place) -> None:
    answer = await podman(
        "run", "--rm", *options(place.environment, place.volume, place.feeds), "health"
    )

    assert answer.code == 1
    assert "does not answer" in answer.err


async def test_token_is_in_no_log_and_no_process_list(place: Place) -> None:
    async with running(place.environment, place.volume, place.feeds) as container:
        await healthy(container)
        commands = await container.run("sh", "-c", "cat /proc/[0-9]*/cmdline")
        logs = await container.logs()

    assert "sariwarta" in commands.out
    assert TOKEN.partition(":")[2] not in commands.out + logs


async def test_image_carries_no_heavy_library_and_no_second_byte_code() -> None:
    listing = await call("run", "--rm", "--entrypoint=find", *NESTED, IMAGE, "/opt/sariwarta/lib")
    names = {Path(line).name for line in listing.splitlines()}
    compiled = [line for line in listing.splitlines() if line.endswith(".pyc")]

    assert names.isdisjoint({"numpy", "scipy", "sklearn", "uv", "tests"})
    assert len(compiled) == len({line.replace(".opt-1", "") for line in compiled})


async def test_image_is_small() -> None:
    base = os.environ.get("BASE_IMAGE", "localhost/sariwarta-base")

    ours = await size(IMAGE) - await size(base)

    print(f"image {await size(IMAGE) / 1e6:.0f} MB, of it ours {ours / 1e6:.0f} MB")
    assert ours < MOST_BYTES
