"""The bot's command menu and description in Telegram, per language, set only when they differ."""

import structlog
from telegram import Bot, BotCommand

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


def commands(language: str) -> tuple[BotCommand, ...]:
    texts = texts_for(language)
    return tuple(
        BotCommand(command.name(language), texts(command.description)) for command in COMMANDS
    )
