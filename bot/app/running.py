"""Running: the roles as loops, the chat in Telegram, and a clean end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from bot.app.loops import loops
from bot.app.reloading import FeedsFileInForce, reload_loop
from bot.app.telegram import telegram
from bot.app.wiring import Parts, open_parts
from bot.engine.local import Bell, Loop, run_loops
from bot.feeds.catalog import Catalog, read
from bot.model import RoleReport
from bot.ops import logs
from bot.ops.pulse import Pulse
from bot.ops.watch import watched
from bot.roles.summarise import restore
from bot.settings import Settings
from bot.web import server

log = structlog.get_logger()

NEEDS_TELEGRAM = frozenset({"deliver", "chat"})


def run(settings: Settings, roles: Sequence[str]) -> int:
    """Run until SIGTERM or Ctrl-C; raises OperatorMustAct for what only an operator can cure."""
    logs.configure(settings.log_format, settings.log_level)
    return asyncio.run(_run(settings, read(settings.feeds_file), roles))


async def _run(settings: Settings, catalog: Catalog, roles: Sequence[str]) -> int:
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_parts(settings, catalog))
        pulse = Pulse([role for role in roles if role not in {"chat", "web"}], parts.clock.now)
        all_loops = list(loops(parts, roles))
        if NEEDS_TELEGRAM.intersection(roles):
            await parts.storage.outbox.recover()
            all_loops.extend(await stack.enter_async_context(telegram(parts, roles)))
        await stack.enter_async_context(_web(parts, pulse))
        if "poll" in roles:
            all_loops.append(await stack.enter_async_context(_feeds_file(parts, catalog)))
        if "summarise" in roles:
            log.info("stories.restored", reports=await restore(parts.summarise))
        log.info("bot.started", roles=list(roles), feeds=len(catalog.feeds))
        await _until_stopped(tuple(all_loops), parts, pulse.hear)
    log.info("bot.stopped")
    return 0


@asynccontextmanager
async def _web(parts: Parts, pulse: Pulse) -> AsyncIterator[None]:
    address = parts.settings.listen_address()
    if address is None:
        yield
        return

    async def unready() -> tuple[str, ...]:
        await parts.storage.stories.last_sequence()
        return pulse.silent()

    probes = server.Probes(silent=pulse.silent, unready=unready, metrics=pulse.metrics)
    async with server.serve(address, probes) as url:
        log.info("web.listening", url=url)
        yield


@asynccontextmanager
async def _feeds_file(parts: Parts, catalog: Catalog) -> AsyncIterator[Loop]:
    """The loop that keeps the program at what feeds.yaml says."""
    path, bell = parts.settings.feeds_file, Bell()
    in_force = FeedsFileInForce(path, catalog, parts)
    async with watched(path, bell.ring):
        yield reload_loop(in_force, bell)


async def _until_stopped(
    all_loops: tuple[Loop, ...], parts: Parts, hear: Callable[[RoleReport], None]
) -> None:
    """Run the loops until a signal; a second one ends the process at once."""
    work = asyncio.create_task(run_loops(all_loops, parts.clock, hear))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        parts.clock.stop()
        work.cancel()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    try:
        await work
    except asyncio.CancelledError:
        if not parts.clock.stopped:
            raise
