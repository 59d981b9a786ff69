"""Chats that block, remove or take back the bot, and groups that become supergroups."""

from dataclasses import replace

import structlog
from telegram import ChatMemberUpdated
from telegram.constants import ChatMemberStatus

from bot.chat.commands.profile import begun
from bot.chat.services import Services
from bot.errors import ChatMoved, GiveUpChat, SariwartaError
from bot.model import ChatId, Subscriber, SubscriberStatus

log = structlog.get_logger()

_AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
# Stored beside the reason, so that a pause survives a block.
_WHILE_PAUSED = " (paused)"


async def changed(update: ChatMemberUpdated, services: Services) -> None:
    """The bot's own membership of a chat has changed."""
    chat_id = ChatId(update.chat.id)
    if update.new_chat_member.status in _AWAY:
        reason = "blocked" if update.chat.type == "private" else "kicked"
        await lost(chat_id, reason, services)
    elif update.old_chat_member.status in _AWAY:
        await returned(chat_id, services)


async def lost(chat_id: ChatId, reason: str, services: Services) -> None:
    """Nothing can be sent there; the choices are kept."""
    subscriber = await services.storage.subscribers.by_chat(chat_id)
    paused = subscriber is not None and subscriber.status is SubscriberStatus.PAUSED
    stored = reason + _WHILE_PAUSED if paused else reason
    await services.storage.subscribers.set_status(chat_id, SubscriberStatus.UNREACHABLE, stored)
    log.info("chat.lost", reason=reason)


async def returned(chat_id: ChatId, services: Services) -> None:
    """Everything is as it was before, from the next planned hour on."""
    subscriber = await services.storage.subscribers.by_chat(chat_id)
    if subscriber is None:
        # Only threads of a forum may be known.
        await services.storage.subscribers.set_status(chat_id, SubscriberStatus.ACTIVE, "")
    elif subscriber.status is SubscriberStatus.UNREACHABLE:
        await services.storage.subscribers.set_status(chat_id, SubscriberStatus.ACTIVE, "")
        await services.storage.subscribers.save(_restored(subscriber, services))
    else:
        return
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


def _restored(subscriber: Subscriber, services: Services) -> Subscriber:
    if subscriber.status_reason.endswith(_WHILE_PAUSED):
        return replace(subscriber, status=SubscriberStatus.PAUSED, status_reason="asked")
    unfinished = replace(subscriber, status=SubscriberStatus.SETUP, status_reason="", due=None)
    again = begun(unfinished)
    if again.status is not SubscriberStatus.ACTIVE:
        return again
    return replace(again, due=services.plan(again, services.clock.now()))
