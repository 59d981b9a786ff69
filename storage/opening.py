"""Opens a database by its address and hands out its stores."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot import ports
from bot.errors import BadDatabase, OperatorMustAct
from bot.model import SubscriberId
from storage import bots, schema, sqlite_file
from storage.announcements import Announcements
from storage.archive import Archive
from storage.database import Database, GroupWriter, ServerWriter
from storage.engine import (
    Connections,
    ServerConnections,
    server,
    sqlite_migrator,
    sqlite_readers,
    sqlite_writer,
)
from storage.feeds import Feeds
from storage.fleet import Fleet
from storage.hubs import Hubs
from storage.inbox import Inbox
from storage.instants import Instants
from storage.jobs import Jobs, prune_log
from storage.lists import FeedLists
from storage.mutes import Mutes
from storage.outbox import Outbox
from storage.personal import about
from storage.saved import SavedStories
from storage.stats import stats
from storage.stories import Stories
from storage.subscribers import Subscribers
from storage.tables import tell_postgresql
from storage.tastes import Tastes
from storage.tidy import give_back_space, tidy
from storage.traces import Traces
from storage.trends import Trends
from storage.wire import Wire

if TYPE_CHECKING:
    from storage import moving

# The driver in the address is a name only: storage.engine says what runs SQLite, and why.
_SQLITE = "sqlite+aiosqlite"
_POSTGRES = "postgresql+asyncpg"
# A revision -> where the copy of the database goes that still has it.
SavedAs = Callable[[str], Path]


@asynccontextmanager
async def open_storage(
    url: str, *, bot: int = 0, migrate: bool = True, saved_as: SavedAs | None = None
) -> AsyncIterator[ports.Storage]:
    """The stores of one database, closed at the end.

    `migrate` brings an older schema up to date; without it an older one is refused. Before
    that an SQLite file is copied to where `saved_as` says. `bot` is the number of the bot whose
    subscribers, messages and updates these are; 0 = of none in Telegram.
    """
    address = _address(url)
    writer = await _writer(address)
    before = ""
    try:
        if migrate:
            before = await schema.older(writer)
            await _save(address, before, saved_as)
            await _upgrade(address, writer)
        else:
            await schema.require(writer)
    except BaseException:
        await writer.close()
        raise
    database = _database(address, writer)
    storage = Storage(database, address, before, bot)
    try:
        if bot and not await database.read(bots.is_known, bot):
            await database.write(bots.enter, bot, datetime.now(UTC))
        yield storage
    finally:
        await storage.close()


async def migrate(url: str) -> tuple[str, str]:
    """Bring the schema up to date; returns the revisions before and after ("" = no tables)."""
    writer = await _writer(_address(url))
    try:
        return await _upgrade(_address(url), writer)
    finally:
        await writer.close()


async def _upgrade(address: URL, writer: Connections) -> tuple[str, str]:
    """SQLite changes a table by copying it, which references to it must not notice meanwhile."""
    if address.drivername == _POSTGRES or await schema.is_newest(writer):
        return await schema.upgrade(writer)
    migrator = sqlite_migrator(address)
    try:
        return await schema.upgrade(migrator)
    finally:
        await migrator.close()


async def copy(source: str, target: str, tell: "Callable[[moving.Copied], None]") -> None:
    """Move an installation from an SQLite file to PostgreSQL; tells of each table that is over."""
    from storage import moving

    old, new = _address(source), _address(target)
    moving.check_kinds(old.get_backend_name(), new.get_backend_name())
    path = sqlite_file.path_of(old).resolve()
    if not path.is_file():
        raise BadDatabase(f"{path}: there is no such file; name the SQLite database")
    readers, server_ = sqlite_readers(old), _server(new)
    try:
        await moving.move(readers, server_, str(path), tell)
    finally:
        await server_.close()
        await readers.close()


async def _save(address: URL, revision: str, saved_as: SavedAs | None) -> None:
    """The way back, in case the new version is not what its users want."""
    if revision and saved_as is not None and address.drivername == _SQLITE:
        await sqlite_file.copy(sqlite_file.path_of(address), saved_as(revision))


class Storage:
    """Implements bot.ports.Storage."""

    def __init__(
        self, database: Database, address: URL, upgraded_from: str = "", bot: int = 0
    ) -> None:
        self._database = database
        self._address = address
        self.upgraded_from = upgraded_from
        self.fleet = Fleet(database)
        self.lists = FeedLists(database)
        self.wire = Wire(database, address) if database.dialect == "postgresql" else None
        self.jobs = Jobs(database, address) if database.dialect == "postgresql" else None
        self.feeds = Feeds(database, self.fleet)
        self.hubs = Hubs(database)
        self.stories = Stories(database, self.fleet)
        self.subscribers = Subscribers(database, bot)
        self.outbox = Outbox(database, bot)
        self.archive = Archive(database)
        self.inbox = Inbox(database, self.fleet, bot)
        self.announcements = Announcements(database, bot)
        self.saved = SavedStories(database)
        self.mutes = Mutes(database)
        self.tastes = Tastes(database)
        self.instants = Instants(database)
        self.traces = Traces(database, bot)
        self.trends = Trends(database)

    async def about(self, subscriber_id: SubscriberId) -> Mapping[str, Sequence[object]]:
        return await self._database.read(about, subscriber_id)

    async def newer_schema(self) -> str:
        return await self._database.read(schema.newer)

    async def stats(self) -> Mapping[str, int]:
        return await self._database.read(stats)

    async def tidy(self, now: datetime, keep: timedelta) -> Mapping[str, int]:
        deleted = await tidy(self._database, now, keep)
        if self.jobs is not None:
            deleted = {**deleted, "jobs": await prune_log(self._database, now)}
        await give_back_space(self._database)
        return deleted

    async def backup(self, path: Path) -> None:
        if self._database.dialect != "sqlite":
            raise OperatorMustAct("PostgreSQL is backed up with its own pg_dump")
        await sqlite_file.copy(sqlite_file.path_of(self._address), path)

    async def close(self) -> None:
        await self._database.close()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise BadDatabase("the database address is no URL; see docs/configuration.md") from error
    if address.drivername not in (_SQLITE, _POSTGRES):
        raise BadDatabase(
            f"{address.drivername}: unknown kind of database; use {_SQLITE}:///FILE"
            f" or {_POSTGRES}://USER:PASSWORD@HOST/NAME"
        )
    return address


async def _writer(address: URL) -> Connections:
    if address.drivername == _POSTGRES:
        return _server(address)
    path = sqlite_file.path_of(address)
    sqlite_file.make_place(path)
    await sqlite_file.check_after_unclean_stop(path)
    return sqlite_writer(address)


def _server(address: URL) -> Connections:
    tell_postgresql()
    try:
        return server(address)
    except ModuleNotFoundError as error:
        raise BadDatabase(
            "PostgreSQL needs the driver asyncpg; install sariwarta[postgres]"
        ) from error


def _database(address: URL, writer: Connections) -> Database:
    if isinstance(writer, ServerConnections):
        return Database(readers=writer.for_reading(), writer=ServerWriter(writer))
    return Database(readers=sqlite_readers(address), writer=GroupWriter(writer))
