"""The bot's command menu and description in Telegram, per language, set only when they differ."""

from collections.abc import Iterator, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.chat.commands.command import Command
from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import shown
from bot.chat.texts import DEFAULT_LANGUAGE, languages, texts_for

log = structlog.get_logger()

Menu = tuple[BotCommandScope, tuple[Command, ...]]


async def publish(bot: Bot) -> None:
    """Telegram limits these calls severely, so it is asked before it is told.

    The menu without a language is Indonesian; a description that the operator wrote stays.
    """
    for scope, listed in _menus():
        await _set_menu(bot, scope, listed)
    for code in (None, *languages()):
        await _describe(bot, code)


async def publish_for_admins(bot: Bot, admins: Sequence[int]) -> None:
    """Admins see their own commands below everybody's; an admin who never wrote has no chat."""
    for admin in admins:
        try:
            await _set_menu(bot, BotCommandScopeChat(admin), (*shown(private=True), *OFFICE))
        except TelegramError as error:
            log.warning("menu.no_admin_chat", reason=type(error).__name__)


def commands(listed: Sequence[Command], language: str) -> tuple[BotCommand, ...]:
    texts = texts_for(language)
    return tuple(
        BotCommand(command.name(language), texts(command.description)) for command in listed
    )


def _menus() -> Iterator[Menu]:
    """Members of a group see what they may use; its admins and private chats see more."""
    group = shown(private=False)
    yield BotCommandScopeAllPrivateChats(), shown(private=True)
    yield BotCommandScopeAllGroupChats(), tuple(each for each in group if not each.changes)
    yield BotCommandScopeAllChatAdministrators(), group


async def _set_menu(bot: Bot, scope: BotCommandScope, listed: Sequence[Command]) -> None:
    for code in (None, *languages()):
        wanted = commands(listed, code or DEFAULT_LANGUAGE)
        if tuple(await bot.get_my_commands(scope, code)) != wanted:
            await bot.set_my_commands(wanted, scope, code)
            log.info("menu.changed", scope=scope.type, language=code or "default")


async def _describe(bot: Bot, code: str | None) -> None:
    texts = texts_for(code or DEFAULT_LANGUAGE)
    if not (await bot.get_my_short_description(language_code=code)).short_description:
        await bot.set_my_short_description(
            texts("The essence of the news on your topics, at your hours."), language_code=code
        )
    if not (await bot.get_my_description(language_code=code)).description:
        await bot.set_my_description(
            texts(
                "I read many news sources, join the reports of one event and bring you"
                " the essence at your hours. I never ask for personal data or payment."
            ),
            language_code=code,
        )
