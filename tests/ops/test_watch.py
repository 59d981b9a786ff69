"""Real files and the real signal; the bell is waited for, never slept for."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.ops.watch import watched

PATIENCE = 240


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds: []\n")
    return path


async def rung(bell: asyncio.Event) -> bool:
    async with asyncio.timeout(PATIENCE):
        return await bell.wait()


async def ring_by(file: Path, act: object) -> bool:
    """Repeats the act until it is heard: the watcher starts in a thread of its own."""
    bell = asyncio.Event()
    async with watched(file, bell.set), asyncio.timeout(PATIENCE):
        while not bell.is_set():
            assert callable(act)
            act()
            try:
                async with asyncio.timeout(1):
                    await bell.wait()
            except TimeoutError:
                continue
    return bell.is_set()


async def test_saving_rings(file: Path) -> None:
    assert await ring_by(file, lambda: file.write_text("feeds: [https://a.example/]\n"))


async def test_replacing_rings(file: Path) -> None:
    def replace() -> None:
        new = file.with_suffix(".new")
        new.write_text("feeds: [https://b.example/]\n")
        new.replace(file)

    assert await ring_by(file, replace)


async def test_hangup_rings(file: Path) -> None:
    bell = asyncio.Event()

    async with watched(file, bell.set):
        os.kill(os.getpid(), signal.SIGHUP)

        assert await rung(bell)


async def test_missing_folder_is_no_failure(tmp_path: Path) -> None:
    bell = asyncio.Event()

    async with watched(tmp_path / "nirgends" / "feeds.yaml", bell.set):
        os.kill(os.getpid(), signal.SIGHUP)

        assert await rung(bell)
