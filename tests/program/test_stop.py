"""SIGTERM: no new work, what is in flight is finished; a second signal forces."""

import asyncio
import json
import signal
import time

from storage import open_storage
from tests.contract.given import promised
from tests.fakes.botapi_faults import Gate, Moment
from tests.program.conftest import Installation, stop

READER = 17
# The promise is ten seconds; the rest is for a machine that is busy with other tests.
SECONDS = 60


async def owe(installation: Installation, *texts: str) -> None:
    database = installation.folder / "data" / "sariwarta.db"
    async with open_storage(f"sqlite+aiosqlite:///{database}") as storage:
        await promised(storage, READER, *texts)
    installation.server.chat(READER)


async def outbox(installation: Installation) -> dict[str, int]:
    _, out, _ = await installation.call("stats")
    counts: dict[str, int] = json.loads(out)
    return {name: counts[name] for name in ("outbox", "outbox_queued")}


async def test_message_in_flight_is_finished(installation: Installation) -> None:
    await owe(installation, "satu", "dua")
    gate: Gate = installation.server.hold(moment=Moment.AFTER)

    async with installation.running("--roles", "deliver") as bot:
        await gate.reached.wait()
        stopping = asyncio.create_task(stop(bot))
        await asyncio.sleep(0)
        gate.open()
        assert await stopping == 0

    sent = len(installation.server.texts(READER))
    assert sent >= 1
    assert await outbox(installation) == {"outbox": 2, "outbox_queued": 2 - sent}


async def test_message_without_answer_ends_in_time(installation: Installation) -> None:
    await owe(installation, "satu")
    gate = installation.server.hold()

    async with installation.running("--roles", "deliver") as bot:
        await gate.reached.wait()
        began = time.monotonic()
        assert await stop(bot) == 0
        assert time.monotonic() - began < SECONDS

    assert await outbox(installation) == {"outbox": 1, "outbox_queued": 1}


async def test_second_signal_forces(installation: Installation) -> None:
    await owe(installation, "satu")
    gate = installation.server.hold()

    async with installation.running("--roles", "deliver") as bot:
        await gate.reached.wait()
        ended = asyncio.create_task(bot.wait())
        # Nobody knows when the first was heard; one after it ends the process.
        while not ended.done():
            bot.send_signal(signal.SIGTERM)
            await asyncio.wait([ended], timeout=0.2)

        assert bot.returncode == -signal.SIGTERM
