"""The schema's revision: read it, tell what does not fit, bring an older one up to date."""

import re
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from bot.errors import BadDatabase
from storage.engine import Connections
from storage.migrations import HEAD

EMPTY = ""
# A table that is there while `sariwarta copy` has not ended.
UNFINISHED_COPY = "copying"
_NUMBER = re.compile(r"\d{4}")
# Any number will do; every program that migrates this database must take the same.
_LOCK = 0x53415249
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))


async def require(connections: Connections) -> None:
    """Refuses every schema but the newest."""
    if await connections.transact(_revision) != HEAD:
        raise BadDatabase(
            "the database has an older schema than this program; run `sariwarta migrate`"
        )


async def older(connections: Connections) -> str:
    """The revision of a schema that an upgrade would change; "" when it would change none."""
    found = await connections.transact(_revision)
    return "" if found == HEAD else found


async def is_newest(connections: Connections) -> bool:
    return await connections.transact(_revision) == HEAD


async def upgrade(connections: Connections) -> tuple[str, str]:
    """Bring the schema up to date; returns the revisions before and after ("" = no tables)."""
    before = await connections.transact(_revision)
    if before != HEAD:
        before = await connections.transact(_upgrade)
    return before, HEAD


def newer(connection: Connection) -> str:
    """The revision that a newer program gave the database since it was opened; "" = ours."""
    found = connection.execute(select(_VERSION.c.version_num)).scalar() or EMPTY
    return str(found) if found != HEAD else EMPTY


def _upgrade(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    # Looked at again under the lock: another process may have been faster.
    before = _revision(connection)
    if before != HEAD:
        _run_migrations(connection)
    return before


def _run_migrations(connection: Connection) -> None:
    # Loaded only here: an up-to-date database starts without it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, HEAD)
    if connection.dialect.name == "sqlite":
        # References were not watched meanwhile.
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise BadDatabase(f"table {broken[0]} refers to rows that are not there: {broken}")


def _revision(connection: Connection) -> str:
    tables = inspect(connection).get_table_names()
    if not tables:
        return EMPTY
    if UNFINISHED_COPY in tables:
        raise BadDatabase("a copy into this database has not ended; run `sariwarta copy` again")
    if _VERSION.name not in tables:
        raise BadDatabase("the database belongs to another program; name an empty one")
    revision = connection.execute(select(_VERSION.c.version_num)).scalar()
    if revision is None:
        return EMPTY
    if not _NUMBER.fullmatch(revision) or revision > HEAD:
        raise BadDatabase(
            f"the database has schema {revision}, this program knows {HEAD}: it was used by a newer"
            " program; install that one again, or restore a backup from before the update"
        )
    return str(revision)
