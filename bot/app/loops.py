"""The roles that need no Telegram, as loops."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.app.wiring import Parts
from bot.engine.local import Bell, Loop
from bot.model import RoleReport
from bot.roles.digest import digest_round
from bot.roles.poll import poll_round
from bot.roles.summarise import restore, summarise_round
from bot.roles.tidy import tidy_round

log = structlog.get_logger()

TIDY_EVERY = timedelta(hours=6)


def loops(parts: Parts, roles: Sequence[str]) -> tuple[Loop, ...]:
    """The loops of the roles that need no Telegram."""
    bells, storage = parts.bells, parts.storage

    async def when_told() -> datetime | None:
        return None

    async def tidy_next() -> datetime | None:
        return parts.clock.now() + TIDY_EVERY

    async def tidy() -> RoleReport:
        report = await tidy_round(storage, parts.clock, keep=parts.settings.keep)
        # Done is done: the loop must sleep although something was deleted.
        return RoleReport(role=report.role, counts=report.counts)

    every = {
        "poll": Loop(
            name="poll",
            work=lambda: poll_round(parts.poll),
            next_due=storage.feeds.next_due,
            bell=bells.poll,
            then=(bells.summarise,),
        ),
        "summarise": Loop(
            name="summarise",
            work=_remembering(parts),
            next_due=when_told,
            bell=bells.summarise,
        ),
        "digest": Loop(
            name="digest",
            work=lambda: digest_round(parts.digest),
            next_due=storage.subscribers.next_due,
            bell=bells.digest,
            then=(bells.deliver,),
        ),
        "tidy": Loop(name="tidy", work=tidy, next_due=tidy_next, bell=Bell()),
    }
    chosen = [every[role] for role in roles if role in every]
    return (*chosen, every["tidy"]) if "poll" in roles else tuple(chosen)


def _remembering(parts: Parts) -> Callable[[], Awaitable[RoleReport]]:
    """Summarising that first remembers the recent reports.

    Here and not before the loops: people's commands need not wait for it.
    """
    remembered = False

    async def work() -> RoleReport:
        nonlocal remembered
        if not remembered:
            log.info("stories.restored", reports=await restore(parts.summarise))
            remembered = True
        return await summarise_round(parts.summarise)

    return work
