"""`sariwarta copy`: everything arrives, also after a kill, and nothing else is overwritten."""

import asyncio
import shutil
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, make_url, select

import storage as storage_package
from bot.errors import BadDatabase, OperatorMustAct
from bot.model import ChatId
from storage import moving, opening
from storage.engine import Connections, server, sqlite_readers
from storage.tables import metadata
from tests.contract.given import NOW, a_feed, promised, ready_stories, subscriber
from tests.storage.test_released import RELEASED, load


@pytest.fixture
async def used(sqlite_url: str) -> str:
    """An installation with feeds, stories, subscribers and messages that wait."""
    async with storage_package.open_storage(sqlite_url) as opened:
        await a_feed(opened)
        await ready_stories(opened, 3)
        await promised(opened, 1, "satu", "dua")
        await opened.subscribers.add(subscriber(2))
        await opened.subscribers.forget(ChatId(2))
    return sqlite_url


async def copy(source: str, target: str) -> dict[str, int]:
    told: dict[str, int] = {}
    await opening.copy(source, target, lambda table: told.update({table.name: table.rows}))
    return told


async def test_everything_arrives(used: str, postgres_url: str) -> None:
    told = await copy(used, postgres_url)

    async with (
        storage_package.open_storage(used) as old,
        storage_package.open_storage(postgres_url) as new,
    ):
        before, after = await old.stats(), await new.stats()
        assert {**before, **after, "database_bytes": 0, "database_free_bytes": 0} == {
            **after,
            **before,
            "database_bytes": 0,
            "database_free_bytes": 0,
        }
        assert await new.feeds.all() == await old.feeds.all()
        assert await new.outbox.lease(NOW, 9) == await old.outbox.lease(NOW, 9)
    assert told["outbox"] == before["outbox"] == 2


async def test_numbers_of_deleted_rows_stay_away(used: str, postgres_url: str) -> None:
    """Buttons and late answers still carry them."""
    await copy(used, postgres_url)

    async with storage_package.open_storage(postgres_url) as new:
        added = await new.subscribers.add(subscriber(3))
    assert added.id == 3


async def test_released_database_moves(postgres_url: str, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{load(RELEASED[0], tmp_path / 'old.db')}"
    with pytest.raises(BadDatabase, match="sariwarta migrate"):
        await copy(url, postgres_url)
    await storage_package.migrate(url)

    assert (await copy(url, postgres_url))["entries"] > 0


async def test_used_target_is_refused(used: str, postgres_url: str) -> None:
    async with storage_package.open_storage(postgres_url) as other:
        await a_feed(other)

    with pytest.raises(OperatorMustAct, match="holds an installation already"):
        await copy(used, postgres_url)


async def test_finished_copy_is_not_made_again(used: str, postgres_url: str) -> None:
    await copy(used, postgres_url)

    with pytest.raises(OperatorMustAct, match="holds an installation already"):
        await copy(used, postgres_url)


async def test_change_of_the_source_is_noticed(
    used: str, sqlite_path: Path, postgres_url: str
) -> None:
    """Whoever left the bot running hears of it."""
    readers, target = _connections(used, postgres_url)
    await moving._prepare(readers, target, str(sqlite_path))
    for table in moving._tables():
        while await moving._copy_batch(readers, target, table, str(sqlite_path)):
            pass
    with closing(sqlite3.connect(sqlite_path)) as connection, connection:
        connection.execute("UPDATE subscribers SET cursor = cursor + 1")

    with pytest.raises(OperatorMustAct, match="it was changed meanwhile"):
        await moving.move(readers, target, str(sqlite_path), lambda _: None)
    await target.close()
    await readers.close()


async def test_killed_copy_goes_on(used: str, sqlite_path: Path, postgres_url: str) -> None:
    with closing(sqlite3.connect(sqlite_path)) as connection, connection:
        connection.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200)"
            " INSERT INTO messages (hash, body, made) SELECT x, '[]', x FROM n"
        )
    program = f"{HALF_WAY}asyncio.run(opening.copy({used!r}, {postgres_url!r}, print))\n"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    before = await _until_copied(postgres_url, "messages", 20)
    process.kill()
    await process.wait()
    with pytest.raises(BadDatabase, match="run `sariwarta copy` again"):
        async with storage_package.open_storage(postgres_url):
            pass
    other = shutil.copy(sqlite_path, sqlite_path.with_name("other.db"))
    with pytest.raises(OperatorMustAct, match="unfinished copy of"):
        await copy(f"sqlite+aiosqlite:///{other}", postgres_url)

    told = await copy(used, postgres_url)

    assert before == 20
    assert told["messages"] > 200


# A copy row by row that stops for ever after the twentieth message, so that it is killed there.
HALF_WAY = """
import asyncio
from storage import moving, opening

moving.BATCH = 1
copied, whole = [], moving._copy_batch

async def some(readers, target, table, source):
    if table.name == "messages":
        copied.append(table)
    if len(copied) > 20:
        await asyncio.Event().wait()
    return await whole(readers, target, table, source)

moving._copy_batch = some
"""


def _count(connection: Connection, table: str) -> int:
    query = select(func.count()).select_from(metadata.tables[table])
    return int(connection.execute(query).scalar_one())


async def _until_copied(url: str, table: str, rows: int) -> int:
    """Waits until so many rows are there; how many there are then."""
    connections = server(make_url(url))
    async with asyncio.timeout(240):
        while True:
            count = await connections.transact(partial(_count, table=table))
            if count >= rows:
                await connections.close()
                return count
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("source", "target"),
    [("postgresql+asyncpg://x/y", "sqlite+aiosqlite:///x.db"), ("sqlite+aiosqlite:///x.db",) * 2],
    ids=["other way round", "two files"],
)
async def test_only_from_file_to_server(source: str, target: str) -> None:
    with pytest.raises(BadDatabase, match="from an SQLite file to PostgreSQL"):
        await copy(source, target)


async def test_absent_file_is_told(tmp_path: Path, postgres_url: str) -> None:
    with pytest.raises(BadDatabase, match="no such file"):
        await copy(f"sqlite+aiosqlite:///{tmp_path}/none.db", postgres_url)


def _connections(source: str, target: str) -> tuple[Connections, Connections]:
    return sqlite_readers(make_url(source)), server(make_url(target))
