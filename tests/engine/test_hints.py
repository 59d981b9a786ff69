"""A bell that rings in one process rings in the others."""

import asyncio
from datetime import timedelta

from sqlalchemy import Connection, make_url, text

from bot.engine.hints import FarBell, Hints
from storage import open_storage
from storage.engine import server

LONG = timedelta(hours=1)


async def heard(bell: FarBell) -> None:
    async with asyncio.timeout(30):
        await bell.wait(LONG)


async def test_bell_rings_in_the_other_process_too(postgres_url: str) -> None:
    here, there = FarBell(), FarBell()
    async with open_storage(postgres_url) as one, open_storage(postgres_url) as other:
        assert one.wire is not None
        assert other.wire is not None
        works = [
            asyncio.create_task(Hints(one.wire, {"deliver": here}).run()),
            asyncio.create_task(Hints(other.wire, {"deliver": there}).run()),
        ]
        # Each rings its own bells as soon as it listens.
        await heard(here)
        await heard(there)

        here.ring()

        await heard(there)
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)


async def test_cut_line_is_made_anew(postgres_url: str) -> None:
    bell = FarBell()
    async with open_storage(postgres_url) as one:
        assert one.wire is not None
        work = asyncio.create_task(Hints(one.wire, {"deliver": bell}).run())
        await heard(bell)

        connections = server(make_url(postgres_url))
        await connections.transact(cut_others)
        await connections.close()

        await heard(bell)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def cut_others(connection: Connection) -> None:
    connection.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )
