"""Turns Telegram's updates into turns: who may, what happened, do it, show it."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import structlog
from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    MessageOriginChannel,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.chat import membership
from bot.chat.admission import ALL_PRESSES, Admission
from bot.chat.callbacks import Act, Press, decode
from bot.chat.commands.command import Command
from bot.chat.commands.setup import start
from bot.chat.commands.words import plain_words, unknown_command
from bot.chat.elsewhere import Place, at_place, named_place
from bot.chat.failures import is_harmless, translated
from bot.chat.quota import Verdict
from bot.chat.services import Services
from bot.chat.showing import answer, show, show_work
from bot.chat.texts import Texts, language_of, texts_for
from bot.chat.turns import Handler, Reply, Turn
from bot.chat.views import channels, guide
from bot.model import ChatId

log = structlog.get_logger()

Context: TypeAlias = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One for the running bot."""

    services: Services
    admission: Admission

    async def on_command(self, command: Command, update: Update, context: Context) -> None:
        await self._on_message(update, context, command.handler, command)

    async def on_unknown(self, update: Update, context: Context) -> None:
        await self._on_message(update, context, unknown_command)

    async def on_words(self, update: Update, context: Context) -> None:
        await self._on_message(update, context, plain_words)

    async def on_forward(self, update: Update, context: Context) -> None:
        """A post of a channel, forwarded by its admin, names the channel."""
        message = update.message
        origin = message.forward_origin if message else None
        if message is None or not isinstance(origin, MessageOriginChannel):
            if message is not None and message.text:
                await self.on_words(update, context)
            return
        await self._on_message(update, context, start, place_name=str(origin.chat.id))

    async def on_press(self, update: Update, context: Context) -> None:
        """Answer the button first, work after it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chat, user = query.message.chat, query.from_user
        texts = await self._texts(chat, query.message, user)
        press = _press(query)
        place = await self.admission.place_of(context.bot, press)
        refusal = await self.admission.refusal(context.bot, chat, user, press, place, texts)
        await answer(query, refusal)
        if refusal or press is None:
            return
        entry = ALL_PRESSES[press.act]
        turn = self._turn(context, query.message, user, chat, press=press)
        if entry.slow:
            await show_work(context.bot, turn)
        reply = await entry.handler(_there(turn, place), self.services)
        await show(context.bot, turn, _named(reply, place), query)

    async def on_membership(self, update: Update, context: Context) -> None:
        change = update.my_chat_member
        if change is None:
            return
        await membership.changed(change, self.services)
        welcome = self.admission.rights.may_use(change.chat.id, change.from_user)
        if welcome and membership.may_begin(change):
            await self._greet(change, context)

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
        self,
        update: Update,
        context: Context,
        handler: Handler,
        command: Command | None = None,
        *,
        place_name: str = "",
    ) -> None:
        message = update.message
        if message is None:
            return
        chat, user = message.chat, message.from_user
        turn = self._turn(context, message, user, chat)
        if not await self._is_welcome(context, turn, chat, user):
            return
        if command is not None and chat.type == ChatType.PRIVATE:
            place_name, words = named_place(turn.words)
            turn = replace(turn, words=words)
        place = await self.admission.place(context.bot, place_name)
        wanted = command is not None and command.changes
        if place_name and (
            place is None or not await self.admission.rules(context.bot, place, user)
        ):
            screen = channels.not_yours(await self._texts(chat, message, user))
            await show(context.bot, turn, Reply(screen=screen), None)
        elif place is None and wanted and not await self.admission.may_change(context.bot, message):
            await message.reply_text(guide.admins_only(await self._texts(chat, message, user)))
        else:
            if command is not None and command.slow:
                await show_work(context.bot, turn)
            reply = await handler(_there(turn, place), self.services)
            await show(context.bot, turn, _named(reply, place), None)

    async def _is_welcome(
        self, context: Context, turn: Turn, chat: Chat, user: User | None
    ) -> bool:
        """Refuses, once and friendly, who may not use the bot or asks for too much."""
        texts = texts_for(language_of(_code(user)))
        if not self.admission.rights.may_use(chat.id, user):
            if chat.type == ChatType.PRIVATE:
                screen = guide.closed(chat.id, texts)
                await show(context.bot, turn, Reply(screen=screen), None)
            return False
        verdict = self.admission.quota.take(user.id if user else chat.id, turn.now)
        if verdict is Verdict.TELL:
            await show(context.bot, turn, Reply(screen=guide.too_fast(texts)), None)
        return verdict is Verdict.GRANTED

    async def _greet(self, change: ChatMemberUpdated, context: Context) -> None:
        """Tell whoever let the bot in what to do next; silence where they never wrote to it."""
        chat, user = change.chat, change.from_user
        place = Place(chat_id=ChatId(chat.id), kind=chat.type, title=chat.title or "?")
        known = await self.services.storage.subscribers.by_chat(place.chat_id)
        texts = texts_for(language_of(_code(user)))
        screen = at_place(channels.added(place.kind, texts, known=known is not None), place)
        turn = Turn(chat_id=ChatId(user.id), now=self.services.clock.now())
        try:
            await show(context.bot, turn, Reply(screen=screen), None)
        except TelegramError:
            log.info("chat.greeting_failed")

    async def _texts(self, chat: Chat, message: object, user: User | None) -> Texts:
        """The chat's language; before it chose one, the user's."""
        thread = _thread(message)
        known = await self.services.storage.subscribers.by_chat(ChatId(chat.id), thread)
        return texts_for(known.language if known else language_of(_code(user)))

    def _turn(
        self,
        context: Context,
        message: object,
        user: User | None,
        chat: Chat,
        press: Press | None = None,
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
            replied=_replied(message) if press is None else 0,
            bot_name=context.bot.username,
            press=press,
            now=self.services.clock.now(),
        )


def _there(turn: Turn, place: Place | None) -> Turn:
    """The turn about another chat than the one in which it is taken, if there is one."""
    if place is None:
        return turn
    return replace(turn, chat_id=place.chat_id, kind=place.kind, thread_id=0, shown_in=turn.chat_id)


def _named(reply: Reply, place: Place | None) -> Reply:
    if place is None or reply.screen is None:
        return reply
    return replace(reply, screen=at_place(reply.screen, place))


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


def _replied(message: object) -> int:
    answered = message.reply_to_message if isinstance(message, Message) else None
    return answered.message_id if answered is not None else 0


def _code(user: User | None) -> str | None:
    return user.language_code if user is not None else None


def _place(error: BaseException | None) -> str:
    """File and line where it was raised."""
    frame = error.__traceback__ if error is not None else None
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else ""
