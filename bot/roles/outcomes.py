"""What came of sending one message, and what the outbox and the subscribers learn of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeVar

import structlog

from bot.errors import (
    ChatMoved,
    GiveUpChat,
    GiveUpItem,
    MessageRejected,
    OperatorMustAct,
    OutcomeUnknown,
    SariwartaError,
    Throttled,
    TryLater,
)
from bot.model import ChatId, Delivery, SubscriberStatus
from bot.ports import Clock, Messenger, Outbox, SubscriberStore
from bot.roles.pacing import Pacer
from bot.roles.plain import plain_message

log = structlog.get_logger()

Result = TypeVar("Result")


class Certainty(Enum):
    """What happens to a message whose arrival is not known."""

    AT_LEAST_ONCE = "at-least-once"  # sent again: it may come twice
    AT_MOST_ONCE = "at-most-once"  # given up: it may be missing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """The numbers of delivery."""

    limit: int = 2000  # messages a round, so that rounds end and are reported
    in_flight: int = 24  # calls open at the same time
    certainty: Certainty = Certainty.AT_LEAST_ONCE
    first_backoff: timedelta = timedelta(seconds=5)
    longest_backoff: timedelta = timedelta(minutes=15)
    # A message whose chat is held up for longer goes back to the outbox meanwhile.
    patience: timedelta = timedelta(seconds=5)
    # A round that finds all sending paused waits so long at most before it reports.
    longest_wait: timedelta = timedelta(minutes=1)
    # What is in flight may take so long to end after a stop.
    grace: timedelta = timedelta(seconds=8)

    def backoff(self, attempts: int) -> timedelta:
        """Doubles with each attempt."""
        return min(self.first_backoff * 2.0 ** min(max(attempts - 1, 0), 16), self.longest_backoff)

    @property
    def batch(self) -> int:
        """How many messages are leased ahead.

        After a crash all leased ones count as uncertain; where uncertain means lost, none is
        leased before its turn.
        """
        return 1 if self.certainty is Certainty.AT_MOST_ONCE else 2 * self.in_flight

    @property
    def most_unwritten(self) -> int:
        """Nothing more is sent while so many outcomes wait for the database.

        While it is locked or its disk is full, a crash repeats these few and not all in flight.
        """
        return max(2, self.in_flight // 10)

    @property
    def longest_hold(self) -> timedelta:
        """A single leased message must not hold up the chats behind it."""
        return self.patience if self.batch > 1 else timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A message that Telegram would not take as it was written; the admin hears of it."""

    delivery: Delivery
    detail: str
    sent_plain: bool  # its plain text went out


OnProblem = Callable[[Problem], Awaitable[None]]


async def tell_nobody(_problem: Problem) -> None:
    """The log has it."""


