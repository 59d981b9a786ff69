"""Wires the command table to python-telegram-bot: who may, what happened, do it, show it."""

from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import CallbackQuery, Chat, LinkPreviewOptions, Message, Update, User
from telegram.constants import ChatType, ParseMode, UpdateType
from telegram.error import TelegramError
from telegram.ext import Application as PtbApplication
from telegram.ext import (
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat import membership
from bot.chat.callbacks import Act, Press, decode
from bot.chat.commands.command import Command
from bot.chat.commands.office import OFFICE, OFFICE_PRESSES
from bot.chat.commands.table import COMMANDS, PRESSES
from bot.chat.commands.words import plain_words, unknown_command
from bot.chat.failures import is_harmless, translated
from bot.chat.ordering import PerChat
from bot.chat.rights import Rights
from bot.chat.services import Services
from bot.chat.showing import answer, show, show_work
from bot.chat.texts import Texts, language_of, texts_for
from bot.chat.turns import Handler, Reply, Turn
from bot.chat.views import guide
from bot.model import ChatId

log = structlog.get_logger()

ALLOWED_UPDATES = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER)

_ALL_PRESSES = {**PRESSES, **OFFICE_PRESSES}

Context: TypeAlias = ContextTypes.DEFAULT_TYPE
# Any: the library's builder changes its type with every call, and its data is not used here.
Application: TypeAlias = PtbApplication[Any, Context, Any, Any, Any, Any]
# No real token looks like this, and it never leaves the process.
_OFFLINE_TOKEN = "0:offline"  # noqa: S105 - a place-holder, not a secret


