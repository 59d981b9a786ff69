"""Chats that are set up from elsewhere: a channel from its admin's private chat."""

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from telegram import Bot
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.chat.callbacks import MAX_BYTES, aimed
from bot.chat.markup import Html, bold, clean
from bot.model import Button, ChatId, Message

# Long enough for a whole set-up; titles are never stored.
_REMEMBERED = timedelta(minutes=5)
_MOST_REMEMBERED = 1024
_TITLE = 40
# A public name, or the number of a group or channel.
_NAMED = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,}|-\d{5,16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A group or channel, as its admin sees it."""

    chat_id: ChatId
    kind: str
    title: str


class Places:
    """Asks Telegram once in a while what a chat is called."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[datetime, Place | None]] = OrderedDict()

    async def find(self, bot: Bot, name: str, now: datetime) -> Place | None:
        """The group or channel of this @name or number; None when the bot does not see it."""
        since, place = self._known.get(name, (None, None))
        if since is None or now - since > _REMEMBERED:
            place = await _asked(bot, name)
            self._known[name] = (now, place)
            self._known.move_to_end(name)
            if len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return place


def named_place(words: str) -> tuple[str, str]:
    """The @name or number that words begin with, and the words after it; else "" and all."""
    first, _, rest = words.partition(" ")
    return (first, rest.strip()) if _NAMED.fullmatch(first) else ("", words)


def at_place(screen: Message, place: Place) -> Message:
    """The screen with the place's name on top, and with buttons that mean that place."""
    title = bold(f"📢 {clean(place.title, _TITLE)}")
    rows = (tuple(_aimed(row, place)) for row in screen.buttons)
    return replace(
        screen, html=Html(f"{title}\n{screen.html}"), buttons=tuple(row for row in rows if row)
    )


def _aimed(row: tuple[Button, ...], place: Place) -> list[Button]:
    """Words that fill a button alone leave no room for the place: such a button goes."""
    buttons = [
        replace(button, data=aimed(button.data, place.chat_id)) if button.data else button
        for button in row
    ]
    return [button for button in buttons if len(button.data.encode()) <= MAX_BYTES]


async def _asked(bot: Bot, name: str) -> Place | None:
    try:
        chat = await bot.get_chat(name if name.startswith("@") else int(name))
    except TelegramError:
        return None
    if chat.type == ChatType.PRIVATE:
        return None
    return Place(chat_id=ChatId(chat.id), kind=chat.type, title=chat.title or "?")
