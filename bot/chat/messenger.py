"""Sends digests to Telegram: the port Messenger on a bot of python-telegram-bot."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.failures import translated
from bot.chat.limiter import PACED
from bot.model import Button, ChatId, Message

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_FIRST_LINK = LinkPreviewOptions(is_disabled=False)


class TelegramMessenger:
    """Sends what the caller has paced already; raises the errors of bot.errors.

    `paid` allows Telegram's paid broadcast: more than 30 messages a second for Stars.
    """

    def __init__(self, bot: Bot, *, paid: bool = False) -> None:
        self._send: Callable[..., Awaitable[TelegramMessage]] = bot.send_message
        # Only a bot with a rate limiter understands the word.
        if isinstance(bot, ExtBot) and bot.rate_limiter is not None:
            self._send = partial(bot.send_message, rate_limit_args=PACED)
        self._paid = paid or None

    async def send(self, chat_id: ChatId, thread_id: int, message: Message) -> int:
        try:
            sent = await self._send(
                chat_id=chat_id,
                text=message.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread_id or None,
                disable_notification=message.silent,
                link_preview_options=_preview(message),
                reply_markup=keyboard(message.buttons),
                allow_paid_broadcast=self._paid,
            )
        except TelegramError as error:
            raise translated(error) from error
        return sent.message_id


def _preview(message: Message) -> LinkPreviewOptions:
    """A picture is a preview too: as a photo its caption would be too short for a digest."""
    if not message.preview:
        return _NO_PREVIEW
    if not message.picture:
        return _FIRST_LINK
    return LinkPreviewOptions(url=message.picture, prefer_large_media=True, show_above_text=True)


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Rows of buttons as Telegram wants them; none at all for an empty keyboard."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in rows])


def _key(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)
