"""A delivery scene: a real database, a real bot and a local Bot API server, in virtual time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from telegram import Bot

from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import AiohttpRequest
from bot.model import ChatId, Message, RoleReport
from bot.ports import Messenger, Outbox, Storage, SubscriberStore
from bot.roles.deliver import deliver_round
from bot.roles.outcomes import DeliveryPolicy, Problem
from bot.roles.pacing import Pacer
from storage import open_storage
from tests.contract.given import NOW as START
from tests.contract.given import promised
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.clock import FakeClock

# A flow that is still not through after so many rounds never will be.
MOST_ROUNDS = 200


class Still:
    """Another object's async methods, during which virtual time stands."""

    def __init__(self, inner: object, clock: FakeClock) -> None:
        self._inner = inner
        self._clock = clock

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:  # Any: whatever it gives
        method = getattr(self._inner, name)

        async def still(*args: object, **kwargs: object) -> Any:
            with self._clock.still():
                return await method(*args, **kwargs)

        return still


@dataclass
class Scene:
    """`deliver` runs rounds, moving the clock on, until nothing is owed."""

    clock: FakeClock
    server: FakeBotApi
    storage: Storage
    messenger: Messenger
    pacer: Pacer
    policy: DeliveryPolicy
    problems: list[Problem]

    async def owe(self, chat_id: int, *texts: str) -> None:
        self.server.chat(chat_id)
        await promised(self.storage, chat_id, *texts)

    async def round(self) -> RoleReport:
        async def note(problem: Problem) -> None:
            self.problems.append(problem)

        return await deliver_round(
            cast(Outbox, Still(self.storage.outbox, self.clock)),
            cast(SubscriberStore, Still(self.storage.subscribers, self.clock)),
            cast(Messenger, Still(self.messenger, self.clock)),
            self.pacer,
            self.clock,
            policy=self.policy,
            on_problem=note,
        )

    async def deliver(self) -> None:
        for _ in range(MOST_ROUNDS):
            await self.round()
            due = await self.storage.outbox.next_due()
            if due is None:
                return
            self.clock.advance(max(due - self.clock.now(), timedelta(0)))
        raise AssertionError("messages are still owed")

    async def states(self) -> dict[str, int]:
        counts = await self.storage.outbox.counts()
        return {state: count for state, count in counts.items() if count}


@asynccontextmanager
async def a_scene(database_url: str, policy: DeliveryPolicy | None = None) -> AsyncIterator[Scene]:
    """On the database that is there."""
    clock = FakeClock(START)
    calls, updates = AiohttpRequest(), AiohttpRequest()
    async with (
        FakeBotApi(now=clock.now) as server,
        open_storage(database_url) as storage,
        Bot(TOKEN, server.base_url, request=calls, get_updates_request=updates) as bot,
    ):
        yield Scene(
            clock=clock,
            server=server,
            storage=storage,
            messenger=TelegramMessenger(bot),
            pacer=Pacer(),
            policy=policy or DeliveryPolicy(),
            problems=[],
        )


async def send_directly(scene: Scene, chat_id: int, html: str) -> None:
    """A message that went before the crash."""
    await scene.messenger.send(ChatId(chat_id), 0, Message(html=html))
