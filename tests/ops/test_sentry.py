"""What a Sentry server gets to see: real HTTP to a local one."""

import asyncio
import gzip
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from aiohttp import web

from bot.errors import BadSettings
from bot.ops.sentry import begin

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:AAF-not-a-real-token-only-for-tests"
SECRET = "Pesan rahasia dari Grup Keluarga"
PROGRAM = f"""
import sys, structlog
from bot.ops import logs
from bot.ops.sentry import begin
sentry = begin(sys.argv[1], "1.2.3")
logs.configure("json", "info", sentry)
log = structlog.get_logger()

def handle(text, chat_title):
    try:
        raise KeyError(f"https://api.telegram.org/bot{TOKEN}/x " + text)
    except KeyError as error:
        raise ValueError(text + chat_title) from error

try:
    handle("{SECRET}", "{SECRET}")
except ValueError:
    log.exception("role.crashed", role="poll", reason="{SECRET}", chat="{SECRET}")
log.warning("feeds.refused", problems=["{SECRET}"])
sentry.close()
"""


class Sink:
    """Keeps the envelopes that are posted to it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        # aiohttp has unpacked the body where the header said so.
        self.bodies.append(await request.read())
        return web.json_response({})

    def events(self) -> list[dict[str, Any]]:  # Any: JSON of Sentry's own shape
        lines = [line for body in self.bodies for line in _opened(body).splitlines()]
        parsed = [json.loads(line) for line in lines if line.startswith(b"{")]
        return [part for part in parsed if "level" in part]


def _opened(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    found = Sink()
    app = web.Application()
    app.router.add_post("/api/7/envelope/", found.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://public@127.0.0.1:{runner.addresses[0][1]}/7"
    try:
        yield found
    finally:
        await runner.cleanup()


async def crash(url: str) -> None:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, url, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _, told = await running.communicate()
    assert running.returncode == 0, told.decode()


async def test_crash_arrives_with_its_place_and_kind(sink: Sink) -> None:
    await crash(sink.url)

    [event] = sink.events()
    assert event["message"] == "role.crashed"
    assert event["release"] == "sariwarta@1.2.3"
    assert event["tags"] == {"role": "poll"}
    kinds = [one["type"] for one in event["exception"]["values"]]
    assert kinds == ["KeyError", "ValueError"]
    frames = event["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "handle"


async def test_nothing_that_people_wrote_arrives(sink: Sink) -> None:
    await crash(sink.url)

    everything = b"".join(map(_opened, sink.bodies)).decode()
    for secret in ("rahasia", "Keluarga", "AAF-not", "feeds.refused", ROOT.name + "/.env"):
        assert secret not in everything


async def test_dead_server_ends_nothing() -> None:
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))  # Nobody listens there: each try is refused.
        await crash(f"http://public@127.0.0.1:{silent.getsockname()[1]}/7")


def test_address_that_is_none_is_told() -> None:
    with pytest.raises(BadSettings, match="SENTRY_DSN"):
        begin("rahasia", "1.2.3")
