"""Health and metrics over HTTP, for supervisors and Prometheus; the public pages when asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import BadSettings
from bot.web.webhook import MOST_BYTES, Door
from bot.web.websub import HubDoor

if TYPE_CHECKING:
    from bot.web.archive import Archive
    from bot.web.panel import Panel

# Asked for the names of what is wrong.
Names = Callable[[], Awaitable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probes:
    """What the pages ask: the first two return the names of what is wrong, empty = well."""

    unwell: Names
    unready: Names
    metrics: Callable[[], Awaitable[bytes]]


@asynccontextmanager
async def serve(
    address: tuple[str, int],
    probes: Probes,
    door: Door | None = None,
    archive: "Archive | None" = None,
    panel: "Panel | None" = None,
    hubs: HubDoor | None = None,
) -> AsyncIterator[str]:
    """Listen until the block ends; gives the base address. Raises BadSettings."""
    app = web.Application(client_max_size=MOST_BYTES)
    if door is not None:
        door.add_to(app)
    if hubs is not None:
        hubs.add_to(app)
    if archive is not None:
        archive.add_to(app)
    if panel is not None:
        panel.add_to(app)
    pages = _Pages(probes)
    app.router.add_get("/healthz", pages.healthz)
    app.router.add_get("/readyz", pages.readyz)
    app.router.add_get("/metrics", pages.metrics)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, address)
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, address: tuple[str, int]) -> None:
    host, port = address
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise BadSettings(
            f"SARIWARTA_HTTP_LISTEN: cannot listen on {host}:{port} ({error.strerror}); "
            "choose another port, or leave it empty to turn health and metrics off"
        ) from error


@dataclass(frozen=True, slots=True)
class _Pages:
    probes: Probes

    async def healthz(self, _: web.Request) -> web.Response:
        return _answer(await self.probes.unwell())

    async def readyz(self, _: web.Request) -> web.Response:
        return _answer(await self.probes.unready())

    async def metrics(self, _: web.Request) -> web.Response:
        return web.Response(
            body=await self.probes.metrics(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )


def _answer(wrong: tuple[str, ...]) -> web.Response:
    return web.json_response({"ok": not wrong, "wrong": list(wrong)}, status=503 if wrong else 200)
