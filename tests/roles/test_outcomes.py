"""What the outbox and the subscribers learn of each outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
from bot.model import ChatId, DeliveryId, Subscriber, SubscriberId, SubscriberStatus
from bot.roles.outcomes import Certainty, DeliveryPolicy
from tests.fakes.clock import START
from tests.fakes.outbox import MemoryOutbox, MemorySubscribers
from tests.roles.delivering import SECOND, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


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


async def test_rejected_picture_costs_the_digest_nothing_else(scene: Scene) -> None:
    row = scene.outbox.owe(17, "<b>Tiga</b>", picture="https://a.id/1.jpg")
    scene.messenger.fail(17, MessageRejected("wrong url specified"))

    report = await scene.run()

    assert scene.messenger.texts(17) == ["<b>Tiga</b>"]
    assert row.state == "sent"
    assert report.counts == {"sent": 1}
    assert scene.problems == []


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


async def test_locked_database_holds_up_sending(scene: Scene) -> None:
    """A crash now would repeat what was sent and not written down: it stays little."""
    rows = [scene.outbox.owe(chat) for chat in range(1, 11)]
    scene.outbox = FlakyOutbox(rows=scene.outbox.rows, failures=6)
    scene.subscribers = MemorySubscribers(scene.outbox)

    await scene.run()

    assert [row.state for row in rows] == ["sent"] * 10
    assert len([moment for moment in scene.moments() if moment < 3]) == 2


@dataclass
class FlakyOutbox(MemoryOutbox):
    """Its first writes of an outcome fail."""

    failures: int = 0

    async def sent(self, delivery_id: DeliveryId, message_id: int, now: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise TryLater("database is busy")
        await super().sent(delivery_id, message_id, now)


def _subscriber(number: int) -> Subscriber:
    return Subscriber(
        id=SubscriberId(number),
        chat_id=ChatId(-number),
        thread_id=3,
        kind="supergroup",
        status=SubscriberStatus.ACTIVE,
        joined=START,
    )