def build(
    token: str,
    services: Services,
    *,
    request: BaseRequest,
    updates_request: BaseRequest,
    limiter: BaseRateLimiter[Any] | None = None,
    base_url: str = "",
    base_file_url: str = "",
) -> Application:
    """The application with every handler; the caller starts, polls and stops it."""
    # Any: see Application.
    builder: Any = PtbApplication.builder().token(token)
    builder = builder.request(request).get_updates_request(updates_request)
    builder = builder.defaults(
        Defaults(
            parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
    )
    builder = builder.concurrent_updates(PerChat()).job_queue(None)
    if limiter is not None:
        builder = builder.rate_limiter(limiter)
    if base_url:
        builder = builder.base_url(base_url)
    if base_file_url:
        builder = builder.base_file_url(base_file_url)
    application: Application = builder.build()
    _register(application, services)
    return application


def build_offline(services: Services, request: BaseRequest) -> Application:
    """The same behind a request class that answers by itself: the terminal, a test."""
    return build(_OFFLINE_TOKEN, services, request=request, updates_request=request)


def _register(application: Application, services: Services) -> None:
    desk = _Desk(
        services=services,
        rights=Rights(operators=services.admins, allowed_chats=services.allowed_chats),
    )
    fresh = filters.UpdateType.MESSAGE
    for command in COMMANDS:
        application.add_handler(
            CommandHandler(command.names, partial(desk.on_command, command), filters=fresh)
        )
    # To everybody else these commands are unknown ones.
    for command in OFFICE if services.admins else ():
        admins = fresh & filters.ChatType.PRIVATE & filters.User(services.admins)
        application.add_handler(
            CommandHandler(command.names, partial(desk.on_command, command), filters=admins)
        )
    application.add_handler(CallbackQueryHandler(desk.on_press))
    application.add_handler(ChatMemberHandler(desk.on_membership))
    application.add_handler(MessageHandler(fresh & filters.StatusUpdate.MIGRATE, desk.on_move))
    private = fresh & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(private & filters.COMMAND, desk.on_unknown))
    application.add_handler(MessageHandler(private & filters.TEXT, desk.on_words))
    application.add_error_handler(desk.on_error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Turns updates into turns, and turns into what is shown."""

    services: Services
    rights: Rights

    async def on_command(self, command: Command, update: Update, context: Context) -> None:
        await self._on_message(update, context, command.handler, command)

    async def on_unknown(self, update: Update, context: Context) -> None:
        await self._on_message(update, context, unknown_command)

    async def on_words(self, update: Update, context: Context) -> None:
        await self._on_message(update, context, plain_words)

    async def on_press(self, update: Update, context: Context) -> None:
        """Answer the button first, work after it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chat, user = query.message.chat, query.from_user
        texts = await self._texts(chat, query.message, user)
        press = _press(query)
        refusal = await self._refusal(context, chat, user, press, texts)
        await answer(query, refusal)
        if refusal or press is None:
            return
        entry = _ALL_PRESSES[press.act]
        turn = self._turn(query.message, user, chat, press=press)
        if entry.slow:
            await show_work(context.bot, turn)
        await show(context.bot, turn, await entry.handler(turn, self.services), query)

    async def on_membership(self, update: Update, context: Context) -> None:
        del context
        if update.my_chat_member is not None:
            await membership.changed(update.my_chat_member, self.services)

    async def on_move(self, update: Update, context: Context) -> None:
        """Both the old group and the new supergroup say so; either is enough."""
        del context
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            new = ChatId(message.migrate_to_chat_id)
            await membership.moved(ChatId(message.chat.id), new, self.services)
        elif message.migrate_from_chat_id:
            old = ChatId(message.migrate_from_chat_id)
            await membership.moved(old, ChatId(message.chat.id), self.services)

    async def on_error(self, update: object, context: Context) -> None:
        """Log the event, act on what Telegram says about the chat, else a calm sentence."""
        error = context.error
        chat = update.effective_chat if isinstance(update, Update) else None
        if isinstance(error, TelegramError):
            if is_harmless(error):
                return
            meaning = translated(error)
            log.warning("chat.answer_failed", error=type(meaning).__name__)
            if chat is not None:
                await membership.refused(meaning, ChatId(chat.id), self.services)
            return
        # The place, not the words: an exception's text may carry what somebody wrote.
        log.error("chat.turn_failed", error=type(error).__name__, place=_place(error))
        if chat is None or not isinstance(update, Update):
            return
        texts = texts_for(language_of(_code(update.effective_user)))
        try:
            await context.bot.send_message(chat.id, guide.failed(texts).html)
        except TelegramError:
            log.warning("chat.apology_failed")

    async def _on_message(
        self, update: Update, context: Context, handler: Handler, command: Command | None = None
    ) -> None:
        message = update.message
        if message is None:
            return
        chat, user = message.chat, message.from_user
        turn = self._turn(message, user, chat)
        if not self.rights.may_use(chat, user):
            if chat.type == ChatType.PRIVATE:
                screen = guide.closed(chat.id, texts_for(language_of(_code(user))))
                await show(context.bot, turn, Reply(screen=screen), None)
            return
        if command is not None and command.changes:
            sender, now = message.sender_chat, self.services.clock.now()
            if not await self.rights.may_change(context.bot, chat, user, sender, now):
                text = guide.admins_only(await self._texts(chat, message, user))
                await message.reply_text(text)
                return
        if command is not None and command.slow:
            await show_work(context.bot, turn)
        await show(context.bot, turn, await handler(turn, self.services), None)

    async def _refusal(
        self, context: Context, chat: Chat, user: User, press: Press | None, texts: Texts
    ) -> str:
        """Why a press is not obeyed, as a sentence over the chat; "" when it is."""
        if press is None or (press.act in OFFICE_PRESSES and user.id not in self.services.admins):
            return guide.old_keyboard(texts)
        if not self.rights.may_use(chat, user):
            return texts("This bot is private.")
        now = self.services.clock.now()
        if _ALL_PRESSES[press.act].changes and not await self.rights.may_change(
            context.bot, chat, user, None, now
        ):
            return guide.admins_only(texts)
        return ""

    async def _texts(self, chat: Chat, message: object, user: User | None) -> Texts:
        """The chat's language; before it chose one, the user's."""
        thread = _thread(message)
        known = await self.services.storage.subscribers.by_chat(ChatId(chat.id), thread)
        return texts_for(known.language if known else language_of(_code(user)))

    def _turn(
        self, message: object, user: User | None, chat: Chat, press: Press | None = None
    ) -> Turn:
        text = (message.text or "") if isinstance(message, Message) and press is None else ""
        head, words = _split(text)
        return Turn(
            chat_id=ChatId(chat.id),
            thread_id=_thread(message),
            kind=chat.type,
            language_code=_code(user),
            words=words,
            command=head,
            press=press,
            now=self.services.clock.now(),
        )


def _split(text: str) -> tuple[str, str]:
    """The command without slash and bot name, and the words after it; or only words."""
    if not text.startswith("/"):
        return "", text
    head, *rest = text[1:].split(None, 1)
    return head.partition("@")[0], "".join(rest).strip()


def _press(query: CallbackQuery) -> Press | None:
    """What the button means; None for an old one, or for a digest that was never shown here.

    Telegram's clients can send any data, so a page of a digest is only turned by a keyboard
    that this chat really has.
    """
    press = decode(query.data or "")
    if press is None or press.act not in (Act.MORE, Act.BACK):
        return press
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    keys = [key.callback_data for row in markup.inline_keyboard for key in row] if markup else []
    return press if query.data in keys else None


def _thread(message: object) -> int:
    """Only a forum's topics have subscribers of their own; replies carry thread ids too."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id or 0
    return 0


def _code(user: User | None) -> str | None:
    return user.language_code if user is not None else None


def _place(error: BaseException | None) -> str:
    """File and line where it was raised."""
    frame = error.__traceback__ if error is not None else None
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else ""
