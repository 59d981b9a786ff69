"""Backups in a folder: dated, rotated, and one from before every upgrade."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.errors import OperatorMustAct
from storage import backups
from storage.migrations import HEAD
from storage.opening import SavedAs, open_storage
from tests.storage.test_released import RELEASED, load

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        [found] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def test_oldest_dated_backups_go_and_nothing_else(tmp_path: Path) -> None:
    days = [backups.dated(tmp_path, NOW - timedelta(days=day)) for day in range(4)]
    others = [backups.before_upgrade(tmp_path, NOW, "0001"), tmp_path / "sariwarta-mine.db"]
    for path in (*days, *others):
        path.touch()

    dropped = backups.rotate(tmp_path, keep=2)

    assert dropped == 2
    assert sorted(tmp_path.iterdir()) == sorted([*days[:2], *others])
    assert backups.newest(tmp_path) == NOW


def test_folder_without_backups_has_no_newest(tmp_path: Path) -> None:
    assert backups.newest(tmp_path / "none") is None


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def saved_as(folder: Path) -> SavedAs:
    return partial(backups.before_upgrade, folder, NOW)


async def test_upgrade_leaves_the_former_state_behind(tmp_path: Path) -> None:
    path = load(RELEASED[0], tmp_path / "old.db")
    folder = tmp_path / "backups"

    for _ in range(2):
        async with open_storage(f"sqlite+aiosqlite:///{path}", saved_as=saved_as(folder)):
            pass

    assert names(folder) == ["before-upgrade-from-0001-20261124T063000Z.db"]
    assert revision(saved_as(folder)("0001")) == "0001"
    assert revision(path) == HEAD


async def test_without_room_for_the_backup_nothing_is_upgraded(tmp_path: Path) -> None:
    path = load(RELEASED[0], tmp_path / "old.db")

    with pytest.raises(OperatorMustAct, match="can not be written"):
        # A file where the folder should be.
        async with open_storage(f"sqlite+aiosqlite:///{path}", saved_as=saved_as(path)):
            pass

    assert revision(path) == "0001"


async def test_new_database_needs_no_backup(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"

    async with open_storage(url, saved_as=saved_as(tmp_path / "backups")):
        pass

    assert names(tmp_path) == ["new.db"]
