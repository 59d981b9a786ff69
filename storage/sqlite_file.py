"""The file of an SQLite database: its place, its state after an unclean stop, its copies."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from bot.errors import BadDatabase, OperatorMustAct
from storage.translate import of_driver


def path_of(url: URL) -> Path:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise BadDatabase(
            "the database must be a file: sqlite+aiosqlite:///relative/path.db"
            " or sqlite+aiosqlite:////absolute/path.db"
        )
    return Path(url.database)


def make_place(path: Path) -> None:
    """The folder and an empty file that only its owner reads: it names people's chats."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise BadDatabase(f"{path}: the database can not be opened: {error.strerror}") from error


def check_after_unclean_stop(path: Path) -> None:
    """A clean stop leaves no log behind; when there is one, the whole file is checked."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return
    with of_driver(), closing(sqlite3.connect(path, timeout=0)) as connection:
        # Refused while another process works with the database: then nothing stopped.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return
            raise
        [complaint] = connection.execute("PRAGMA quick_check(1)").fetchone()
    if complaint != "ok":
        raise BadDatabase(f"{path}: the database is damaged ({complaint}); restore the last backup")


def copy(source: Path, target: Path) -> None:
    """A compact copy of one moment, while others go on reading and writing."""
    if target.exists():
        raise OperatorMustAct(f"{target}: exists already; name a new file for the backup")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part)
        part.replace(target)
    except OSError as error:
        raise OperatorMustAct(f"{target}: can not be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with of_driver(), closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    with part.open("rb+") as written:
        os.fsync(written.fileno())