@dataclass(slots=True)
class Unwritten:
    """How many outcomes are known and not yet in the database: a crash would forget them."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """What sending one message needs; knows what each outcome means for the outbox."""

    outbox: Outbox
    subscribers: SubscriberStore
    messenger: Messenger
    pacer: Pacer
    clock: Clock
    policy: DeliveryPolicy
    on_problem: OnProblem
    unwritten: Unwritten = field(default_factory=Unwritten)

    async def deliver(self, delivery: Delivery) -> str:
        """Send one message and write down what came of it; returns the outcome's word."""
        if delivery.uncertain and self.policy.certainty is Certainty.AT_MOST_ONCE:
            return await self._give_up(delivery, "outcome-unknown")
        try:
            return await self._send(delivery)
        except MessageRejected as error:
            if delivery.message.picture:
                return await self._without_picture(delivery, error)
            return await self._send_plain(delivery, error)
        except SariwartaError as error:
            return await self._failed(delivery, error)
        except Exception:
            # The loop's edge: a bug in sending one message must not end the others. Nobody
            # knows how far it came.
            log.exception("delivery.crashed", delivery=delivery.id)
            again = self.clock.now() + self.policy.backoff(delivery.attempts)
            await self.hand_back(delivery, again, "crashed", uncertain=True)
            return "crashed"

    async def hand_back(
        self, delivery: Delivery, not_before: datetime, reason: str, *, uncertain: bool = False
    ) -> None:
        await self._kept(
            lambda: self.outbox.retry(delivery.id, not_before, reason, uncertain=uncertain)
        )

    async def _send(self, delivery: Delivery) -> str:
        message_id = await self.messenger.send(
            delivery.chat_id, delivery.thread_id, delivery.message
        )
        await self._kept(lambda: self.outbox.sent(delivery.id, message_id, self.clock.now()))
        return "sent"

    async def _without_picture(self, delivery: Delivery, error: MessageRejected) -> str:
        """An outlet's broken picture must cost nobody the links and buttons of a digest."""
        log.info("picture.rejected", delivery=delivery.id, detail=str(error))
        return await self.deliver(
            replace(delivery, message=replace(delivery.message, preview=False, picture=""))
        )

    async def _send_plain(self, delivery: Delivery, error: MessageRejected) -> str:
        """Better without links and bold than not at all; once, then it is given up."""
        log.warning("message.rejected", delivery=delivery.id, detail=str(error))
        plain = replace(delivery, message=plain_message(delivery.message))
        try:
            outcome = await self._send(plain)
        except MessageRejected as again:
            outcome = await self._give_up(delivery, f"rejected: {again}")
        except SariwartaError as other:
            return await self._failed(delivery, other)
        problem = Problem(delivery=delivery, detail=str(error), sent_plain=outcome == "sent")
        await self.on_problem(problem)
        return "sent-plain" if problem.sent_plain else outcome

    async def _failed(self, delivery: Delivery, error: SariwartaError) -> str:
        """Sorted from the special to the general, as the tree of errors is."""
        now = self.clock.now()
        match error:
            case ChatMoved():
                return await self._moved(delivery, error)
            case GiveUpChat():
                return await self._give_up_chat(delivery, error)
            case Throttled():
                return await self._throttled(delivery, error)
            case OutcomeUnknown():
                return await self._unknown(delivery, error)
            case GiveUpItem():
                return await self._give_up(delivery, str(error))
            case OperatorMustAct():
                await self.hand_back(delivery, now, str(error))
                raise error
        # TryLater, and whatever our tree of errors will grow.
        await self.hand_back(delivery, now + self.policy.backoff(delivery.attempts), str(error))
        return "later"

    async def _throttled(self, delivery: Delivery, error: Throttled) -> str:
        now = self.clock.now()
        scope = self.pacer.throttled(
            delivery.chat_id, error.retry_after, now, everyone=error.everyone
        )
        log.warning("send.throttled", scope=scope, seconds=error.retry_after.total_seconds())
        await self.hand_back(delivery, now + error.retry_after, str(error))
        return "throttled"

    async def _unknown(self, delivery: Delivery, error: OutcomeUnknown) -> str:
        log.warning("send.outcome-unknown", delivery=delivery.id, detail=str(error))
        if self.policy.certainty is Certainty.AT_MOST_ONCE:
            return await self._give_up(delivery, "outcome-unknown")
        again = self.clock.now() + self.policy.backoff(delivery.attempts)
        await self.hand_back(delivery, again, str(error), uncertain=True)
        return "uncertain"

    async def _moved(self, delivery: Delivery, error: ChatMoved) -> str:
        await self._kept(
            lambda: self.subscribers.move_chat(delivery.chat_id, ChatId(error.new_chat_id))
        )
        await self.hand_back(delivery, self.clock.now(), str(error))
        return "moved"

    async def _give_up(self, delivery: Delivery, reason: str) -> str:
        await self._kept(lambda: self.outbox.give_up(delivery.id, reason, self.clock.now()))
        return "given-up"

    async def _give_up_chat(self, delivery: Delivery, error: GiveUpChat) -> str:
        log.info("chat.given-up", reason=error.reason)
        if error.reason == "thread-closed":
            return await self._give_up_thread(delivery, error.reason)
        now = self.clock.now()
        # The status first: a crash between the two must not leave a chat that is asked again.
        await self._kept(
            lambda: self.subscribers.set_status(
                delivery.chat_id, SubscriberStatus.UNREACHABLE, error.reason
            )
        )
        await self._kept(lambda: self.outbox.give_up_chat(delivery.chat_id, error.reason, now))
        return "chat-given-up"

    async def _give_up_thread(self, delivery: Delivery, reason: str) -> str:
        """The other threads of the group go on."""
        subscriber = await self._kept(lambda: self.subscribers.get(delivery.subscriber_id))
        if subscriber is not None:
            closed = replace(subscriber, status=SubscriberStatus.UNREACHABLE, status_reason=reason)
            await self._kept(lambda: self.subscribers.save(closed))
        return await self._give_up(delivery, reason)

    async def _kept(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Write it down, even when the database is busy: a forgotten outcome is a double."""
        self.unwritten.count += 1
        try:
            for pause in _WRITE_PAUSES:
                try:
                    return await act()
                except TryLater as error:
                    log.warning("outcome.not-written", detail=str(error))
                    await self.clock.sleep(timedelta(seconds=pause))
            return await act()
        finally:
            self.unwritten.count -= 1


# In seconds; together more than a minute, for a disk that is full or a server that restarts.
_WRITE_PAUSES = (0.5, 1, 2, 4, 8, 15, 15, 15, 15)
