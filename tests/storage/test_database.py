"""The one writer: groups share a commit, failures stay alone, answers come after the commit."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.util import await_only

from bot.errors import GiveUpItem, TryLater
from storage.database import Database, GroupWriter, ServerWriter
from storage.engine import server, sqlite_readers, sqlite_writer


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Database]:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'small.db'}")
    writer = sqlite_writer(url)
    await writer.transact(create_table)
    opened = Database(readers=sqlite_readers(url), writer=GroupWriter(writer))
    yield opened
    await opened.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """What holds for both kinds."""
    url = make_url(database_url)
    if url.drivername.startswith("sqlite"):
        writer = sqlite_writer(url)
        opened = Database(readers=sqlite_readers(url), writer=GroupWriter(writer))
    else:
        connections = server(url)
        opened = Database(readers=connections.for_reading(), writer=ServerWriter(connections))
    await opened.write(create_table)
    yield opened
    await opened.close()


def create_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))


def add(connection: Connection, number: int) -> int:
    connection.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})
    return number


def numbers(connection: Connection) -> list[int]:
    return list(connection.execute(text("SELECT number FROM numbers ORDER BY number")).scalars())


def commits(connection: Connection) -> int:
    """How often anybody committed: SQLite counts it for its caches."""
    return int(connection.execute(text("PRAGMA data_version")).scalar_one())


def add_and_fail(connection: Connection, number: int) -> None:
    add(connection, number)
    raise GiveUpItem("no")


async def test_write_returns_its_result(database: Database) -> None:
    assert await database.write(add, 5) == 5
    assert await database.read(numbers) == [5]


async def test_queued_writes_share_a_commit(file: Database) -> None:
    [before] = [await file.read(commits)]

    results = await asyncio.gather(*(file.write(add, number) for number in range(50)))

    assert results == list(range(50))
    # The first is taken alone, the others while it is being written.
    assert await file.read(commits) - before <= 2


async def test_failing_write_undoes_only_itself(database: Database) -> None:
    results = await asyncio.gather(
        database.write(add, 1),
        database.write(add_and_fail, 2),
        database.write(add, 3),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [int, GiveUpItem, int]
    assert await database.read(numbers) == [1, 3]


async def test_refused_values_undo_only_themselves(database: Database) -> None:
    results = await asyncio.gather(
        *(database.write(add, number) for number in (1, 1, 2)), return_exceptions=True
    )

    # A server may take the second of the two equal ones first.
    twins = sorted(type(result).__name__ for result in results[:2])
    assert (twins, type(results[2])) == (["GiveUpItem", "int"], int)
    assert await database.read(numbers) == [1, 2]


async def test_cancelled_caller_leaves_the_others(database: Database) -> None:
    given_up = asyncio.create_task(database.write(add, 1))
    stays = asyncio.create_task(database.write(add, 2))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await stays == 2
    assert 2 in await database.read(numbers)


async def test_close_writes_what_was_asked_before(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'small.db'}")
    writer = sqlite_writer(url)
    await writer.transact(create_table)
    database = Database(readers=sqlite_readers(url), writer=GroupWriter(writer))
    asked = [asyncio.create_task(database.write(add, number)) for number in range(200)]
    await asyncio.sleep(0)

    await database.close()

    assert await asyncio.gather(*asked) == list(range(200))


async def test_closed_database_says_so(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'small.db'}")
    database = Database(readers=sqlite_readers(url), writer=GroupWriter(sqlite_writer(url)))
    await database.close()

    with pytest.raises(TryLater, match="closed"):
        await database.write(add, 1)


async def test_second_close_is_harmless(database: Database) -> None:
    await database.close()

    await database.close()


async def test_reading_can_not_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"can not be written|read-only"):
        await database.read(add, 1)


async def test_reader_sees_one_state(database: Database) -> None:
    """Two statements of one read see the same rows, whatever is committed between them."""
    loop = asyncio.get_running_loop()

    def write_meanwhile() -> None:
        if database.dialect == "sqlite":  # there the work has a thread of its own
            asyncio.run_coroutine_threadsafe(database.write(add, 1), loop).result(timeout=30)
        else:
            await_only(database.write(add, 1))

    def read_twice(connection: Connection) -> tuple[list[int], list[int]]:
        first = numbers(connection)
        write_meanwhile()
        return first, numbers(connection)

    assert await database.read(read_twice) == ([], [])
    assert await database.read(numbers) == [1]


async def test_writers_of_one_row_repeat_until_all_are_in(database: Database) -> None:
    """What one of them read must still hold when it writes."""

    def count_up(connection: Connection) -> None:
        connection.execute(text("UPDATE numbers SET number = number + 1"))

    await database.write(add, 0)

    await asyncio.gather(*(database.write(count_up) for _ in range(8)))

    assert await database.read(numbers) == [8]
