"""The same bot in this terminal, with its own outlets when they are asked for."""

import asyncio
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.app.fleet import a_member, rhythm_of
from bot.app.loops import loops
from bot.app.telegram import deliver_loop, pacer_of, services
from bot.app.wiring import Parts, open_parts
from bot.chat import application, session
from bot.chat.application import Application
from bot.chat.messenger import TelegramMessenger
from bot.chat.terminal import run_terminal
from bot.clock import SystemClock
from bot.engine.local import run_loops
from bot.engine.membership import membership_loop
from bot.feeds.catalog import Catalog, read
from bot.feeds.politeness import Manners
from bot.ops import logs, sample
from bot.ops.pulse import Pulse
from bot.settings import Settings

# The sample outlets are our own server: nobody is disturbed by haste.
OWN_SERVER = Manners(at_once=16, gap=timedelta(0))
# How often a piped chat looks whether the work before its next line is done.
SETTLE_STEP = 0.05
_ROLES = ("poll", "summarise", "digest", "deliver")


def chat(settings: Settings, *, sample: bool, language: str) -> int:
    """The bot in this terminal; with `sample` on the bundled outlets and a database of its own."""
    logs.configure(
        settings.log_format, "error" if settings.log_level == "info" else settings.log_level
    )
    if sample:
        return asyncio.run(_chat_sample(settings, language))
    return asyncio.run(_chat(settings, read(settings.feeds_file), language))


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
    async with (
        open_parts(settings, catalog, manners) as parts,
        a_member(parts, _ROLES) as membership,
    ):
        pulse = Pulse(_ROLES, parts.clock.now)
        work: list[asyncio.Task[None]] = []

        def build(request: session.Request) -> Application:
            app = application.build_offline(services(parts), request)
            messenger = TelegramMessenger(app.bot)
            everything = (
                *loops(parts, _ROLES, membership),
                deliver_loop(parts, messenger, pacer_of(settings), membership),
                membership_loop(membership, parts.clock, rhythm_of(settings)),
            )
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
    if not pulse.rounds("poll") or await _is_unread(parts):
        return False
    if await parts.storage.stories.unplaced():
        return False
    if await parts.storage.stories.unfinished(1):
        return False
    return not await parts.storage.outbox.next_due()


async def _is_unread(parts: Parts) -> bool:
    """Whether a feed was never polled: a round may end while slow ones are under way."""
    states = await parts.storage.feeds.all()
    return any(state.feed.enabled and state.last_poll is None for state in states)


def _now() -> datetime:
    return SystemClock().now()
