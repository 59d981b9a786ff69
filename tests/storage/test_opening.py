"""Opening: what is wrong with an address or a file is told in a sentence."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import storage as storage_package
from bot.errors import BadDatabase, OperatorMustAct, TryLater
from bot.ports import Storage
from tests.contract.given import NOW, a_feed, entry, poll, promised, reports, subscriber


async def open_and_close(url: str) -> None:
    async with storage_package.open_storage(url):
        pass


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        pytest.param("sariwarta.db", "is no URL", id="a bare file name"),
        pytest.param("mysql+aiomysql://u@h/db", "unknown kind of database", id="another database"),
        pytest.param("sqlite+aiosqlite://", "must be a file", id="no file"),
        pytest.param("sqlite+aiosqlite:///:memory:", "must be a file", id="memory"),
        pytest.param("sqlite+aiosqlite:////proc/no/such.db", "can not be opened", id="no folder"),
        pytest.param("sqlite+aiosqlite:////dev/null/bot.db", "can not be opened", id="no place"),
    ],
)
async def test_unusable_address_is_told(url: str, sentence: str) -> None:
    with pytest.raises(BadDatabase, match=sentence):
        await open_and_close(url)


async def test_error_never_shows_the_password() -> None:
    url = "postgres+psycopg://bot:rahasia@db.example/bot"

    with pytest.raises(BadDatabase) as caught:
        await open_and_close(url)

    assert "rahasia" not in str(caught.value)


async def test_absent_server_is_tried_later() -> None:
    with pytest.raises(TryLater, match="can not be reached"):
        await open_and_close("postgresql+asyncpg://bot@127.0.0.1:1/bot")


async def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadDatabase, match="can not be opened"):
        await open_and_close(f"sqlite+aiosqlite:///{tmp_path}")


async def test_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "feeds.db"
    path.write_text("feeds:\n" * 500)

    with pytest.raises(BadDatabase, match="not a database"):
        await open_and_close(f"sqlite+aiosqlite:///{path}")


async def test_only_the_owner_reads_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"

    await open_and_close(f"sqlite+aiosqlite:///{path}")

    assert path.stat().st_mode & 0o077 == 0


async def test_clean_close_leaves_one_file(sqlite_path: Path, sqlite_url: str) -> None:
    async with storage_package.open_storage(sqlite_url) as opened:
        await a_feed(opened)

    assert sorted(path.name for path in sqlite_path.parent.iterdir()) == [sqlite_path.name]


async def test_failure_inside_still_closes(sqlite_path: Path, sqlite_url: str) -> None:
    async def fail() -> None:
        async with storage_package.open_storage(sqlite_url) as opened:
            await a_feed(opened)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert not sqlite_path.with_name(f"{sqlite_path.name}-wal").exists()


async def test_program_ends_although_nobody_closed(sqlite_url: str) -> None:
    """A driver's thread must not keep the process alive after an accident."""
    program = (
        "import asyncio, storage\n"
        "async def main():\n"
        f"    opened = storage.open_storage({sqlite_url!r})\n"
        "    s = await opened.__aenter__()\n"
        "    await s.feeds.all()\n"
        "    await s.outbox.recover()\n"
        "    raise SystemExit(7)\n"
        "asyncio.run(main())\n"
    )

    process = await asyncio.create_subprocess_exec(sys.executable, "-W", "ignore", "-c", program)

    async with asyncio.timeout(240):
        assert await process.wait() == 7


async def test_locked_database_is_tried_later(sqlite_path: Path, sqlite_url: str) -> None:
    """Another process holds the database: each write says so and harms nothing."""
    async with storage_package.open_storage(f"{sqlite_url}?timeout=0.05") as opened:
        with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            with pytest.raises(TryLater, match="locked by another process"):
                await opened.subscribers.add(subscriber())
            assert await opened.subscribers.by_chat(subscriber().chat_id) is None
            holder.execute("ROLLBACK")

        added = await opened.subscribers.add(subscriber())

    assert added.chat_id == subscriber().chat_id


async def test_two_processes_share_a_database(sqlite_url: str) -> None:
    """`sariwarta stats` looks on while the bot runs."""
    async with storage_package.open_storage(sqlite_url) as bot:
        await a_feed(bot)
        async with storage_package.open_storage(sqlite_url) as command:
            assert len(await command.feeds.all()) == 1
            await poll(bot, (await bot.feeds.all())[0], entry())
            assert (await command.stats())["entries"] == 1


async def test_naive_moment_is_a_mistake_of_the_program(storage: Storage) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await storage.subscribers.due(NOW.replace(tzinfo=None), 1)


async def test_stats_count_rows_and_bytes(storage: Storage) -> None:
    await reports(storage, 3)
    await promised(storage, 1, "satu", "dua")

    stats = await storage.stats()

    assert stats["database_bytes"] > 10_000
    assert {name: stats[name] for name in ("feeds", "entries", "outbox", "outbox_queued")} == {
        "feeds": 1,
        "entries": 3,
        "outbox": 2,
        "outbox_queued": 2,
    }


async def test_backup_is_a_whole_database(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    async with storage_package.open_storage(sqlite_url) as opened:
        await reports(opened, 3)
        await opened.backup(copy)

    async with storage_package.open_storage(f"sqlite+aiosqlite:///{copy}") as restored:
        assert (await restored.stats())["entries"] == 3


async def test_backup_never_overwrites(sqlite_url: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("penting")

    async with storage_package.open_storage(sqlite_url) as opened:
        with pytest.raises(OperatorMustAct, match="exists already"):
            await opened.backup(taken)

    assert taken.read_text() == "penting"


async def test_backup_to_nowhere_is_told(sqlite_url: str, tmp_path: Path) -> None:
    no_folder = tmp_path / "a-file"
    no_folder.touch()
    async with storage_package.open_storage(sqlite_url) as opened:
        with pytest.raises(OperatorMustAct, match="can not be written"):
            await opened.backup(no_folder / "backup.db")


async def test_backup_keeps_its_contents_private(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    async with storage_package.open_storage(sqlite_url) as opened:
        await opened.backup(copy)

    assert copy.stat().st_mode & 0o077 == 0
    assert not copy.with_name(f"{copy.name}.part").exists()


async def test_tidy_makes_the_file_smaller(sqlite_url: str) -> None:
    async with storage_package.open_storage(sqlite_url) as opened:
        state = await a_feed(opened)
        await poll(opened, state, *(entry(str(number)) for number in range(3000)))
        before = (await opened.stats())["database_bytes"]
        await opened.feeds.sync([], NOW)

        await opened.tidy(NOW.replace(year=2027), NOW - NOW.replace(day=1))

        after = await opened.stats()
    assert after["entries"] == 0
    assert after["database_bytes"] < before / 2
    assert after["database_free_bytes"] == 0
