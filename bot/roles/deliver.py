"""Sends what the outbox owes: paced, in order within a chat, each outcome written down."""

import asyncio
import heapq
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.errors import OperatorMustAct, SariwartaError
from bot.model import Delivery, RoleReport
from bot.ports import Clock, Messenger, Outbox, SubscriberStore
from bot.roles.outcomes import DeliveryPolicy, OnProblem, Post, tell_nobody
from bot.roles.pacing import Lane, Pacer


async def deliver_round(
    outbox: Outbox,
    subscribers: SubscriberStore,
    messenger: Messenger,
    pacer: Pacer,
    clock: Clock,
    *,
    policy: DeliveryPolicy | None = None,
    on_problem: OnProblem = tell_nobody,
) -> RoleReport:
    """Send what is due, at most `policy.limit` messages.

        while something is due:
            lease a few, wait for the next free chat and slot, send in the background
            each outcome: sent | queued again, later | given up | chat given up | chat moved

    Cancelled or stopped it takes no new message, waits `policy.grace` for those in flight and
    gives the rest back. An OperatorMustAct ends the round and is raised.
    """
    post = Post(
        outbox, subscribers, messenger, pacer, clock, policy or DeliveryPolicy(), on_problem
    )
    return await _Round(post).run()


@dataclass(slots=True)
class _Round:
    """One round: what is leased and waits, and what is in flight."""

    post: Post
    counts: Counter[str] = field(default_factory=Counter)
    leased: int = 0
    stopped: bool = False
    _waiting: list[tuple[datetime, int, Delivery]] = field(default_factory=list)
    _flying: dict[asyncio.Task[str], Delivery] = field(default_factory=dict)
    _order: "count[int]" = field(default_factory=count)
    _leasing: asyncio.Task[tuple[Delivery, ...]] | None = None
    _drained: bool = False  # the outbox has nothing more that is due
    _fatal: OperatorMustAct | None = None

    async def run(self) -> RoleReport:
        try:
            await self._wait_while_all_is_paused()
            while not self._is_over() and await self._step():
                pass
        finally:
            # Shielded: a cancelled round still ends what it began; a second cancel forces.
            await asyncio.shield(asyncio.create_task(self._finish()))
        if self._fatal is not None:
            raise self._fatal
        return self._report()

    async def _step(self) -> bool:
        """Lease, wait or send; False when there is nothing left to do."""
        self._settle({task for task in self._flying if task.done()})
        await self._lease()
        if self._is_full():
            await self._land()
        elif self._waiting:
            await self._launch_next()
        elif self._flying:
            await self._land()
        else:
            return False
        return True

    def _is_full(self) -> bool:
        policy = self.post.policy
        if self.post.unwritten.count >= policy.most_unwritten:
            return True
        return len(self._flying) >= policy.in_flight

    def _is_over(self) -> bool:
        return self.stopped or self._fatal is not None or self._pause() > self.post.policy.patience

    def _pause(self) -> timedelta:
        """How long all digests have to wait."""
        now = self.post.clock.now()
        return self.post.pacer.lane_free(now, Lane.DIGEST) - now

    async def _wait_while_all_is_paused(self) -> None:
        await self._sleep(min(self._pause(), self.post.policy.longest_wait))

    async def _lease(self) -> None:
        policy = self.post.policy
        # A lease is a transaction: not one for each message.
        if self._drained or len(self._waiting) > policy.batch // 2:
            return
        room = min(policy.batch - len(self._waiting), policy.limit - self.leased)
        if room <= 0:
            return
        # A task of its own: cancelling must not lose what the database has given us.
        self._leasing = asyncio.create_task(self.post.outbox.lease(self.post.clock.now(), room))
        try:
            found = await asyncio.shield(self._leasing)
        except SariwartaError:
            self._leasing = None  # it gave us nothing that would have to go back
            raise
        self._leasing = None
        self._drained = len(found) < room
        self._queue(found)

    def _queue(self, found: tuple[Delivery, ...]) -> None:
        self.leased += len(found)
        now = self.post.clock.now()
        for delivery in found:
            free = self.post.pacer.chat_free(delivery.chat_id, delivery.kind, now, Lane.DIGEST)
            heapq.heappush(self._waiting, (free, next(self._order), delivery))

    async def _launch_next(self) -> None:
        """Send the message whose chat is free first, when its turn comes."""
        _, _, delivery = self._waiting[0]
        chat_id, kind = delivery.chat_id, delivery.kind
        pacer, now = self.post.pacer, self.post.clock.now()
        if pacer.take(chat_id, kind, now, Lane.DIGEST):
            heapq.heappop(self._waiting)
            self._launch(delivery)
            return
        free = pacer.chat_free(chat_id, kind, now, Lane.DIGEST)
        if free - now > self.post.policy.longest_hold:
            await self.post.hand_back(delivery, free, "the chat is paused")
            heapq.heappop(self._waiting)
            self.counts["held"] += 1
        elif free > now:
            await self._let_others_pass(delivery, free)
        else:
            await self._sleep(pacer.lane_free(now, Lane.DIGEST) - now)

    async def _let_others_pass(self, delivery: Delivery, free: datetime) -> None:
        """The chat is not free yet: sort it in again; sleep when it is still the first."""
        heapq.heapreplace(self._waiting, (free, next(self._order), delivery))
        if self._waiting[0][2] is delivery:
            await self._sleep(free - self.post.clock.now())

    def _launch(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self.post.deliver(delivery), name=f"delivery {delivery.id}")
        self._flying[task] = delivery

    async def _land(self) -> None:
        """Wait until a message in flight has its outcome."""
        done, _ = await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        self._settle(done)

    def _settle(self, done: set[asyncio.Task[str]]) -> None:
        for task in done:
            del self._flying[task]
            self._drained = False  # the chat's next part may be due now
            try:
                self.counts[task.result()] += 1
            except OperatorMustAct as error:
                self._fatal = error

    async def _sleep(self, duration: timedelta) -> None:
        """Sleep; a sleep that ends early means that the program stops."""
        if duration <= timedelta(0):
            return
        began = self.post.clock.now()
        await self.post.clock.sleep(duration)
        self.stopped = self.post.clock.now() - began < duration / 2

    async def _finish(self) -> None:
        """Let what is in flight end, give back what was not begun."""
        if self._leasing is not None:
            with suppress(SariwartaError):
                self._queue(await self._leasing)
        try:
            now = self.post.clock.now()
            for _, _, delivery in self._waiting:
                await self.post.hand_back(delivery, now, "the round ended")
            self._waiting.clear()
        finally:
            await self._end_flights()

    async def _end_flights(self) -> None:
        if not self._flying:
            return
        now = self.post.clock.now()
        grace = self.post.policy.grace.total_seconds()
        done, late = await asyncio.wait(self._flying, timeout=grace)
        self._settle(done)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in late:
            delivery = self._flying.pop(task)
            await self.post.hand_back(delivery, now, "stopped in flight", uncertain=True)

    def _report(self) -> RoleReport:
        done = self.counts["sent"] + self.counts["sent-plain"]
        failed = self.counts["given-up"] + self.counts["chat-given-up"] + self.counts["crashed"]
        return RoleReport(role="deliver", done=done, failed=failed, counts=dict(self.counts))
