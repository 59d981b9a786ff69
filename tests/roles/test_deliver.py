"""A round of delivery in virtual time: what goes out when, and what the outbox learns."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

import pytest

from bot.errors import (
    BadToken,
    ChatMoved,
    GiveUpChat,
    GiveUpItem,
    MessageRejected,
    OutcomeUnknown,
    Throttled,
    TryLater,
)
from bot.model import ChatId, DeliveryId, RoleReport, Subscriber, SubscriberId, SubscriberStatus
from bot.ports import Outbox, SubscriberStore
from bot.roles.deliver import deliver_round
from bot.roles.outcomes import Certainty, DeliveryPolicy, Problem
from bot.roles.pacing import Pace, Pacer
from tests.fakes.clock import START, FakeClock
from tests.fakes.messenger import FakeMessenger
from tests.fakes.outbox import MemoryOutbox, MemorySubscribers

SECOND = timedelta(seconds=1)


@dataclass
class Scene:
    """Everything a round touches; `run` is one round."""

    clock: FakeClock = field(default_factory=FakeClock)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    pacer: Pacer = field(default_factory=lambda: Pacer(Pace(per_second=10, catch_up=timedelta(0))))
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.messenger = FakeMessenger(self.clock)
        self.subscribers = MemorySubscribers(self.outbox)

    async def run(self) -> RoleReport:
        async def note(problem: Problem) -> None:
            self.problems.append(problem)

        return await deliver_round(
            cast(Outbox, self.outbox),  # the part that delivery uses
            cast(SubscriberStore, self.subscribers),
            self.messenger,
            self.pacer,
            self.clock,
            policy=self.policy,
            on_problem=note,
        )

    def moments(self) -> list[float]:
        return [round((each.at - START).total_seconds(), 3) for each in self.messenger.sent]


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_sends_what_is_owed(scene: Scene) -> None:
    row = scene.outbox.owe(17, "<b>Halo</b>", thread_id=4)

    report = await scene.run()

    [sent] = scene.messenger.sent
    assert (sent.chat_id, sent.thread_id, sent.html) == (17, 4, "<b>Halo</b>")
    assert (row.state, row.message_id) == ("sent", 1)
    assert (report.done, report.failed, report.counts) == (1, 0, {"sent": 1})


async def test_empty_outbox_ends_at_once(scene: Scene) -> None:
    report = await scene.run()

    assert report.done == 0
    assert scene.clock.now() == START


async def test_keeps_the_even_rate(scene: Scene) -> None:
    for chat in range(1, 6):
        scene.outbox.owe(chat)

    await scene.run()

    assert scene.moments() == [0, 0.1, 0.2, 0.3, 0.4]


async def test_parts_of_a_chat_go_in_order(scene: Scene) -> None:
    for text in "abc":
        scene.outbox.owe(17, text)

    await scene.run()

    assert scene.messenger.texts(17) == ["a", "b", "c"]
    assert scene.moments() == [0, 1, 2]


async def test_slow_answers_do_not_slow_the_rate(scene: Scene) -> None:
    scene.messenger.latency = 5 * SECOND
    for chat in range(1, 11):
        scene.outbox.owe(chat)

    await scene.run()

    assert scene.moments()[-1] == 5.9


async def test_holds_no_more_calls_open_than_told(scene: Scene) -> None:
    scene.policy = DeliveryPolicy(in_flight=3)
    scene.messenger.latency = 5 * SECOND
    for chat in range(1, 11):
        scene.outbox.owe(chat)

    await scene.run()

    assert scene.messenger.most_flying == 3
    assert len(scene.messenger.sent) == 10


async def test_ends_after_its_limit(scene: Scene) -> None:
    scene.policy = DeliveryPolicy(limit=4)
    for chat in range(1, 11):
        scene.outbox.owe(chat)

    report = await scene.run()

    assert report.done == 4
    assert scene.outbox.states().count("queued") == 6


async def test_throttled_message_waits_and_others_go(scene: Scene) -> None:
    row = scene.outbox.owe(1)
    scene.outbox.owe(2)
    scene.messenger.fail(1, Throttled(9 * SECOND))

    await scene.run()
    assert row.not_before == START + 9 * SECOND
    assert [each.chat_id for each in scene.messenger.sent] == [2]

    scene.clock.advance(9 * SECOND)
    await scene.run()
    assert scene.moments() == [0.1, 9.1]


async def test_storm_stops_all_until_it_is_over(scene: Scene) -> None:
    for chat in range(1, 31):
        scene.outbox.owe(chat)
    for chat in (1, 2, 3):
        scene.messenger.fail(chat, Throttled(30 * SECOND))

    await scene.run()
    calls_before = len(scene.messenger.calls)
    assert calls_before <= 4
    assert "sending" not in scene.outbox.states()

    while "queued" in scene.outbox.states():
        await scene.run()
    later = [at for _, at in scene.messenger.calls[calls_before:]]
    assert min(later) >= START + 30 * SECOND
    assert len(scene.messenger.sent) == 30


async def test_long_pause_of_all_ends_the_round(scene: Scene) -> None:
    """So that the round is reported, and leases nothing it can not send."""
    scene.outbox.owe(17)
    scene.pacer.throttled(ChatId(5), timedelta(hours=2), START, everyone=True)

    report = await scene.run()

    assert report.done == 0
    assert scene.clock.now() == START + scene.policy.longest_wait
    assert scene.outbox.leases == 0


async def test_held_chat_goes_back_to_the_outbox(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.pacer.throttled(ChatId(17), timedelta(minutes=5), START)

    report = await scene.run()

    assert report.counts == {"held": 1}
    assert (row.state, row.not_before) == ("queued", START + timedelta(minutes=5))
    assert scene.clock.now() == START


async def test_unknown_outcome_is_sent_again(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.messenger.fail(17, OutcomeUnknown("no answer"))

    report = await scene.run()
    assert report.counts == {"uncertain": 1}
    assert (row.state, row.delivery.uncertain) == ("queued", True)
    assert row.not_before == START + scene.policy.first_backoff

    scene.clock.advance(scene.policy.first_backoff)
    await scene.run()
    assert row.state == "sent"


async def test_unknown_outcome_is_given_up_when_once_matters(scene: Scene) -> None:
    scene.policy = DeliveryPolicy(certainty=Certainty.AT_MOST_ONCE)
    row = scene.outbox.owe(17)
    scene.messenger.fail(17, OutcomeUnknown("no answer"))

    await scene.run()

    assert (row.state, row.reason) == ("given-up", "outcome-unknown")


async def test_interrupted_message_is_not_sent_when_once_matters(scene: Scene) -> None:
    scene.policy = DeliveryPolicy(certainty=Certainty.AT_MOST_ONCE)
    row = scene.outbox.owe(17, uncertain=True)

    await scene.run()

    assert row.state == "given-up"
    assert scene.messenger.calls == []


async def test_one_lease_a_turn_when_once_matters(scene: Scene) -> None:
    """A crash makes all leased messages uncertain, which means lost here."""
    scene.policy = DeliveryPolicy(certainty=Certainty.AT_MOST_ONCE)
    scene.pacer.throttled(ChatId(1), 9 * SECOND, START)
    for chat in (1, 2, 3):
        scene.outbox.owe(chat)

    await scene.run()

    assert scene.moments() == [0, 0.1]
    assert scene.outbox.states() == ["queued", "sent", "sent"]


async def test_tried_later_with_growing_pauses(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.messenger.fail(17, *[TryLater("no network")] * 4)
    pauses = []

    for _ in range(4):
        began = scene.clock.now()
        await scene.run()
        pauses.append((row.not_before - began).total_seconds())
        scene.clock.advance(row.not_before - began)
    await scene.run()

    assert pauses == [5, 10, 20, 40]
    assert (row.state, row.delivery.uncertain) == ("sent", False)


def test_pauses_have_an_end() -> None:
    assert DeliveryPolicy().backoff(1000) == timedelta(minutes=15)


async def test_rejected_message_goes_out_plain(scene: Scene) -> None:
    row = scene.outbox.owe(17, '<b>Tiga</b> &amp; <a href="https://a.id">empat</a> <p>')
    scene.messenger.fail(17, MessageRejected("can't parse entities"))

    report = await scene.run()

    assert scene.messenger.texts(17) == ["Tiga &amp; empat (https://a.id)"]
    assert row.state == "sent"
    assert report.counts == {"sent-plain": 1}
    assert [(p.delivery.id, p.sent_plain) for p in scene.problems] == [(row.delivery.id, True)]


async def test_twice_rejected_message_is_given_up(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.messenger.fail(17, MessageRejected("first"), MessageRejected("second"))

    await scene.run()

    assert (row.state, row.reason) == ("given-up", "rejected: second")
    assert [problem.sent_plain for problem in scene.problems] == [False]


async def test_plain_text_may_be_throttled_too(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.messenger.fail(17, MessageRejected("first"), Throttled(7 * SECOND))

    await scene.run()

    assert (row.state, row.not_before) == ("queued", START + 7 * SECOND)


async def test_bad_message_blocks_no_other(scene: Scene) -> None:
    scene.outbox.owe(1)
    scene.outbox.owe(1, "berikutnya")
    scene.outbox.owe(2)
    scene.messenger.fail(1, GiveUpItem("strange"))

    report = await scene.run()

    assert scene.messenger.texts(1) == ["berikutnya"]
    assert scene.messenger.texts(2) == ["Halo"]
    assert (report.done, report.failed) == (2, 1)


@pytest.mark.parametrize("reason", ["blocked", "kicked", "not-found", "no-rights"])
async def test_unreachable_chat_is_given_up(scene: Scene, reason: str) -> None:
    rows = [scene.outbox.owe(17), scene.outbox.owe(17)]
    scene.outbox.owe(18)
    scene.messenger.fail(17, GiveUpChat(reason))

    await scene.run()

    assert scene.subscribers.statuses == {17: (SubscriberStatus.UNREACHABLE, reason)}
    assert [(row.state, row.reason) for row in rows] == [("given-up", reason)] * 2
    assert scene.messenger.texts(18) == ["Halo"]


async def test_closed_thread_leaves_the_others_alone(scene: Scene) -> None:
    row, other = scene.outbox.owe(-5, thread_id=3), scene.outbox.owe(-5, thread_id=4)
    scene.subscribers.saved[SubscriberId(5)] = _subscriber(5)
    scene.messenger.fail(-5, GiveUpChat("thread-closed"))

    await scene.run()

    saved = scene.subscribers.saved[SubscriberId(5)]
    assert (saved.status, saved.status_reason) == ("unreachable", "thread-closed")
    assert (row.state, other.state) == ("given-up", "sent")
    assert scene.subscribers.statuses == {}


async def test_moved_chat_gets_it_at_its_new_id(scene: Scene) -> None:
    scene.outbox.owe(-5, "a")
    scene.outbox.owe(-5, "b")
    scene.messenger.fail(-5, ChatMoved(-1005))

    await scene.run()

    assert scene.messenger.texts(-1005) == ["a", "b"]
    assert scene.outbox.states() == ["sent", "sent"]


async def test_bad_token_ends_the_round(scene: Scene) -> None:
    for chat in range(1, 10):
        scene.outbox.owe(chat)
    scene.messenger.fail(1, BadToken("unknown token"))

    with pytest.raises(BadToken):
        await scene.run()

    assert set(scene.outbox.states()) <= {"queued", "sent"}
    assert scene.outbox.rows[DeliveryId(1)].state == "queued"


async def test_bug_in_one_message_blocks_no_other(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    row = scene.outbox.owe(1)
    scene.outbox.owe(2)
    scene.messenger.fail(1, ZeroDivisionError())

    report = await scene.run()

    assert report.counts == {"crashed": 1, "sent": 1}
    assert (row.state, row.delivery.uncertain) == ("queued", True)
    assert row.not_before > START


async def test_busy_database_does_not_double_a_message(scene: Scene) -> None:
    row = scene.outbox.owe(17)
    scene.outbox = FlakyOutbox(rows=scene.outbox.rows, failures=3)
    scene.subscribers = MemorySubscribers(scene.outbox)

    await scene.run()

    assert row.state == "sent"
    assert len(scene.messenger.calls) == 1


@dataclass
class FlakyOutbox(MemoryOutbox):
    """Its first writes of an outcome fail."""

    failures: int = 0

    async def sent(self, delivery_id: DeliveryId, message_id: int, now: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise TryLater("database is busy")
        await super().sent(delivery_id, message_id, now)


async def test_cancelled_round_finishes_what_is_in_flight(scene: Scene) -> None:
    rows = [scene.outbox.owe(chat) for chat in range(1, 6)]
    scene.policy = DeliveryPolicy(in_flight=2)
    task = await _two_in_flight(scene)

    task.cancel()
    await asyncio.sleep(0)
    _open(scene)
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [row.state for row in rows] == ["sent", "sent", "queued", "queued", "queued"]
    assert not any(row.delivery.uncertain for row in rows)


async def test_cancelled_round_does_not_wait_for_ever(scene: Scene) -> None:
    rows = [scene.outbox.owe(chat) for chat in (1, 2)]
    scene.policy = DeliveryPolicy(in_flight=2, grace=timedelta(0))
    task = await _two_in_flight(scene)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [(row.state, row.delivery.uncertain) for row in rows] == [("queued", True)] * 2


async def test_stopped_clock_ends_the_round(scene: Scene) -> None:
    rows = [scene.outbox.owe(chat) for chat in range(1, 6)]
    scene.clock.stop()

    report = await scene.run()

    assert report.done == 1
    assert [row.state for row in rows] == ["sent"] + ["queued"] * 4


async def _two_in_flight(scene: Scene) -> asyncio.Task[RoleReport]:
    scene.messenger.gate = asyncio.Event()
    task = asyncio.create_task(scene.run())
    await scene.messenger.until_flying(2)
    return task


def _open(scene: Scene) -> None:
    assert scene.messenger.gate is not None
    scene.messenger.gate.set()


def _subscriber(number: int) -> Subscriber:
    return Subscriber(
        id=SubscriberId(number),
        chat_id=ChatId(-number),
        thread_id=3,
        kind="supergroup",
        status=SubscriberStatus.ACTIVE,
        joined=START,
    )
