"""Delivery over HTTP through every fault: nothing lost, doubled only where nobody can know."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import cast

import pytest
from pytest_asyncio import fixture

from bot.errors import BadToken, TryLater
from bot.model import ChatId, Delivery
from bot.ports import Outbox
from bot.roles.deliver import deliver_round
from bot.roles.outcomes import Certainty, DeliveryPolicy
from tests.contract.given import NOW as START
from tests.fakes.botapi_faults import Drop, Fault, Moment, Raw
from tests.fakes.botapi_refusals import (
    bad_gateway,
    bad_request,
    blocked,
    internal_error,
    too_many_requests,
    unauthorized,
)
from tests.flows.delivery import Scene, a_scene, send_directly


@fixture
async def scene(database_url: str) -> AsyncIterator[Scene]:
    async with a_scene(database_url) as scene:
        yield scene


async def test_digest_arrives_part_by_part(scene: Scene) -> None:
    await scene.owe(17, "<b>satu</b>", "dua", "tiga")

    await scene.deliver()

    assert scene.server.texts(17) == ["satu", "dua", "tiga"]
    assert await scene.states() == {"sent": 3}
    assert scene.server.complaints == []


async def test_blocked_subscriber_is_paused(scene: Scene) -> None:
    await scene.owe(17, "satu", "dua")
    await scene.owe(18, "tiga")
    await scene.server.user_blocks(17)

    await scene.deliver()

    subscriber = await scene.storage.subscribers.by_chat(ChatId(17))
    assert subscriber is not None
    assert (subscriber.status, subscriber.status_reason) == ("unreachable", "blocked")
    assert await scene.states() == {"given-up": 2, "sent": 1}


async def test_upgraded_group_gets_all_in_its_new_chat(scene: Scene) -> None:
    await scene.server.bot_is_added(-5, "group")
    await scene.owe(-5, "satu", "dua")
    new_id = await scene.server.group_is_upgraded(-5)

    await scene.deliver()

    assert scene.server.texts(new_id) == ["satu", "dua"]
    assert await scene.storage.subscribers.by_chat(ChatId(-5)) is None
    assert await scene.storage.subscribers.by_chat(ChatId(new_id)) is not None


async def test_throttled_chat_waits_alone(scene: Scene) -> None:
    await scene.owe(17, "satu")
    await scene.owe(18, "dua")
    scene.server.refuse(too_many_requests(60), chat_id=17)

    await scene.deliver()

    at = {message.chat_id: message.at - START for message in scene.server.messages}
    assert at[18] < timedelta(seconds=1)
    assert at[17] >= timedelta(seconds=60)


async def test_storm_is_waited_out_by_all(scene: Scene) -> None:
    for chat in range(1, 41):
        await scene.owe(chat, "halo")
    scene.server.refuse(too_many_requests(30), times=5)

    await scene.deliver()

    assert await scene.states() == {"sent": 40}
    refused = len(scene.server.world.calls) - len(scene.server.messages) - 1  # and getMe
    assert refused == 5
    assert all(message.at >= START + timedelta(seconds=30) for message in scene.server.messages)


async def test_telegrams_limits_are_never_broken(scene: Scene) -> None:
    guard = scene.server.enforce_pace(slack=0)
    for chat in range(1, 61):
        await scene.owe(chat, "satu", "dua")

    await scene.deliver()

    assert (guard.rejected, guard.early) == (0, 0)
    assert guard.busiest_second <= 26
    assert await scene.states() == {"sent": 120}
    # 25 a second, but for the seconds that single chats have to wait.
    assert scene.clock.now() - START < timedelta(seconds=6)


async def test_bad_markup_goes_out_as_plain_text(scene: Scene) -> None:
    await scene.owe(17, "<p>satu</p> <a href='https://a.id'>dua</a>", "tiga")

    await scene.deliver()

    assert scene.server.texts(17) == ["satu dua (https://a.id)", "tiga"]
    assert [problem.sent_plain for problem in scene.problems] == [True]
    assert "Unsupported start tag" in scene.problems[0].detail.replace("unsupported", "Unsupported")


async def test_hopeless_message_lets_the_next_go(scene: Scene) -> None:
    await scene.owe(17, " ", "dua")

    await scene.deliver()

    assert scene.server.texts(17) == ["dua"]
    assert await scene.states() == {"given-up": 1, "sent": 1}


LOST: list[tuple[str, Fault, int]] = [
    ("before acceptance", Drop(Moment.BEFORE), 1),
    ("after acceptance", Drop(Moment.AFTER), 2),
    ("500", internal_error(), 1),
    ("502", bad_gateway(), 1),
    ("a proxy's page", Raw(504, b"<h1>Gateway Time-out</h1>"), 1),
]


@pytest.mark.parametrize(("fault", "copies"), [c[1:] for c in LOST], ids=[c[0] for c in LOST])
async def test_lost_answer_means_at_least_once(scene: Scene, fault: Fault, copies: int) -> None:
    await scene.owe(17, "satu", "dua")
    scene.server.refuse(fault)

    await scene.deliver()

    assert scene.server.texts(17) == ["satu"] * copies + ["dua"]


@pytest.mark.parametrize("moment", list(Moment), ids=lambda moment: moment.value)
async def test_lost_answer_means_at_most_once_when_set(database_url: str, moment: Moment) -> None:
    policy = DeliveryPolicy(certainty=Certainty.AT_MOST_ONCE)
    async with a_scene(database_url, policy) as scene:
        await scene.owe(17, "satu", "dua")
        scene.server.refuse(Drop(moment))

        await scene.deliver()

        assert Counter(scene.server.texts(17))["satu"] <= 1
        assert await scene.states() == {"given-up": 1, "sent": 1}


async def test_bad_token_loses_nothing(scene: Scene) -> None:
    await scene.owe(17, "satu")
    scene.server.refuse(unauthorized())

    with pytest.raises(BadToken):
        await scene.deliver()

    assert await scene.states() == {"queued": 1}


async def test_killed_process_goes_on_where_it_was(database_url: str) -> None:
    """What was being sent may come twice, what was not begun comes once."""
    async with a_scene(database_url) as scene:
        for chat in (1, 2, 3):
            await scene.owe(chat, "satu", "dua")
        await scene.storage.outbox.lease(scene.clock.now(), 2)

    async with a_scene(database_url) as scene:
        for chat in (1, 2, 3):
            scene.server.chat(chat)
        await send_directly(scene, 1, "satu")
        assert await scene.storage.outbox.recover() == 2

        await scene.deliver()

        assert [scene.server.texts(chat) for chat in (1, 2, 3)] == [
            ["satu", "satu", "dua"],
            ["satu", "dua"],
            ["satu", "dua"],
        ]


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_faults_lose_nothing(scene: Scene, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- a reproducible scene, no secret
    after = Counter[int]()
    chats = range(1, 21)
    for chat in chats:
        await scene.owe(chat, "a", "b", "c")
        for _ in range(dice.randrange(4)):
            fault: Fault = dice.choice([*_PASSING, Drop(Moment.AFTER)])
            after[chat] += fault == Drop(Moment.AFTER)
            scene.server.refuse(fault, chat_id=chat)

    await scene.deliver()

    assert await scene.states() == {"sent": 60}
    for chat in chats:
        texts = scene.server.texts(chat)
        assert texts == sorted(texts)
        assert set(texts) == {"a", "b", "c"}
        assert len(texts) == 3 + after[chat]


_PASSING: tuple[Fault, ...] = (
    too_many_requests(3),
    too_many_requests(1),
    internal_error(),
    bad_gateway(),
    Drop(Moment.BEFORE),
)


async def test_chat_that_blocks_midway_keeps_what_came(scene: Scene) -> None:
    await scene.owe(17, "satu", "dua", "tiga")
    await scene.owe(18, "empat")
    scene.server.refuse(Raw(502, b""), chat_id=17)
    scene.server.refuse(blocked(), chat_id=17)

    await scene.deliver()

    assert scene.server.texts(17) == []
    assert await scene.states() == {"given-up": 3, "sent": 1}


async def test_closed_topic_ends_only_its_digest(scene: Scene) -> None:
    await scene.owe(-1005, "satu")
    scene.server.refuse(bad_request("TOPIC_CLOSED"))

    await scene.deliver()

    subscriber = await scene.storage.subscribers.by_chat(ChatId(-1005))
    assert subscriber is not None
    assert subscriber.status_reason == "thread-closed"
    assert await scene.states() == {"given-up": 1}


class TornOutbox:
    """A real outbox whose connection is cut at its second lease."""

    def __init__(self, inner: Outbox) -> None:
        self._inner = inner
        self._leases = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def lease(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        self._leases += 1
        if self._leases == 2:
            raise TryLater("the connection to the database was lost")
        return await self._inner.lease(now, limit)


async def test_database_that_goes_away_keeps_no_message_for_ever(scene: Scene) -> None:
    """What was leased before goes back, although the next lease failed."""
    for chat in range(1, 9):
        await scene.owe(chat, "satu")
    torn = cast(Outbox, TornOutbox(scene.storage.outbox))

    with pytest.raises(TryLater):
        await deliver_round(
            torn,
            scene.storage.subscribers,
            scene.messenger,
            scene.pacer,
            scene.clock,
            policy=DeliveryPolicy(in_flight=2),
        )

    assert "sending" not in await scene.states()
    await scene.deliver()
    assert await scene.states() == {"sent": 8}
