"""The roles that need no Telegram, as loops.

What a role alone needs is imported where its loop is made: a poller loads neither topics nor
summaries.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.app.fleet import KEEPER, PLANNER, SUMMARISER
from bot.app.wiring import Parts
from bot.engine.local import Bell, Loop
from bot.engine.membership import Membership, held
from bot.model import RoleReport
from bot.roles.tidy import tidy_round
from bot.roles.websub import HubTools, websub_round
from storage import backups

log = structlog.get_logger()

TIDY_EVERY = timedelta(hours=6)


def loops(parts: Parts, roles: Sequence[str], membership: Membership) -> tuple[Loop, ...]:
    """The loops of the roles that need no Telegram."""
    every: dict[str, Callable[[], Loop]] = {
        "poll": lambda: _poll_loop(parts),
        "summarise": lambda: _summarise_loop(parts, membership),
        "digest": lambda: _digest_loop(parts, membership),
    }
    chosen = [every[role]() for role in roles if role in every]
    if "digest" in roles:
        # What breaks is a kind of digest: nobody names its role.
        chosen.append(_instant_loop(parts, membership))
    if "poll" in roles:
        chosen.append(held(_tidy_loop(parts), membership, KEEPER))
        if parts.hubs is not None:
            chosen.append(held(_hub_loop(parts.hubs, parts.bells.hubs), membership, KEEPER))
        if parts.settings.backup_every is not None:
            backup = backup_loop(parts, parts.settings.backup_every)
            chosen.append(held(backup, membership, KEEPER))
    return tuple(chosen)


async def _when_told() -> datetime | None:
    return None


def _poll_loop(parts: Parts) -> Loop:
    return Loop(
        name="poll",
        work=parts.poll.round,
        next_due=parts.storage.feeds.next_due,
        bell=parts.bells.poll,
        then=(parts.bells.summarise, parts.bells.hubs),
    )


def _digest_loop(parts: Parts, membership: Membership) -> Loop:
    loop = Loop(
        name="digest",
        work=_digest_work(parts),
        next_due=parts.storage.subscribers.next_due,
        bell=parts.bells.digest,
        then=(parts.bells.deliver,),
    )
    return held(loop, membership, PLANNER)


def _tidy_loop(parts: Parts) -> Loop:
    async def tidy_next() -> datetime | None:
        return parts.clock.now() + TIDY_EVERY

    async def tidy() -> RoleReport:
        report = await tidy_round(parts.storage, parts.clock, keep=parts.settings.keep)
        # Done is done: the loop must sleep although something was deleted.
        return RoleReport(role=report.role, counts=report.counts)

    return Loop(name="tidy", work=tidy, next_due=tidy_next, bell=Bell())


def _summarise_loop(parts: Parts, membership: Membership) -> Loop:
    """Every member summarises; who holds the post first places new reports in stories.

    It remembers the recent reports first, also those that a former holder has placed. Here and
    not before the loops: people's commands need not wait for it.
    """
    from bot.roles.group import place_entries, restore
    from bot.roles.summarise import SUMMARY_BATCH, summarise_round

    tools, bell = parts.summarise, parts.bells.summarise
    begun: int | None = None

    async def place(token: int) -> int:
        nonlocal begun
        if token != begun:
            await parts.storage.stories.recover()
            log.info("stories.restored", reports=await restore(tools))
            begun = token
        entries = await place_entries(tools)
        if entries > SUMMARY_BATCH:
            bell.ring_elsewhere()
        return entries

    async def work() -> RoleReport:
        token = membership.token(SUMMARISER)
        return await summarise_round(tools, 0 if token is None else await place(token))

    return Loop(
        name="summarise",
        work=work,
        next_due=_when_told,
        bell=bell,
        then=(parts.bells.instant,),
    )


def _hub_loop(tools: HubTools, bell: Bell) -> Loop:
    """Looks after each round of polling: a feed may have named another hub."""
    return Loop(
        name="websub",
        work=partial(websub_round, tools),
        next_due=tools.hubs.next_due,
        bell=bell,
    )


def _instant_loop(parts: Parts, membership: Membership) -> Loop:
    """Looks after each round of summarising, and every half minute."""
    from bot.roles.instant import InstantTools, instant_round

    tools = InstantTools(digest=parts.digest)

    async def begin(_: int) -> None:
        tools.seen = 0  # the rows know what a former holder sent

    loop = Loop(
        name="instant",
        work=lambda: instant_round(tools),
        next_due=_when_told,
        bell=parts.bells.instant,
    )
    return held(loop, membership, PLANNER, begin)


def backup_loop(parts: Parts, every: timedelta) -> Loop:
    """The backups by the clock; the folder itself knows when the last one was made."""
    folder, keep = parts.settings.backups, parts.settings.backup_keep

    async def next_due() -> datetime:
        last = await asyncio.to_thread(backups.newest, folder)
        return parts.clock.now() if last is None else last + every

    async def work() -> RoleReport:
        now = parts.clock.now()
        if await next_due() > now:
            return RoleReport(role="backup")
        await parts.storage.backup(backups.dated(folder, now))
        dropped = await asyncio.to_thread(backups.rotate, folder, keep)
        log.info("backup.made", dropped=dropped)
        return RoleReport(role="backup", done=1, counts={"backups": 1})

    return Loop(name="backup", work=work, next_due=next_due, bell=Bell())


def _digest_work(parts: Parts) -> Callable[[], Awaitable[RoleReport]]:
    """The digest role, and before it a look at whether the clock was set back."""
    from bot.roles.digest import digest_round
    from bot.roles.replan import A_DAY, ClockWatch, replan

    watch = ClockWatch()

    async def work() -> RoleReport:
        now = parts.clock.now()
        first, back = watch.latest is None, watch.went_back(now)
        if first or back:
            # After a start only what is planned for no possible time: the clock may have been
            # wrong before it.
            await replan(parts.storage, now, beyond=A_DAY if first else timedelta(0))
        return await digest_round(parts.digest)

    return work
