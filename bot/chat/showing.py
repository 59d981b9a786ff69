"""Puts a reply into the chat: in place of the pressed screen, below it, or as a file."""

from telegram import Bot, CallbackQuery, InputFile, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.chat.failures import is_harmless
from bot.chat.messenger import keyboard
from bot.chat.turns import File, Reply, Turn
from bot.model import Button
from bot.model import Message as Screen

Rows = tuple[tuple[Button, ...], ...]


async def show(bot: Bot, turn: Turn, reply: Reply, query: CallbackQuery | None) -> None:
    """Nothing at all for an empty reply."""
    if reply.file is not None:
        await _send_file(bot, turn, reply.file)
    if reply.keys and query is not None:
        await _edit_keys(query, reply.keys)
    if reply.screen is None:
        return
    in_place = query is not None and not reply.new and isinstance(query.message, Message)
    if in_place and query is not None and await _edit(query, reply.screen):
        return
    await bot.send_message(
        turn.here,
        reply.screen.html,
        message_thread_id=turn.thread_id or None,
        reply_markup=keyboard(reply.screen.buttons),
    )


async def show_work(bot: Bot, turn: Turn) -> None:
    """ "typing…", a courtesy: its failure is no failure."""
    try:
        await bot.send_chat_action(
            turn.here, ChatAction.TYPING, message_thread_id=turn.thread_id or None
        )
    except TelegramError:
        return


async def answer(query: CallbackQuery, text: str = "") -> None:
    """Stop the button's clock; a second or late answer does no harm."""
    try:
        await query.answer(text or None, show_alert=bool(text))
    except BadRequest as error:
        if not is_harmless(error):
            raise


async def _edit(query: CallbackQuery, screen: Screen) -> bool:
    """False when the message can not be edited any more."""
    try:
        await query.edit_message_text(screen.html, reply_markup=keyboard(screen.buttons))
    except BadRequest as error:
        if not is_harmless(error):
            raise
        return "not modified" in error.message.lower()
    return True


async def _edit_keys(query: CallbackQuery, rows: Rows) -> None:
    """A message that can not be edited any more keeps its buttons: they still work."""
    try:
        await query.edit_message_reply_markup(keyboard(rows))
    except BadRequest as error:
        if not is_harmless(error):
            raise


async def _send_file(bot: Bot, turn: Turn, file: File) -> None:
    await bot.send_document(
        turn.here,
        InputFile(file.content, filename=file.name),
        message_thread_id=turn.thread_id or None,
    )
