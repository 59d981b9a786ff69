"""Fresh storages on SQLite and on PostgreSQL.

TEST_POSTGRES_URL may name a server on which databases may be created, such as
postgresql+asyncpg://postgres@localhost/postgres; otherwise the tests start their own.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage as storage_package
from bot.ports import Storage
from tests.contract.reuse import remember, restore
from tests.contract.server import server_url

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables: copying it is a hundred times faster than migrating."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    asyncio.run(storage_package.migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "sariwarta.db"))


@pytest.fixture
def sqlite_url(sqlite_path: Path) -> str:
    return f"sqlite+aiosqlite:///{sqlite_path}"


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The server's counterpart of `template`; nobody may be connected while it is cloned."""
    url = asyncio.run(_new_database(server_url(), f"sariwarta_template_{_WORKER}"))
    asyncio.run(remember(url))
    return url


@pytest.fixture(scope="session")
def postgres_room(postgres_template: str) -> str:
    """The one database that the tests of this process use in turn."""
    return asyncio.run(_clone(postgres_template, f"sariwarta_{_WORKER}"))


@pytest.fixture
def postgres_url(postgres_template: str, postgres_room: str) -> str:
    """All tables, like new."""
    if not asyncio.run(restore(postgres_room)):
        asyncio.run(_clone(postgres_template, f"sariwarta_{_WORKER}"))
    return postgres_room


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a database, without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
        return
    name = f"sariwarta_empty_{_WORKER}_{next(_NUMBERS)}"
    asyncio.run(_command(f"CREATE DATABASE {name}"))
    yield make_url(server_url()).set(database=name).render_as_string(hide_password=False)
    asyncio.run(_command(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; the contract holds on each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    async with storage_package.open_storage(database_url) as opened:
        yield opened


@pytest.fixture
async def colleague(database_url: str, storage: Storage) -> AsyncIterator[Storage]:
    """The same database from another process."""
    async with storage_package.open_storage(database_url) as opened:
        yield opened


async def _new_database(server: str, name: str) -> str:
    await _command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    await storage_package.migrate(url)
    return url


async def _clone(template: str, name: str) -> str:
    url = make_url(template)
    await _command(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {url.database}",
    )
    return url.set(database=name).render_as_string(hide_password=False)


async def _command(*statements: str) -> None:
    """About whole databases: in no transaction."""
    engine = create_async_engine(server_url(), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
