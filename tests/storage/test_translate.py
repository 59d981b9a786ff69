"""Every kind of database failure has a next step and a sentence."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError, SQLAlchemyError, TimeoutError

from bot.errors import BadDatabase, DamagedDatabase, GiveUpItem, SariwartaError, TryLater
from storage.engine import sqlite_writer
from storage.translate import our_errors, translated


def sqlite_failure(name: str) -> DBAPIError:
    cause = sqlite3.OperationalError("boom")
    cause.sqlite_errorname = name
    cause.sqlite_errorcode = getattr(sqlite3, name)
    return DBAPIError("SELECT 1", None, cause)


class ServerFailure(Exception):
    """Looks like an error of asyncpg as far as the translation asks."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_BUSY", TryLater),
        ("SQLITE_BUSY_SNAPSHOT", TryLater),
        ("SQLITE_LOCKED_SHAREDCACHE", TryLater),
        ("SQLITE_FULL", TryLater),
        ("SQLITE_IOERR_WRITE", TryLater),
        ("SQLITE_NOMEM", TryLater),
        ("SQLITE_READONLY_DIRECTORY", BadDatabase),
        ("SQLITE_CANTOPEN_ISDIR", BadDatabase),
        ("SQLITE_CORRUPT_INDEX", DamagedDatabase),
        ("SQLITE_NOTADB", DamagedDatabase),
        ("SQLITE_CONSTRAINT_UNIQUE", GiveUpItem),
        ("SQLITE_TOOBIG", GiveUpItem),
        ("SQLITE_ERROR", BadDatabase),
    ],
)
def test_sqlite_failure_has_a_next_step(name: str, expected: type[SariwartaError]) -> None:
    assert type(translated(sqlite_failure(name))) is expected


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [
        ("40001", TryLater),
        ("40P01", TryLater),
        ("53100", TryLater),
        ("57P01", TryLater),
        ("08006", TryLater),
        ("25006", TryLater),
        ("23505", GiveUpItem),
        ("22021", GiveUpItem),
        ("28P01", BadDatabase),
        ("3D000", BadDatabase),
        ("42501", BadDatabase),
        ("XX001", DamagedDatabase),
        ("42P01", BadDatabase),
    ],
)
def test_postgres_failure_has_a_next_step(sqlstate: str, expected: type[SariwartaError]) -> None:
    error = DBAPIError("SELECT 1", None, ServerFailure(sqlstate))

    assert type(translated(error)) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(TimeoutError(), TryLater, id="pool"),
        pytest.param(InvalidRequestError("?"), BadDatabase, id="misuse"),
        pytest.param(
            DBAPIError("", None, OSError(), connection_invalidated=True), TryLater, id="cut"
        ),
    ],
)
def test_other_failures(error: SQLAlchemyError, expected: type[SariwartaError]) -> None:
    assert type(translated(error)) is expected


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), OSError("no route")])
def test_unreachable_server_is_tried_later(error: Exception) -> None:
    with pytest.raises(TryLater) as caught, our_errors():
        raise error

    assert caught.value.__cause__ is error


def test_unstorable_text_gives_up_the_item() -> None:
    with pytest.raises(GiveUpItem), our_errors():
        "\ud800".encode()


async def test_full_disk_is_tried_later(tmp_path: Path) -> None:
    """The same answer as from a full disk: no further page can be had."""
    writer = sqlite_writer(make_url(f"sqlite+aiosqlite:///{tmp_path / 'small.db'}"))

    def fill(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.exec_driver_sql("PRAGMA max_page_count = 3")
        connection.execute(text("INSERT INTO t VALUES (:x)"), {"x": "x" * 100_000})

    with pytest.raises(TryLater, match="full"):
        await writer.transact(fill)
    await writer.close()
