"""Updates run in parallel across chats and in order within one, and a flood stays in its chat."""

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = structlog.get_logger()

# Handlers are short and wait for the database and Telegram only.
AT_ONCE = 64
# Somebody who presses faster than we answer; a person does not.
WAITING_PER_CHAT = 20
# PTB's own limit would count waiting updates too, so that one chat could use it up.
_NO_LIMIT = 1_000_000


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class PerChat(BaseUpdateProcessor):
    """One update of a chat at a time; beyond a short queue a chat's updates are dropped."""

    def __init__(self) -> None:
        super().__init__(_NO_LIMIT)
        self._lanes: dict[int, _Lane] = {}
        self._running = asyncio.Semaphore(AT_ONCE)

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        key = _chat_of(update)
        lane = self._lanes.setdefault(key, _Lane())
        if lane.waiting >= WAITING_PER_CHAT:
            log.warning("chat.flood_dropped")
            if isinstance(coroutine, Coroutine):
                coroutine.close()
            return
        lane.waiting += 1
        try:
            async with lane.lock, self._running:
                await coroutine
        finally:
            lane.waiting -= 1
            if lane.waiting == 0:
                self._lanes.pop(key, None)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _chat_of(update: object) -> int:
    """The chat, or the user where there is none (a button of an inline message)."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0
