"""Lets answers to people keep Telegram's limits too, and go before digests."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.chat.failures import waiting_time
from bot.model import ChatId
from bot.ports import Clock
from bot.roles.pacing import Lane, Pacer

# Given as `rate_limit_args` by whoever has counted and paced the message already.
PACED: Final = "paced"

# Only messages and edits count; answers to buttons, actions and questions are unlimited.
_COUNTED: Final = ("send", "edit", "copy", "forward")
_UNCOUNTED: Final = frozenset({"sendChatAction"})

_Answer = Any  # the JSON of Telegram's answer, as PTB types it


class PacedLimiter(BaseRateLimiter[str]):
    """PTB's hook around each call; shares the Pacer with the delivery of digests.

    A 429 is waited for when it asks for no more than `patience`: a person has left by then.
    """

    def __init__(
        self,
        pacer: Pacer,
        clock: Clock,
        *,
        patience: timedelta = timedelta(seconds=30),
        attempts: int = 3,
    ) -> None:
        self._pacer = pacer
        self._clock = clock
        self._patience = patience
        self._attempts = attempts
        # First come, first served among the answers that wait for their turn.
        self._queue = asyncio.Lock()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,  # these four are PTB's own types
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> _Answer:
        chat_id = _chat_of(endpoint, data)
        if chat_id is None or rate_limit_args == PACED:
            return await callback(*args, **kwargs)
        for _ in range(self._attempts - 1):
            await self._wait_for_turn(chat_id)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = waiting_time(error)
                self._pacer.throttled(chat_id, wait, self._clock.now())
                if wait > self._patience:
                    raise
        await self._wait_for_turn(chat_id)
        return await callback(*args, **kwargs)

    async def _wait_for_turn(self, chat_id: ChatId) -> None:
        """Wait for the chat first, so that a slow chat holds up nobody in the queue."""
        kind = "private" if chat_id > 0 else "group"
        while True:
            now = self._clock.now()
            if not await self._slept(self._pacer.chat_free(chat_id, kind, now, Lane.REPLY)):
                return
            async with self._queue:
                now = self._clock.now()
                if not await self._slept(self._pacer.lane_free(now, Lane.REPLY)):
                    return
                if self._pacer.take(chat_id, kind, self._clock.now(), Lane.REPLY):
                    return

    async def _slept(self, until: datetime) -> bool:
        """False when the program stops meanwhile: what is left to say goes out at once."""
        duration = until - (began := self._clock.now())
        if duration <= timedelta(0):
            return True
        await self._clock.sleep(duration)
        return self._clock.now() - began >= duration / 2


def _chat_of(endpoint: str, data: dict[str, Any]) -> ChatId | None:
    """The chat whose limits a call uses up; None when it uses none."""
    if endpoint in _UNCOUNTED or not endpoint.startswith(_COUNTED):
        return None
    try:
        return ChatId(int(data["chat_id"]))
    except (KeyError, TypeError, ValueError):
        # An inline message, or a public name: no use of this bot.
        return None
