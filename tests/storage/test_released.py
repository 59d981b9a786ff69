"""Databases as released versions left them are brought up to date with all that is in them.

`released/NNNN.sql` is the dump of a database that the version with that newest migration filled.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import storage as storage_package
from bot.model import ChatId
from storage.migrations import HEAD

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))


def load(dump: Path, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    return path


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
async def test_released_database_is_upgraded_whole(dump: Path, tmp_path: Path) -> None:
    path = load(dump, tmp_path / "old.db")
    before = shutil.copy(path, tmp_path / "before.db")
    url = f"sqlite+aiosqlite:///{path}"

    assert await storage_package.migrate(url) == (dump.stem, HEAD)

    with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(path)) as new:
        for table in ("feeds", "entries", "stories", "subscribers", "digests", "outbox"):
            count = f"SELECT count(*) FROM {table}"  # noqa: S608 -- the names above
            assert new.execute(count).fetchone() == old.execute(count).fetchone()
    async with storage_package.open_storage(url) as opened:
        subscriber = await opened.subscribers.by_chat(ChatId(17))
        stories = await opened.stories.ready(0, 10**9, datetime(2026, 1, 1, tzinfo=UTC), 100)
    assert subscriber is not None
    assert subscriber.topics == ("irak",)
    assert any(match.key == "irak" for story in stories for match in story.topics)
