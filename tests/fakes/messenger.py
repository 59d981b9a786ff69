"""A messenger with memory and scripted outcomes, in virtual time."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model import ChatId, Message
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that arrived."""

    chat_id: ChatId
    thread_id: int
    html: str
    at: datetime


@dataclass
class FakeMessenger:
    """Implements bot.ports.Messenger: each chat answers with its script, then accepts."""

    clock: Clock
    latency: timedelta = timedelta(0)
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[ChatId, datetime]] = field(default_factory=list)
    flying: int = 0
    most_flying: int = 0
    gate: asyncio.Event | None = None
    _change: asyncio.Event = field(default_factory=asyncio.Event)
    _script: defaultdict[ChatId, list[Exception]] = field(default_factory=lambda: defaultdict(list))

    def fail(self, chat_id: int, *errors: Exception) -> None:
        """The next calls for this chat end so; a message that failed did not arrive."""
        self._script[ChatId(chat_id)].extend(errors)

    async def send(self, chat_id: ChatId, thread_id: int, message: Message) -> int:
        self.calls.append((chat_id, self.clock.now()))
        self.flying += 1
        self.most_flying = max(self.most_flying, self.flying)
        self._change.set()
        try:
            if self.latency:
                await self.clock.sleep(self.latency)
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.flying -= 1
        if self._script[chat_id]:
            raise self._script[chat_id].pop(0)
        self.sent.append(Sent(chat_id, thread_id, message.html, self.clock.now()))
        return len(self.sent)

    async def until_flying(self, how_many: int) -> None:
        """Wait until so many calls are open."""
        while self.flying < how_many:
            self._change.clear()
            await self._change.wait()

    def texts(self, chat_id: int) -> list[str]:
        return [each.html for each in self.sent if each.chat_id == chat_id]
