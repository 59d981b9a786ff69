"""A round of delivery in virtual time: what goes out when, and how it ends."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import (
    Throttled,
)
from bot.model import ChatId, RoleReport
from bot.roles.outcomes import DeliveryPolicy
from tests.fakes.clock import START
from tests.roles.delivering import SECOND, Scene


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
