"""The Telegram side of the running bot: the chat application, its services, the sender."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from secrets import token_hex

from bot.app.fleet import HeldMessenger, listener, sender, watcher
from bot.app.reloading import FeedsFileInForce
from bot.app.secret import derived
from bot.app.wiring import Parts
from bot.chat import application, menu, session
from bot.chat.alarm import Alarm
from bot.chat.application import Application
from bot.chat.intake import Intake
from bot.chat.limiter import PacedLimiter
from bot.chat.messenger import TelegramMessenger
from bot.chat.office import Office
from bot.chat.services import Services
from bot.chat.transport import AiohttpRequest
from bot.digests.timetable import next_digest
from bot.engine.local import Bell, Loop
from bot.engine.membership import Membership, held
from bot.model import RoleReport
from bot.ops.memory import resident_bytes
from bot.ops.recent import RECENT
from bot.ports import Messenger
from bot.roles.deliver import deliver_round
from bot.roles.digest import digest_now
from bot.roles.outcomes import Certainty, DeliveryPolicy, OnProblem, tell_nobody
from bot.roles.pacing import Pace, Pacer
from bot.roles.try_feed import TriedFeed, try_feed
from bot.roles.watch import WatchTools, watch_round
from bot.settings import Settings
from bot.web.webhook import Door

# Calls open at the same time; beyond a thousand Telegram refuses more.
MOST_IN_FLIGHT = 100
WATCH_EVERY = timedelta(minutes=5)
# Whether Telegram still posts to us; a loop looks every half a minute anyway.
LOOK_AT_WEBHOOK = timedelta(minutes=5)
# On a shared database: whether another member left updates behind.
LOOK_AT_INBOX = timedelta(seconds=2)


@asynccontextmanager
async def telegram(
    parts: Parts,
    roles: Sequence[str],
    in_force: FeedsFileInForce,
    membership: Membership,
    door: Door | None = None,
) -> AsyncIterator[tuple[Loop, ...]]:
    """The Telegram side of the bot, as soon as Telegram can be reached: its loops.

    With a door updates come in by webhook, else by long polling.
    """
    settings = parts.settings
    pacer = pacer_of(settings)
    app = application.build(
        settings.telegram_token.get_secret_value(),
        replace(services(parts), office=office_of(parts, in_force)),
        request=AiohttpRequest(connections=MOST_IN_FLIGHT + 8),
        updates_request=AiohttpRequest(connections=2),
        limiter=PacedLimiter(pacer, parts.clock),
        base_url=settings.telegram_api_url,
        base_file_url=settings.telegram_file_url,
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(session.online(app, parts.clock))
        alarm = Alarm(app.bot, settings.admins, parts.clock, settings.time_zone)
        in_force.told = alarm.feeds_file
        await menu.publish_for_admins(app.bot, settings.admins)
        every: list[Loop] = []
        if "chat" in roles:
            every += await stack.enter_async_context(_chat(parts, app, membership, door))
        if "deliver" in roles:
            messenger = TelegramMessenger(app.bot, paid=settings.allow_paid_broadcast)
            every.append(deliver_loop(parts, messenger, pacer, membership, alarm.ring))
        if settings.admins:
            every.append(held(_watch_loop(parts, alarm), membership, watcher(settings)))
        yield tuple(every)


def _watch_loop(parts: Parts, alarm: Alarm) -> Loop:
    """Looks after what an admin should hear of."""
    now = parts.clock.now
    tools = WatchTools(
        storage=parts.storage,
        clock=parts.clock,
        folder=parts.settings.data_dir,
        tell=alarm.concern,
        last=now(),
    )

    async def next_due() -> datetime | None:
        return now() + WATCH_EVERY

    return Loop(
        name="watch",
        work=partial(watch_round, tools),
        next_due=next_due,
        bell=Bell(),
    )


def door_of(settings: Settings) -> Door | None:
    """The webhook's place behind an address that nobody can guess; None = long polling."""
    if not settings.webhook_url:
        return None
    given = settings.webhook_secret.get_secret_value()
    return Door(
        path=f"/telegram/{derived(settings, 'webhook path')}",
        secret=given or derived(settings, "webhook secret"),
    )


