"""Telegram's command menu is told only what it does not know."""

from telegram.constants import BotCommandLimit

from bot.chat import menu
from tests.chat.conversation import Conversation


def setters(chat: Conversation) -> list[str]:
    return [method for method, _ in chat.server.world.calls if method.startswith("setMy")]


async def test_every_language_gets_its_menu(chat: Conversation) -> None:
    await menu.publish(chat.application.bot)

    assert setters(chat).count("setMyCommands") == 3
    indonesian = await chat.application.bot.get_my_commands(language_code="id")
    assert [command.command for command in indonesian][:3] == ["mulai", "sekarang", "topik"]


async def test_second_start_sets_nothing(chat: Conversation) -> None:
    await menu.publish(chat.application.bot)
    before = len(setters(chat))
    await menu.publish(chat.application.bot)

    assert len(setters(chat)) == before


async def test_description_of_the_operator_stays(chat: Conversation) -> None:
    await chat.application.bot.set_my_description("Bot kampus kami")
    await menu.publish(chat.application.bot)

    assert (await chat.application.bot.get_my_description()).description == "Bot kampus kami"


def test_menus_are_within_telegrams_limits() -> None:
    for language in ("id", "en"):
        for command in menu.commands(language):
            assert len(command.description) <= BotCommandLimit.MAX_DESCRIPTION
            assert command.command.isascii()
