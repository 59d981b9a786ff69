"""Running: the roles as loops, the chat in Telegram, and a clean end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.app.fleet import a_member, hints, queue, rhythm_of
from bot.app.loops import loops
from bot.app.reloading import FeedsFileInForce, reload_loop
from bot.app.wiring import Parts, open_parts
from bot.clock import SystemClock
from bot.durations import doubling
from bot.engine.local import run_loops, together
from bot.engine.membership import Membership, membership_loop
from bot.errors import TryLater
from bot.feeds.catalog import Catalog, parse_text, read_text
from bot.model import RoleReport
from bot.ops import logs
from bot.ops.watch import watched
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app.watching import Watch
    from bot.ops.sentry import Sentry
    from bot.web.archive import Archive
    from bot.web.panel import Panel
    from bot.web.webhook import Door
    from bot.web.websub import HubDoor

log = structlog.get_logger()

NEEDS_TELEGRAM = frozenset({"deliver", "chat"})


def run(settings: Settings, roles: Sequence[str], clock: SystemClock | None = None) -> int:
    """Run until SIGTERM or Ctrl-C; raises OperatorMustAct for what only an operator can cure."""
    with _reporting(settings) as also:
        logs.configure(settings.log_format, settings.log_level, *also)
        text = read_text(settings.feeds_file)
        listed = _Listed(text, parse_text(text, str(settings.feeds_file)))
        return asyncio.run(_run(settings, listed, roles, clock or SystemClock()))


@dataclass(frozen=True, slots=True)
class _Listed:
    """feeds.yaml as it was read at the start."""

    text: str
    catalog: Catalog


@contextmanager
def _reporting(settings: Settings) -> Iterator[tuple["Sentry", ...]]:
    """Crashes also go to Sentry, where a project is named."""
    dsn = settings.sentry_dsn.get_secret_value()
    if not dsn:
        yield ()
        return
    from importlib.metadata import version

    from bot.ops import sentry

    reporter = sentry.begin(dsn, version("sariwarta"))
    try:
        yield (reporter,)
    finally:
        reporter.close()


async def _run(
    settings: Settings, listed: _Listed, roles: Sequence[str], clock: SystemClock
) -> int:
    await _until_stopped(_work(settings, listed, roles, clock), clock)
    log.info("bot.stopped")
    return 0


async def _work(
    settings: Settings, listed: _Listed, roles: Sequence[str], clock: SystemClock
) -> None:
    """Everything at once; what needs no Telegram goes on while Telegram can not be reached."""
    async with AsyncExitStack() as stack:
        parts = await opened(stack, settings, listed.catalog, roles, clock)
        watch = _watch(parts, roles)
        hear = _not_heard if watch is None else watch.hear
        in_force = FeedsFileInForce(settings.feeds_file, parts.catalog, parts, text=listed.text)
        membership = await stack.enter_async_context(a_member(parts, roles))
        line = _Line(parts, roles, hear, in_force, _door(settings), membership)
        await stack.enter_async_context(_web(parts, watch, line))
        log.info("bot.started", roles=list(roles), feeds=len(parts.catalog.feeds))
        its_loops = list(loops(parts, roles, membership))
        its_loops.append(membership_loop(membership, clock, rhythm_of(settings)))
        await stack.enter_async_context(watched(settings.feeds_file, parts.bells.reload.ring))
        its_loops.append(reload_loop(in_force, parts.bells.reload))
        sides = [run_loops(tuple(its_loops), clock, hear), *hints(parts)]
        sides += queue(parts, roles, membership)
        if NEEDS_TELEGRAM.intersection(roles):
            sides.append(line.run())
        await together(*sides)


async def opened(
    stack: AsyncExitStack,
    settings: Settings,
    catalog: Catalog,
    roles: Sequence[str],
    clock: SystemClock,
) -> Parts:
    """All parts; a full disk or another program's lock is waited out, as it is later on."""
    waits = doubling()
    while True:
        try:
            return await stack.enter_async_context(
                open_parts(settings, catalog, clock=clock, polls_only=set(roles) == {"poll"})
            )
        except TryLater as error:
            wait = next(waits)
            log.warning("database.waiting", reason=str(error), again_in=wait.seconds)
            await clock.sleep(wait)


@dataclass(slots=True)
class _Line:
    """The line to Telegram, and whether it stands."""

    parts: Parts
    roles: Sequence[str]
    hear: Callable[[RoleReport], None]
    in_force: FeedsFileInForce
    door: "Door | None"
    membership: Membership
    stands: bool = False

    async def run(self) -> None:
        # Not above: Telegram's library takes a third of the start, and a poller needs none.
        from bot.app.telegram import telegram

        line = telegram(self.parts, self.roles, self.in_force, self.membership, self.door)
        async with line as its_loops:
            self.stands = True
            log.info("telegram.online")
            await run_loops(its_loops, self.parts.clock, self.hear)

    def missing(self) -> tuple[str, ...]:
        wanted = NEEDS_TELEGRAM.intersection(self.roles)
        return ("telegram",) if wanted and not self.stands else ()


def _door(settings: Settings) -> "Door | None":
    if not settings.webhook_url:
        return None
    from bot.app.telegram import door_of

    return door_of(settings)


def _watch(parts: Parts, roles: Sequence[str]) -> "Watch | None":
    """Nobody asks how the bot is where it does not listen."""
    if parts.settings.listen_address() is None:
        return None
    from bot.app.watching import Watch
    from bot.ops.pulse import Pulse

    return Watch(parts, Pulse([role for role in roles if role != "web"], parts.clock.now))


def _not_heard(_: RoleReport) -> None:
    """Each loop has logged it."""


@asynccontextmanager
async def _web(parts: Parts, watch: "Watch | None", line: _Line) -> AsyncIterator[None]:
    address = parts.settings.listen_address()
    if address is None or watch is None:
        yield
        return
    from bot.web import server

    async def unready() -> tuple[str, ...]:
        await parts.storage.stories.last_sequence()
        return (*await watch.unwell(), *line.missing())

    probes = server.Probes(unwell=watch.unwell, unready=unready, metrics=watch.metrics)
    pages = _pages(parts)
    hubs = _hubs(parts) if "poll" in line.roles else None
    serving = server.serve(address, probes, line.door, *pages, hubs)
    async with watch.measuring(), serving as url:
        log.info("web.listening", url=url)
        yield


def _pages(parts: Parts) -> "tuple[Archive | None, Panel | None]":
    """Loaded only where they have an address."""
    if not (parts.settings.archive_url or parts.settings.panel_url):
        return None, None
    from bot.app.webpages import archive_of, panel_of

    return archive_of(parts), panel_of(parts)


def _hubs(parts: Parts) -> "HubDoor | None":
    if parts.hubs is None:
        return None
    from bot.web.websub import HubDoor

    return HubDoor(parts.hubs)


async def _until_stopped(work: Coroutine[None, None, None], clock: SystemClock) -> None:
    """Work until a signal; a second one ends the process at once."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        clock.stop()
        task.cancel()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not clock.stopped:
            raise
