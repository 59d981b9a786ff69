"""The file of an SQLite database: its place, its state after an unclean stop, its copies."""

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import aiosqlite
from sqlalchemy import URL

from bot.errors import BadDatabase, DamagedDatabase, OperatorMustAct
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


async def check_after_unclean_stop(path: Path) -> None:
    """A clean stop leaves no log behind; when there is one, the whole file is checked."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return
    with of_driver():
        async with aiosqlite.connect(path, timeout=0) as connection:
            # Refused while another process works with the database: then nothing stopped.
            await connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            try:
                await connection.execute_fetchall("SELECT count(*) FROM sqlite_master")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    return
                raise
            [(complaint,)] = await connection.execute_fetchall("PRAGMA quick_check(1)")
    if complaint != "ok":
        raise DamagedDatabase(
            f"{path}: the database is damaged ({complaint}); restore the last backup"
        )


async def copy(source: Path, target: Path) -> None:
    """A compact copy of one moment, while others go on reading and writing."""
    part = target.with_name(f"{target.name}.part")
    try:
        _make_room(target, part)
        await _copy(source, part)
        part.replace(target)
    except OSError as error:
        raise OperatorMustAct(f"{target}: can not be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # the reason is told already
            part.unlink(missing_ok=True)


def _make_room(target: Path, part: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise OperatorMustAct(f"{target}: exists already; name a new file for the backup")
    part.unlink(missing_ok=True)


async def _copy(source: Path, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with of_driver():
        async with aiosqlite.connect(source) as connection:
            await connection.execute("VACUUM INTO ?", (str(part),))
    await asyncio.to_thread(_reach_the_disk, part)


def _reach_the_disk(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def restore(source: Path, target: Path, *, overwrite: bool) -> None:
    """Put a backup in the place of the database; the former one stays beside it as `.before`.

    Raises OperatorMustAct when the backup is none, or the place is used without `overwrite`.
    """
    check_backup(source)
    if target.exists() and not overwrite:
        raise OperatorMustAct(
            f"{target}: there is a database already; stop the bot and say --overwrite to replace it"
        )
    make_place(target)
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_bytes(source.read_bytes())
        part.chmod(0o600)
        if target.stat().st_size:
            # With its log, so that nothing of it is lost either.
            for end in ("", "-wal", "-shm"):
                former = target.with_name(target.name + end)
                if former.exists():
                    former.replace(target.with_name(f"{target.name}.before{end}"))
        part.replace(target)
    except OSError as error:
        raise OperatorMustAct(f"{target}: can not be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def check_backup(path: Path) -> None:
    """Raises OperatorMustAct when the file is no whole database of this program."""
    if not path.is_file():
        raise OperatorMustAct(f"{path}: there is no such file; name a backup")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as backup:
            [complaint] = backup.execute("PRAGMA quick_check(1)").fetchone()
            backup.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise OperatorMustAct(f"{path}: this is no backup of Sariwarta ({error})") from error
    if complaint != "ok":
        raise OperatorMustAct(f"{path}: this backup is damaged ({complaint}); take another one")
