"""The bot's command menu and description in Telegram, per language, set only when they differ."""

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.chat.commands.command import Command
from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import COMMANDS
from bot.chat.texts import DEFAULT_LANGUAGE, LANGUAGES, texts_for

log = structlog.get_logger()


async def publish(bot: Bot) -> None:
    """Telegram limits these calls severely, so it is asked before it is told.

    The menu without a language is Indonesian; a description that the operator wrote stays.
    """
    for code in (None, *LANGUAGES):
        wanted = commands(code or DEFAULT_LANGUAGE)
        if tuple(await bot.get_my_commands(language_code=code)) != wanted:
            await bot.set_my_commands(wanted, language_code=code)
            log.info("menu.changed", language=code or "default")
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


async def publish_for_admins(bot: Bot, admins: Sequence[int]) -> None:
    """Admins see their own commands below everybody's; an admin who never wrote has no chat."""
    for admin in admins:
        scope = BotCommandScopeChat(admin)
        for code in (None, *LANGUAGES):
            language = code or DEFAULT_LANGUAGE
            wanted = (*commands(language), *_menu(OFFICE, language))
            try:
                if tuple(await bot.get_my_commands(scope, code)) != wanted:
                    await bot.set_my_commands(wanted, scope, code)
            except TelegramError as error:
                log.warning("menu.no_admin_chat", reason=type(error).__name__)
                break


def commands(language: str) -> tuple[BotCommand, ...]:
    """Everybody's commands."""
    return _menu(COMMANDS, language)


def _menu(table: Sequence[Command], language: str) -> tuple[BotCommand, ...]:
    texts = texts_for(language)
    return tuple(
        BotCommand(command.name(language), texts(command.description)) for command in table
    )
