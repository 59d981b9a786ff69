"""Updates on their way in: stored, then handled; what a crash interrupts is handled after it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update

from bot.chat.application import Application
from bot.errors import SariwartaError, TryLater
from bot.model import ChatId, Incoming, UpdateId
from bot.ports import Clock
from bot.reader_ports import Inbox

log = structlog.get_logger()

# Beyond so many at work the next ones wait, in Telegram's queue or with an answer of ours.
MOST_AT_WORK = 200
# How long those at work may take to end after a stop.
GRACE = timedelta(seconds=2)


class Intake:
    """Takes updates by polling or webhook; both may give one twice, it is handled once.

    take -> a row each, committed -> the caller confirms to Telegram
         -> its handler, in order within a chat -> the row's text is deleted
    """

    def __init__(
        self,
        app: Application,
        inbox: Inbox,
        clock: Clock,
        *,
        most: int = MOST_AT_WORK,
        shared: bool = False,
    ) -> None:
        self._app = app
        self._inbox = inbox
        self._clock = clock
        self._most = most
        # Others take updates too: theirs of a chat that we were busy with may wait for us.
        self._shared = shared
        self._at_work: set[asyncio.Task[None]] = set()

    async def resume(self) -> int:
        """Handle what was taken in before and nobody handles; how many updates."""
        left = await self._inbox.left(self._clock.now())
        self._begin(left)
        return len(left)

    async def take(self, updates: Sequence[Incoming]) -> None:
        """When it returns the updates are stored, and their handlers at work."""
        await self._room()
        self._begin(await self._inbox.take_in(updates, self._clock.now()))

    async def take_posted(self, body: bytes) -> bool:
        """One update of the webhook; False when it is none.

        Raises TryLater: Telegram keeps it and posts it again.
        """
        incoming = incoming_from(body)
        if incoming is None:
            return False
        if len(self._at_work) >= self._most:
            raise TryLater("too many updates at work")
        await self.take([incoming])
        return True

    async def close(self) -> None:
        """Let what is at work end; the rest is handled after the next start."""
        if not self._at_work:
            return
        _, late = await asyncio.wait(self._at_work, timeout=GRACE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _room(self) -> None:
        while len(self._at_work) >= self._most:
            await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)

    def _begin(self, updates: Sequence[Incoming]) -> None:
        for incoming in updates:
            task = asyncio.create_task(self._handle(incoming), name=f"update {incoming.id}")
            # Kept until done: the event loop holds tasks only weakly.
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def _handle(self, incoming: Incoming) -> None:
        """Handlers report their own failures; here only a cancelled one is left for later."""
        update = _parsed(incoming, self._app)
        if update is not None:
            work = self._app.process_update(update)
            try:
                await self._app.update_processor.process_update(update, work)
            finally:
                # One that was cancelled before its turn was never begun.
                work.close()
        try:
            await self._inbox.handled(incoming.id, self._clock.now())
            if self._shared:
                await self.resume()
        except SariwartaError as error:
            # It is handled once more after the next start, which handlers are written for.
            log.warning("update.not-settled", update=incoming.id, reason=str(error))


def incoming_of(update: Update) -> Incoming:
    """An update that the library has parsed, as it is stored."""
    body = update.to_json()
    return Incoming(id=UpdateId(update.update_id), body=body, chat=_chat_in(json.loads(body)))


def incoming_from(body: bytes) -> Incoming | None:
    """An update as it was posted to us; None when it is none."""
    try:
        update = json.loads(body)
        number = update["update_id"]
        text = body.decode()
    except (ValueError, TypeError, KeyError):
        return None
    # A boolean is an int to Python, and the number is a key of the database.
    if type(number) is not int or not 0 <= number < 2**63:
        return None
    return Incoming(id=UpdateId(number), body=text, chat=_chat_in(update))


def _chat_in(update: Mapping[str, Any]) -> ChatId:  # Any: whatever JSON holds
    """The chat of any kind of update; the person where it names no chat; 0 when neither."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        for place in (part.get("chat"), _inside(part.get("message")), part.get("from")):
            if isinstance(place, dict) and type(place.get("id")) is int:
                return ChatId(place["id"])
    return ChatId(0)


def _inside(message: object) -> object:
    return message.get("chat") if isinstance(message, dict) else None


def _parsed(incoming: Incoming, app: Application) -> Update | None:
    try:
        return Update.de_json(json.loads(incoming.body), app.bot)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The library builds objects without looking: a strange body fails in many ways.
        log.warning("update.unreadable", update=incoming.id, error=type(error).__name__)
        return None
