"""Bind: the chats that feeds.yaml gives to an edition follow it, from each start and each save."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.editions import Edition
from bot.model import ChatId, RoleReport, Subscriber, SubscriberId, SubscriberStatus
from bot.ports import SubscriberStore

Plan = Callable[[Subscriber, datetime], datetime | None]


async def bind_editions(
    subscribers: SubscriberStore, editions: Sequence[Edition], now: datetime, plan: Plan
) -> RoleReport:
    """A chat that was never heard of begins at once; who paused or left stays as they are."""
    changed = 0
    for edition in editions:
        for chat_id in edition.chats:
            known = await subscribers.by_chat(chat_id)
            before = known or _newcomer(chat_id, now)
            after = edition.taken_by(before)
            if after.status is SubscriberStatus.SETUP:
                after = replace(after, status=SubscriberStatus.ACTIVE)
            if after == known:
                continue
            if after.status is SubscriberStatus.ACTIVE:
                after = replace(after, due=plan(after, now))
            await (subscribers.add(after) if known is None else subscribers.save(after))
            changed += 1
    return RoleReport(role="bind", done=changed, counts={"chats": changed})


def _newcomer(chat_id: ChatId, now: datetime) -> Subscriber:
    """Telegram's numbers tell people from groups; a channel is written to as a group is."""
    kind = "private" if chat_id > 0 else "supergroup"
    return Subscriber(id=SubscriberId(0), chat_id=chat_id, kind=kind, joined=now)
