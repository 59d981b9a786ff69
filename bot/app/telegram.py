"""The Telegram side of the running bot: the chat application, its services, the sender."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.app.wiring import Parts
from bot.chat import application, session
from bot.chat.limiter import PacedLimiter
from bot.chat.messenger import TelegramMessenger
from bot.chat.services import Services
from bot.chat.transport import AiohttpRequest
from bot.digests.timetable import next_digest
from bot.engine.local import Bell, Loop
from bot.model import RoleReport
from bot.ports import Messenger
from bot.roles.deliver import deliver_round
from bot.roles.digest import digest_now
from bot.roles.outcomes import Certainty, DeliveryPolicy
from bot.roles.pacing import Pace, Pacer
from bot.settings import Settings


@asynccontextmanager
async def telegram(parts: Parts, roles: Sequence[str]) -> AsyncIterator[tuple[Loop, ...]]:
    """The Telegram side of the bot; gives the delivery loop when it is one of the roles."""
    settings = parts.settings
    pacer = pacer_of(settings)
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


def services(parts: Parts) -> Services:
    """What the chat needs of the program."""
    settings = parts.settings
    return Services(
        storage=parts.storage,
        clock=parts.clock,
        topics=parts.topics,
        digest_now=partial(digest_now, parts.digest),
        plan=next_digest,
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


def pacer_of(settings: Settings) -> Pacer:
    """How fast this bot may send."""
    return Pacer(Pace(per_second=settings.send_rate))
