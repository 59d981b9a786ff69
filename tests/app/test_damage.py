"""A damaged database is told plainly, and the way back is named."""

from pathlib import Path

import pytest

from bot.app.wiring import open_database
from bot.errors import DamagedDatabase
from bot.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "sariwarta.db").write_text("no database at all\n" * 500)
    settings.backups.mkdir()
    return settings


async def test_last_backup_is_named(settings: Settings) -> None:
    for day in (21, 23, 22):
        (settings.backups / f"sariwarta-202611{day}T010203Z.db").touch()

    with pytest.raises(DamagedDatabase) as caught:
        async with open_database(settings):
            pass

    last = settings.backups / "sariwarta-20261123T010203Z.db"
    assert f"sariwarta restore {last} --overwrite" in str(caught.value)
    assert caught.value.exit_code == 78


async def test_missing_backup_is_told(settings: Settings) -> None:
    with pytest.raises(DamagedDatabase, match="there is no backup in"):
        async with open_database(settings):
            pass
