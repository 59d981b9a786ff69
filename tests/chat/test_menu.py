"""Telegram's command menu is told only what it does not know."""

from telegram import (
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.constants import BotCommandLimit

from bot.chat import menu
from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import COMMANDS
from tests.chat.conversation import Conversation

PRIVATE = BotCommandScopeAllPrivateChats()
OPERATOR = 99


async def shown(chat: Conversation, scope: BotCommandScope, code: str | None) -> list[str]:
    listed = await chat.application.bot.get_my_commands(scope, code)
    return [command.command for command in listed]


def setters(chat: Conversation) -> list[str]:
    return [method for method, _ in chat.server.world.calls if method.startswith("setMy")]


async def test_every_language_gets_its_menu(chat: Conversation) -> None:
    await menu.publish(chat.application.bot)

    # Private chats, groups and their admins; in no language, Indonesian and English.
    assert setters(chat).count("setMyCommands") == 9
    assert (await shown(chat, PRIVATE, "id"))[:3] == ["mulai", "sekarang", "topik"]
    assert (await shown(chat, PRIVATE, None))[:3] == ["mulai", "sekarang", "topik"]
    assert (await shown(chat, PRIVATE, "en"))[:3] == ["start", "now", "topics"]


async def test_members_of_a_group_see_what_they_may_use(chat: Conversation) -> None:
    await menu.publish(chat.application.bot)

    assert "jadwal" not in await shown(chat, BotCommandScopeAllGroupChats(), "id")
    assert "cari" in await shown(chat, BotCommandScopeAllGroupChats(), "id")
    assert "jadwal" in await shown(chat, BotCommandScopeAllChatAdministrators(), "id")


async def test_channels_are_set_up_in_private_chats_only(chat: Conversation) -> None:
    await menu.publish(chat.application.bot)

    assert "kanal" in await shown(chat, PRIVATE, "id")
    assert "kanal" not in await shown(chat, BotCommandScopeAllChatAdministrators(), "id")


async def test_only_operators_see_their_commands(chat: Conversation) -> None:
    await chat.say("/start", OPERATOR)
    await menu.publish(chat.application.bot)
    await menu.publish_for_admins(chat.application.bot, [OPERATOR])

    theirs = await shown(chat, BotCommandScopeChat(OPERATOR), "id")
    assert {command.indonesian for command in OFFICE} <= set(theirs)
    assert not {command.indonesian for command in OFFICE} & set(await shown(chat, PRIVATE, "id"))


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
        for command in menu.commands(COMMANDS, language):
            assert len(command.description) <= BotCommandLimit.MAX_DESCRIPTION
            assert command.command.isascii()
