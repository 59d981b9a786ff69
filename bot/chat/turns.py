"""One thing that somebody did in a chat, and what the bot shows for it; no Telegram in here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.callbacks import Press
from bot.chat.services import Services
from bot.model import Button, ChatId, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A command with its words, a plain text, or a pressed button."""

    chat_id: ChatId  # whose choices they are
    shown_in: ChatId | None = None  # where the answer goes, when that is another chat
    thread_id: int = 0
    kind: str = "private"
    language_code: str | None = None
    words: str = ""
    command: str = ""  # as written, without slash
    replied: int = 0  # the message that this one answers
    bot_name: str = ""  # for links that add the bot to a chat
    press: Press | None = None
    now: datetime

    @property
    def here(self) -> ChatId:
        """The chat in which it was done."""
        return self.chat_id if self.shown_in is None else self.shown_in

    def value(self, place: int) -> str:
        """A value of the press, "" where there is none."""
        values = self.press.values if self.press else ()
        return values[place] if place < len(values) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A document for the chat."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to show: in place of the pressed keyboard's message, or below it when `new`."""

    screen: Message | None = None
    # Only the pressed message's buttons change; its text stays.
    keys: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    new: bool = False


Handler = Callable[[Turn, Services], Awaitable[Reply]]
