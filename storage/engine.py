"""How a connection is made in both databases, how its transactions begin, and who runs them."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from storage.translate import our_errors

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

Result = TypeVar("Result")

# How long SQLite waits for another process before it says "locked"; `?timeout=30` at the end
# of the address changes it.
_BUSY_SECONDS = "5"
_READERS = 3
_SERVER_CONNECTIONS = 10

_PRAGMAS = (
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8192",
)
_WRITER_PRAGMAS = (
    "PRAGMA journal_size_limit = 67108864",
    # What somebody deleted is overwritten, also where SQLite was not built to do so by itself.
    "PRAGMA secure_delete = ON",
    *_PRAGMAS,
)
_READER_PRAGMAS = (*_PRAGMAS, "PRAGMA query_only = ON")
# How often a connection looks whether another one has done with setting up a new database.
_LOOK_AGAIN_SECONDS = 0.05


class Connections(Protocol):
    """Runs work in a transaction of its own, on one of a few connections to one database."""

    @property
    def dialect(self) -> str: ...

    async def transact(self, work: Callable[[Connection], Result]) -> Result: ...

    async def empty_log(self) -> None:
        """What was overwritten shall not be readable in the database's log either."""
        ...

    async def close(self) -> None: ...


class LocalConnections:
    """SQLite: whole transactions in a thread of their own.

    aiosqlite would change threads four times a statement: 7.8 ms against 1.4 for storing a
    changed feed, with all the work between the statements on the event loop.
    """

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="storage")

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    async def transact(self, work: Callable[[Connection], Result]) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._transact, work)

    async def empty_log(self) -> None:
        """Copy the write-ahead log into the file and cut it to nothing."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._empty_log)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], Result]) -> Result:
        with our_errors(), self._engine.begin() as connection:
            return work(connection)

    def _empty_log(self) -> None:
        with our_errors(), closing(self._engine.raw_connection()) as connection:
            # Not in a transaction, as all else is. Readers are waited for; if one takes too
            # long, the log is emptied the next time that it is written anew.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


class ServerConnections:
    """PostgreSQL: the same work on asynchronous connections."""

    def __init__(self, engine: "AsyncEngine") -> None:
        self._engine = engine

    def for_reading(self) -> "ServerConnections":
        """The same connections; each transaction sees one state, as in SQLite, and writes none."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return ServerConnections(self._engine.execution_options(**options))

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    async def transact(self, work: Callable[[Connection], Result]) -> Result:
        with our_errors():
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)

    async def empty_log(self) -> None:
        """PostgreSQL reuses its log by itself; nobody but the operator reads it."""

    async def close(self) -> None:
        await self._engine.dispose()


def sqlite_writer(url: URL) -> LocalConnections:
    """The one connection that writes; BEGIN IMMEDIATE, so that no transaction fails half-way."""
    return LocalConnections(_sqlite(url, 1, _WRITER_PRAGMAS, "BEGIN IMMEDIATE"), 1)


def sqlite_migrator(url: URL) -> LocalConnections:
    """The writer, blind for references; whoever uses it checks them before the commit."""
    pragmas = (*_WRITER_PRAGMAS, "PRAGMA foreign_keys = OFF")
    return LocalConnections(_sqlite(url, 1, pragmas, "BEGIN IMMEDIATE"), 1)


def sqlite_readers(url: URL) -> LocalConnections:
    """Connections that can not write; each transaction sees one state of the database."""
    return LocalConnections(_sqlite(url, _READERS, _READER_PRAGMAS, "BEGIN"), _READERS)


def server(url: URL) -> ServerConnections:
    # Only here: it loads the object mapper too, a third of what SQLAlchemy takes to start.
    from sqlalchemy.ext.asyncio import create_async_engine

    return ServerConnections(
        create_async_engine(url, pool_size=_SERVER_CONNECTIONS, max_overflow=0, pool_pre_ping=True)
    )


def _sqlite(url: URL, connections: int, pragmas: tuple[str, ...], begin: str) -> Engine:
    query = {"timeout": _BUSY_SECONDS} | url.query
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite", query=query),
        pool_size=connections,
        max_overflow=0,
        json_serializer=_write_json,
        json_deserializer=_read_json,
    )
    if pragmas[: len(_WRITER_PRAGMAS)] == _WRITER_PRAGMAS:
        event.listen(engine, "connect", _write_ahead(float(str(query["timeout"]))))
    event.listen(engine, "connect", _on_connect(pragmas))
    event.listen(engine, "begin", _on_begin(begin))
    return engine


def _read_json(text: str) -> object:
    """Choices of subscribers are short and mostly alike; 100,000 of them are read at six."""
    return _read_short(text) if len(text) <= _SHORT else json.loads(text)


# What comes out may be shared: stores make tuples and values of it, and change nothing.
_SHORT = 200
_read_short = lru_cache(4096)(json.loads)


def _write_json(value: object) -> str:
    """Authors and categories repeat from entry to entry."""
    if isinstance(value, tuple) and len(value) < 4 and all(type(part) is str for part in value):
        return _write_words(value)
    return json.dumps(value)


_write_words = lru_cache(4096)(json.dumps)


def _write_ahead(patience: float) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    """Turn on the write-ahead log, waiting up to `patience` seconds for others.

    SQLite does not wait by itself here: two programs that open a new database at the same
    moment would see "locked" although each needs it for a blink only. With `synchronous =
    NORMAL` a power cut can then lose the last commits, never the database; a killed process
    loses nothing. FULL is 2.5 times slower.
    """

    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        cursor = connection.cursor()
        for left in range(int(patience / _LOOK_AGAIN_SECONDS), -1, -1):
            try:
                # Decided before the first table: lets tidy give pages back bit by bit.
                cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")
                cursor.execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                    raise
                time.sleep(_LOOK_AGAIN_SECONDS)
        cursor.close()

    return prepare


def _on_connect(pragmas: tuple[str, ...]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        # The driver shall not begin transactions by itself.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    return prepare


def _on_begin(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin
