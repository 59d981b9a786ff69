"""Killed processes: what was answered is there, what was not is whole or absent."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

import storage as storage_package
from bot.errors import BadDatabase
from tests.contract.given import NOW, a_feed, entry, poll

# Promises digests as fast as it can and prints the number of each one that was answered.
_WRITER = """
import asyncio, sys
import storage
from tests.contract.given import digest, parts, subscriber, a_feed, poll, entry

async def one(opened, number):
    known = await opened.subscribers.add(subscriber(number))
    assert await opened.outbox.promise(known, digest(number), parts("satu", "dua"), None)
    print(number, flush=True)

async def main():
    async with storage.open_storage(sys.argv[1]) as opened:
        state = await a_feed(opened)
        for round in range(1, 10_000):
            await asyncio.gather(
                poll(opened, state, *(entry(f"{round}-{n}") for n in range(20))),
                *(one(opened, round * 10 + n) for n in range(10)),
            )

asyncio.run(main())
"""


async def write_until_killed(url: str, answers: int) -> list[int]:
    """Kills the writer with -9 after that many answers; returns all that came."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    numbers: list[int] = []
    async with asyncio.timeout(60):
        while len(numbers) < answers:
            numbers.append(int(await process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
        rest = await process.stdout.read()
        await process.wait()
    return numbers + [int(line) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]


@pytest.mark.parametrize("answers", [1, 37, 120])
async def test_killed_writer_lost_nothing(sqlite_url: str, answers: int) -> None:
    answered = await write_until_killed(sqlite_url, answers)

    async with storage_package.open_storage(sqlite_url) as opened:
        deliveries = await opened.outbox.lease(NOW, 10_000)
        stats = await opened.stats()

    promised = {int(delivery.digest_id) for delivery in deliveries}
    assert set(answered) <= promised
    # Cursor, digest and both parts of each promise came together or not at all.
    assert stats["outbox"] == 2 * stats["digests"] == 2 * len(promised)
    # A document is stored whole.
    assert stats["entries"] % 20 == 0


async def test_damage_is_told_after_an_unclean_stop(sqlite_path: Path, sqlite_url: str) -> None:
    """Damage deep inside, where opening alone would not meet it."""
    async with storage_package.open_storage(sqlite_url) as opened:
        state = await a_feed(opened)
        await poll(opened, state, *(entry(str(number)) for number in range(3000)))
    await write_until_killed(sqlite_url, 1)
    scramble(sqlite_path)

    with pytest.raises(BadDatabase, match="restore the last backup"):
        async with storage_package.open_storage(sqlite_url):
            pass


async def test_log_of_a_running_program_is_no_accident(sqlite_path: Path, sqlite_url: str) -> None:
    """The whole file is not read again for each `sariwarta stats` beside the running bot."""
    async with storage_package.open_storage(sqlite_url) as bot:
        await bot.feeds.sync([], NOW)
        await bot.outbox.new_digest_id()
        assert sqlite_path.with_name(f"{sqlite_path.name}-wal").stat().st_size > 0

        async with storage_package.open_storage(sqlite_url) as command:
            assert await command.feeds.all() == ()


def scramble(path: Path) -> None:
    """Overwrites the middle of the file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(file.seek(0, os.SEEK_END) // 2)
        file.write(b"\xa5" * 64 * 1024)
