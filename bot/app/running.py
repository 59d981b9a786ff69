"""Running: the roles as loops, the chat in Telegram or in this terminal, and a clean end."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.app.wiring import Parts, loops, open_parts
from bot.chat import application, session
from bot.chat.application import Application
from bot.chat.limiter import PacedLimiter
from bot.chat.messenger import TelegramMessenger
from bot.chat.services import Services
from bot.chat.terminal import run_terminal
from bot.chat.transport import AiohttpRequest
from bot.clock import SystemClock
from bot.digests.timetable import next_due
from bot.engine.local import Bell, Loop, run_loops
from bot.feeds.catalog import Catalog, read
from bot.feeds.politeness import Manners
from bot.model import RoleReport, Subscriber
from bot.ops import logs, sample
from bot.ops.pulse import Pulse
from bot.ports import Messenger
from bot.roles.deliver import deliver_round
from bot.roles.digest import digest_now
from bot.roles.outcomes import Certainty, DeliveryPolicy
from bot.roles.pacing import Pace, Pacer
from bot.roles.summarise import restore
from bot.settings import Settings
from bot.web import server

log = structlog.get_logger()

NEEDS_TELEGRAM = frozenset({"deliver", "chat"})
# The sample outlets are our own server: nobody is disturbed by haste.
OWN_SERVER = Manners(at_once=16, gap=timedelta(0))
# How often a piped chat looks whether the work before its next line is done.
SETTLE_STEP = 0.05


def run(settings: Settings, roles: Sequence[str]) -> int:
    """Run until SIGTERM or Ctrl-C; raises OperatorMustAct for what only an operator can cure."""
    logs.configure(settings.log_format, settings.log_level)
    return asyncio.run(_run(settings, read(settings.feeds_file), roles))


def chat(settings: Settings, *, sample: bool, language: str) -> int:
    """The bot in this terminal; with `sample` on the bundled outlets and a database of its own."""
    logs.configure(
        settings.log_format, "error" if settings.log_level == "info" else settings.log_level
    )
    if sample:
        return asyncio.run(_chat_sample(settings, language))
    return asyncio.run(_chat(settings, read(settings.feeds_file), language))


# --- in Telegram ------------------------------------------------------------------


async def _run(settings: Settings, catalog: Catalog, roles: Sequence[str]) -> int:
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_parts(settings, catalog))
        pulse = Pulse([role for role in roles if role not in {"chat", "web"}], parts.clock.now)
        all_loops = list(loops(parts, roles))
        if NEEDS_TELEGRAM.intersection(roles):
            await parts.storage.outbox.recover()
            all_loops.extend(await stack.enter_async_context(_telegram(parts, roles)))
        await stack.enter_async_context(_web(parts, pulse))
        if "summarise" in roles:
            log.info("stories.restored", reports=await restore(parts.summarise))
        log.info("bot.started", roles=list(roles), feeds=len(catalog.feeds))
        await _until_stopped(tuple(all_loops), parts, pulse.hear)
    log.info("bot.stopped")
    return 0


@asynccontextmanager
async def _telegram(parts: Parts, roles: Sequence[str]) -> AsyncIterator[tuple[Loop, ...]]:
    """The Telegram side of the bot; gives the delivery loop when it is one of the roles."""
    settings = parts.settings
    pacer = _pacer(settings)
    app = application.build(
        settings.telegram_token.get_secret_value(),
        services(parts),
        request=AiohttpRequest(),
        updates_request=AiohttpRequest(connections=2),
        limiter=PacedLimiter(pacer, parts.clock),
        base_url=settings.telegram_api_url,
        base_file_url=settings.telegram_file_url,
    )
    async with session.online(app, parts.clock):
        every = {
            "chat": _updates_loop(parts, session.Updates(app)),
            "deliver": deliver_loop(parts, TelegramMessenger(app.bot), pacer),
        }
        yield tuple(every[role] for role in roles if role in every)


def _updates_loop(parts: Parts, updates: session.Updates) -> Loop:
    async def at_once() -> datetime | None:
        return parts.clock.now()

    return Loop(name="chat", work=updates.round, next_due=at_once, bell=Bell())


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


# --- in this terminal ---------------------------------------------------------------


async def _chat_sample(settings: Settings, language: str) -> int:
    with tempfile.TemporaryDirectory(prefix="sariwarta-") as folder:
        async with sample.serve(sample.find_folder(), _now) as site:
            own = settings.model_copy(
                update={
                    "data_dir": Path(folder),
                    "database_url": "",
                    "allow_networks": sample.NETWORKS,
                }
            )
            return await _chat(own, Catalog(feeds=site.feeds), language, OWN_SERVER)


async def _chat(
    settings: Settings, catalog: Catalog, language: str, manners: Manners | None = None
) -> int:
    async with open_parts(settings, catalog, manners) as parts:
        await restore(parts.summarise)
        pulse = Pulse(("poll", "summarise", "digest", "deliver"), parts.clock.now)
        work: list[asyncio.Task[None]] = []

        def build(request: session.Request) -> Application:
            app = application.build_offline(services(parts), request)
            delivery = deliver_loop(parts, TelegramMessenger(app.bot), _pacer(settings))
            everything = (*loops(parts, ("poll", "summarise", "digest")), delivery)
            work.append(asyncio.create_task(run_loops(everything, parts.clock, pulse.hear)))
            return app

        try:
            await run_terminal(build, settled=partial(_settled, parts, pulse), language=language)
        finally:
            parts.clock.stop()
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
    return 0


async def _settled(parts: Parts, pulse: Pulse) -> None:
    """Until the first poll is worked off and nothing waits in the outbox."""
    while not await _is_settled(parts, pulse):  # noqa: ASYNC110 -- four conditions, no event
        await asyncio.sleep(SETTLE_STEP)


async def _is_settled(parts: Parts, pulse: Pulse) -> bool:
    if not pulse.rounds("poll") or await parts.storage.stories.unplaced():
        return False
    if await parts.storage.stories.unfinished(1):
        return False
    return not await parts.storage.outbox.next_due()


def _now() -> datetime:
    return SystemClock().now()


# --- what both share -----------------------------------------------------------------


def services(parts: Parts) -> Services:
    """What the chat needs of the program."""
    settings = parts.settings

    def plan(subscriber: Subscriber, after: datetime) -> datetime | None:
        return next_due(subscriber.hours, subscriber.zone, after)

    return Services(
        storage=parts.storage,
        clock=parts.clock,
        topics=parts.topics,
        digest_now=partial(digest_now, parts.digest),
        plan=plan,
        default_zone=settings.time_zone,
        admins=frozenset(settings.admins),
        allowed_chats=frozenset(settings.allowed_chats),
        rescheduled=parts.bells.digest.ring,
    )


def deliver_loop(parts: Parts, messenger: Messenger, pacer: Pacer) -> Loop:
    """The loop that sends what the outbox owes."""
    certainty = Certainty.AT_MOST_ONCE if parts.settings.at_most_once else Certainty.AT_LEAST_ONCE
    policy = DeliveryPolicy(certainty=certainty)
    outbox = parts.storage.outbox

    async def work() -> RoleReport:
        return await deliver_round(
            outbox, parts.storage.subscribers, messenger, pacer, parts.clock, policy=policy
        )

    return Loop(name="deliver", work=work, next_due=outbox.next_due, bell=parts.bells.deliver)


def _pacer(settings: Settings) -> Pacer:
    return Pacer(Pace(per_second=settings.send_rate))
