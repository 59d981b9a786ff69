"""Chats that block, remove or take back the bot, and groups that become supergroups."""

from dataclasses import replace

import structlog
from telegram import ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated
from telegram.constants import ChatMemberStatus, ChatType

from bot.chat.commands.profile import restored
from bot.chat.services import Services
from bot.chat.views.silence import PAUSED_MARK
from bot.errors import ChatMoved, GiveUpChat, SariwartaError
from bot.model import ChatId, SubscriberStatus

log = structlog.get_logger()

_AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def changed(update: ChatMemberUpdated, services: Services) -> None:
    """The bot's own membership of a chat has changed."""
    chat_id = ChatId(update.chat.id)
    if update.new_chat_member.status in _AWAY:
        reason = "blocked" if update.chat.type == ChatType.PRIVATE else "kicked"
        await lost(chat_id, reason, services)
    elif _is_mute(update):
        await lost(chat_id, "no-rights", services)
    else:
        await returned(chat_id, services)


def may_begin(update: ChatMemberUpdated) -> bool:
    """Whether the bot can now, and could not before, write to a group or channel."""
    if update.chat.type == ChatType.CHANNEL:
        return _may_post(update.new_chat_member) and not _may_post(update.old_chat_member)
    if update.chat.type == ChatType.PRIVATE:
        return False
    came = update.old_chat_member.status in _AWAY
    return came and update.new_chat_member.status not in _AWAY


def _is_mute(update: ChatMemberUpdated) -> bool:
    """A member that may not write."""
    member = update.new_chat_member
    if isinstance(member, ChatMemberRestricted):
        return not (member.is_member and member.can_send_messages)
    return update.chat.type == ChatType.CHANNEL and not _may_post(member)


def _may_post(member: object) -> bool:
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)


async def lost(chat_id: ChatId, reason: str, services: Services) -> None:
    """Nothing can be sent there; the choices are kept, with all threads of a forum."""
    for subscriber in await services.storage.subscribers.of_chat(chat_id):
        if subscriber.status is SubscriberStatus.UNREACHABLE:
            continue
        paused = subscriber.status is SubscriberStatus.PAUSED
        stored = f"{reason}{PAUSED_MARK}" if paused else reason
        away = replace(subscriber, status=SubscriberStatus.UNREACHABLE, status_reason=stored)
        await services.storage.subscribers.save(away)
    log.info("chat.lost", reason=reason)


async def returned(chat_id: ChatId, services: Services) -> None:
    """Everything is as it was before, from the next planned hour on."""
    for subscriber in await services.storage.subscribers.of_chat(chat_id):
        if subscriber.status is SubscriberStatus.UNREACHABLE:
            again = restored(subscriber, services.clock.now(), services)
            await services.storage.subscribers.save(again)
            services.rescheduled()
            log.info("chat.returned")


async def refused(error: SariwartaError, chat_id: ChatId, services: Services) -> None:
    """What Telegram's refusal of an answer says about the chat."""
    if isinstance(error, ChatMoved):
        await moved(chat_id, ChatId(error.new_chat_id), services)
    elif isinstance(error, GiveUpChat):
        await lost(chat_id, error.reason, services)


async def moved(old: ChatId, new: ChatId, services: Services) -> None:
    await services.storage.subscribers.move_chat(old, new)
    log.info("chat.moved")
