"""The schema's revisions: migrated once, under a lock, and never guessed at."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage as storage_package
from bot.errors import BadDatabase
from storage.engine import server, sqlite_writer
from storage.migrations import HEAD
from storage.tables import metadata


async def execute(url: str, statement: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def is_a_table_of_ours(thing: object, name: str | None, *_: object) -> bool:
    """Not the full-text index, which each database keeps in a way of its own, nor PgQueuer's."""
    return not any(others in (name or "") for others in ("archive", "pgqueuer"))


def drift(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_object": is_a_table_of_ours}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


def test_head_is_the_newest_migration() -> None:
    place = str(Path(storage_package.__file__).with_name("migrations"))
    script = ScriptDirectory.from_config(
        Config(config_args={"script_location": place, "path_separator": "os"})
    )

    assert script.get_current_head() == HEAD


async def test_migrations_make_the_tables(database_url: str) -> None:
    url = make_url(database_url)
    make = server if url.drivername.startswith("postgresql") else sqlite_writer
    connections = make(url)

    found = await connections.transact(drift)

    await connections.close()
    assert found == []


async def test_new_file_is_migrated_at_open(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new' / 'bot.db'}"

    async with storage_package.open_storage(url) as opened:
        assert await opened.feeds.all() == ()


async def test_migrate_tells_both_revisions(empty_url: str) -> None:
    url = empty_url

    assert await storage_package.migrate(url) == ("", HEAD)
    assert await storage_package.migrate(url) == (HEAD, HEAD)


async def test_without_migrating_an_older_schema_is_refused(empty_url: str) -> None:
    url = empty_url

    with pytest.raises(BadDatabase, match="run `sariwarta migrate`"):
        async with storage_package.open_storage(url, migrate=False):
            pass


async def test_without_migrating_the_newest_opens(database_url: str) -> None:
    async with storage_package.open_storage(database_url, migrate=False) as opened:
        assert await opened.feeds.all() == ()


@pytest.mark.parametrize("revision", ["9999", "abcdef012345"])
async def test_newer_schema_is_refused(database_url: str, revision: str) -> None:
    await execute(database_url, f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 -- the numbers above

    with pytest.raises(BadDatabase, match="newer program"):
        async with storage_package.open_storage(database_url):
            pass


async def test_database_of_another_program_is_refused(empty_url: str) -> None:
    await execute(empty_url, "CREATE TABLE invoices (id INTEGER)")

    with pytest.raises(BadDatabase, match="another program"):
        async with storage_package.open_storage(empty_url):
            pass


async def test_two_programs_may_migrate_at_once(empty_url: str) -> None:
    url = empty_url

    revisions = await asyncio.gather(*(storage_package.migrate(url) for _ in range(3)))

    assert {after for _, after in revisions} == {HEAD}
    assert [before for before, _ in revisions].count("") == 1


async def test_up_to_date_database_opens_without_alembic(sqlite_url: str) -> None:
    """Loading Alembic costs more than everything else at start."""
    program = (
        "import asyncio, sys, storage\n"
        "async def main():\n"
        f"    async with storage.open_storage({sqlite_url!r}) as s: await s.feeds.all()\n"
        "asyncio.run(main())\n"
        "sys.exit('alembic' in sys.modules)\n"
    )

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)

    assert await process.wait() == 0
