"""An outbox and subscribers in memory, for tests in virtual time.

Deliveries are put in by hand; promises are the business of the real storage, on which
tests/flows runs the same cases.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from bot.model import (
    ChatId,
    Delivery,
    DeliveryId,
    DeliveryState,
    DigestId,
    Message,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
)
from tests.fakes.clock import START


@dataclass
class Row:
    """One owed message and what became of it."""

    delivery: Delivery
    state: DeliveryState = DeliveryState.QUEUED
    not_before: datetime = START
    reason: str = ""
    message_id: int = 0
    done: datetime | None = None


@dataclass
class MemoryOutbox:
    """What bot.ports.Outbox promises about sending."""

    rows: dict[DeliveryId, Row] = field(default_factory=dict)
    leases: int = 0
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def owe(
        self,
        chat_id: int,
        html: str = "Halo",
        *,
        thread_id: int = 0,
        uncertain: bool = False,
        picture: str = "",
    ) -> Row:
        """Queue a message behind the others of its chat."""
        number = next(self._ids)
        delivery = Delivery(
            id=DeliveryId(number),
            subscriber_id=SubscriberId(abs(chat_id)),
            digest_id=DigestId(1),
            part=number,
            chat_id=ChatId(chat_id),
            thread_id=thread_id,
            kind="private" if chat_id > 0 else "supergroup",
            message=Message(html=html, preview=bool(picture), picture=picture),
            uncertain=uncertain,
        )
        self.rows[delivery.id] = Row(delivery)
        return self.rows[delivery.id]

    async def lease(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        self.leases += 1
        heads: dict[ChatId, Row] = {}
        for row in self.rows.values():
            if row.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
                heads.setdefault(row.delivery.chat_id, row)
        due = [
            row
            for row in heads.values()
            if row.state is DeliveryState.QUEUED and row.not_before <= now
        ]
        return tuple(_leased(row) for row in due[:limit])

    async def sent(self, delivery_id: DeliveryId, message_id: int, now: datetime) -> None:
        row = self.rows[delivery_id]
        row.state, row.message_id, row.done = DeliveryState.SENT, message_id, now

    async def retry(
        self, delivery_id: DeliveryId, not_before: datetime, reason: str, *, uncertain: bool
    ) -> None:
        row = self.rows[delivery_id]
        if row.state is not DeliveryState.SENDING:
            return
        row.state, row.not_before, row.reason = DeliveryState.QUEUED, not_before, reason
        row.delivery = replace(row.delivery, uncertain=uncertain or row.delivery.uncertain)

    async def give_up(self, delivery_id: DeliveryId, reason: str, now: datetime) -> None:
        _give_up(self.rows[delivery_id], reason, now)

    async def give_up_chat(self, chat_id: ChatId, reason: str, now: datetime) -> None:
        for row in self.rows.values():
            if row.delivery.chat_id == chat_id:
                _give_up(row, reason, now)

    def states(self) -> list[str]:
        return [row.state.value for row in self.rows.values()]


def _leased(row: Row) -> Delivery:
    row.state = DeliveryState.SENDING
    row.delivery = replace(row.delivery, attempts=row.delivery.attempts + 1)
    return row.delivery


def _give_up(row: Row, reason: str, now: datetime) -> None:
    if row.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
        row.state, row.reason, row.done = DeliveryState.GIVEN_UP, reason, now


@dataclass
class MemorySubscribers:
    """The part of bot.ports.SubscriberStore that delivery uses."""

    outbox: MemoryOutbox
    statuses: dict[ChatId, tuple[SubscriberStatus, str]] = field(default_factory=dict)
    saved: dict[SubscriberId, Subscriber] = field(default_factory=dict)

    async def get(self, subscriber_id: SubscriberId) -> Subscriber | None:
        return self.saved.get(subscriber_id)

    async def save(self, subscriber: Subscriber) -> None:
        self.saved[subscriber.id] = subscriber

    async def set_status(self, chat_id: ChatId, status: SubscriberStatus, reason: str) -> None:
        self.statuses[chat_id] = (status, reason)

    async def move_chat(self, old: ChatId, new: ChatId) -> None:
        for row in self.outbox.rows.values():
            if row.delivery.chat_id == old:
                row.delivery = replace(row.delivery, chat_id=new)