@asynccontextmanager
async def _chat(
    parts: Parts, app: Application, membership: Membership, door: Door | None
) -> AsyncIterator[list[Loop]]:
    """What people tell the bot comes in while the block runs."""
    settings = parts.settings
    intake = Intake(app, parts.storage.inbox, parts.clock, shared=settings.is_shared)
    await intake.resume()
    updates: session.Polling | session.Webhook = session.Polling(app, intake)
    if door is not None:
        door.take = intake.take_posted
        updates = session.Webhook(app, settings.webhook_url + door.path, door.secret)

    async def next_due() -> datetime | None:
        return parts.clock.now() + (timedelta(0) if door is None else LOOK_AT_WEBHOOK)

    chat = Loop(name="chat", work=updates.round, next_due=next_due, bell=parts.bells.chat)
    if door is None:
        chat = held(chat, membership, listener(settings))
    try:
        yield [chat, _inbox_loop(parts, intake)]
    finally:
        if door is not None:
            door.take = None
        await intake.close()


def _inbox_loop(parts: Parts, intake: Intake) -> Loop:
    """Takes over what a member has left behind, also when it died."""

    async def next_due() -> datetime | None:
        return parts.clock.now() + LOOK_AT_INBOX if parts.settings.is_shared else None

    async def work() -> RoleReport:
        return RoleReport(role="inbox", counts={"updates": await intake.resume()})

    return Loop(name="inbox", work=work, next_due=next_due, bell=Bell())


def services(parts: Parts) -> Services:
    """What the chat needs of the program."""
    settings = parts.settings
    return Services(
        storage=parts.storage,
        clock=parts.clock,
        topics=parts.topics,
        editions=parts.editions,
        digest_now=partial(digest_now, parts.digest),
        plan=next_digest,
        default_zone=settings.time_zone,
        admins=frozenset(settings.admins),
        allowed_chats=frozenset(settings.allowed_chats),
        rescheduled=parts.bells.digest.ring,
        owed=parts.bells.deliver.ring,
    )


def office_of(parts: Parts, in_force: FeedsFileInForce) -> Office:
    """What the admins' commands need."""

    async def figures() -> Mapping[str, int]:
        return {**await parts.storage.stats(), "memory_bytes": resident_bytes()}

    async def try_one(url: str) -> TriedFeed:
        return await try_feed(parts.summarise, url, parts.settings.time_zone)

    return Office(
        reload=in_force.reload,
        try_feed=try_one,
        figures=figures,
        problems=RECENT.newest_first,
        panel=_panel_link(parts),
    )


def _panel_link(parts: Parts) -> Callable[[int], str] | None:
    if not parts.settings.panel_url:
        return None
    from bot.app.webpages import panel_desk

    desk = panel_desk(parts)
    return None if desk is None else lambda admin: desk.link(admin, token_hex(16))


def deliver_loop(
    parts: Parts,
    messenger: Messenger,
    pacer: Pacer,
    membership: Membership,
    on_problem: OnProblem = tell_nobody,
) -> Loop:
    """The loop that sends what the outbox owes, in one process of the fleet at a time."""
    certainty = Certainty.AT_MOST_ONCE if parts.settings.at_most_once else Certainty.AT_LEAST_ONCE
    # A call takes about a tenth of a second, sometimes a whole one.
    in_flight = max(DeliveryPolicy().in_flight, ceil(parts.settings.rate / 4))
    policy = DeliveryPolicy(certainty=certainty, in_flight=min(in_flight, MOST_IN_FLIGHT))
    post, outbox = sender(parts.settings), parts.storage.outbox
    sending = HeldMessenger(messenger, membership, post)

    async def begin(token: int) -> None:
        nonlocal outbox
        outbox = parts.storage.outbox.under(post, token)
        await outbox.recover()

    failed = False

    async def work() -> RoleReport:
        nonlocal failed
        if failed:
            # The database was away too long to give back what was leased.
            await outbox.recover()
        failed = True
        report = await deliver_round(
            outbox,
            parts.storage.subscribers,
            sending,
            pacer,
            parts.clock,
            policy=policy,
            on_problem=on_problem,
        )
        failed = False
        return report

    next_due = parts.storage.outbox.next_due
    loop = Loop(name="deliver", work=work, next_due=next_due, bell=parts.bells.deliver)
    return held(loop, membership, post, begin)


def pacer_of(settings: Settings) -> Pacer:
    """How fast this bot may send."""
    return Pacer(Pace(per_second=settings.rate))
