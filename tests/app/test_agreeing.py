"""Several machines, each with a feeds.yaml: one list for all."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.agreeing import SharedList
from bot.ports import Storage
from storage import open_storage
from tests.fakes.clock import START, FakeClock

ONE = "feeds:\n  - url: https://satu.example/rss\n"
TWO = "feeds:\n  - url: https://dua.example/rss\n"
BAD = "feeds: {\n"


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    async with open_storage(sqlite_url) as opened:
        yield opened


def machine(storage: Storage, place: Path, text: str, *, written: float) -> SharedList:
    """A machine whose file was written so many seconds before or after START."""
    place.write_text(text, encoding="utf-8")
    moment = START.timestamp() + written
    os.utime(place, (moment, moment))
    return SharedList(place, storage.lists, FakeClock(START))


async def test_unknown_file_is_published(storage: Storage, tmp_path: Path) -> None:
    one = machine(storage, tmp_path / "1.yaml", ONE, written=-9)
    other = machine(storage, tmp_path / "2.yaml", TWO, written=-99)

    assert await one.agreed(ONE) == ONE
    assert await other.agreed(TWO) == TWO
    assert await one.agreed(ONE) == TWO


async def test_older_file_follows(storage: Storage, tmp_path: Path) -> None:
    await storage.lists.publish(ONE, START)
    await storage.lists.publish(TWO, START)

    late = machine(storage, tmp_path / "1.yaml", ONE, written=-9)

    assert await late.agreed(ONE) == TWO


async def test_file_that_went_back_on_purpose_counts(storage: Storage, tmp_path: Path) -> None:
    await storage.lists.publish(ONE, START)
    await storage.lists.publish(TWO, START)

    edited = machine(storage, tmp_path / "1.yaml", ONE, written=+9)

    assert await edited.agreed(ONE) == ONE


async def test_edit_while_it_runs_counts(storage: Storage, tmp_path: Path) -> None:
    await storage.lists.publish(TWO, START)
    one = machine(storage, tmp_path / "1.yaml", ONE, written=-9)
    assert await one.agreed(ONE) == ONE

    assert await one.agreed(TWO) == TWO
    assert await storage.lists.version() == 3


async def test_bad_file_is_told_here_and_published_nowhere(
    storage: Storage, tmp_path: Path
) -> None:
    one = machine(storage, tmp_path / "1.yaml", ONE, written=-9)
    await one.agreed(ONE)

    assert await one.agreed(BAD) == BAD
    assert await storage.lists.version() == 1
