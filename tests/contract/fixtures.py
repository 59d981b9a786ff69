"""Fresh storages on SQLite and on PostgreSQL.

TEST_POSTGRES_URL may name a server on which databases may be created, such as
postgresql+asyncpg://postgres@localhost/postgres; otherwise the tests start their own.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage as storage_package
from bot.ports import Storage
from storage.tables import metadata
from tests.contract.server import server_url

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


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
def postgres_url() -> str:
    return asyncio.run(_new_database(server_url(), f"sariwarta_test_{_WORKER}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; the contract holds on each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    if database_url.startswith("postgresql"):
        await _empty(database_url)
    async with storage_package.open_storage(database_url) as opened:
        yield opened


async def _new_database(server: str, name: str) -> str:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    await storage_package.migrate(url)
    return url


async def _empty(url: str) -> None:
    names = ", ".join(table.name for table in metadata.sorted_tables if table.name != "counters")
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        await connection.execute(text("UPDATE counters SET value = 0"))
    await engine.dispose()
