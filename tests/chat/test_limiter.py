"""Answers keep the limits too, and go before digests; in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from pytest_asyncio import fixture
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.chat.limiter import PacedLimiter
from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import AiohttpRequest
from bot.model import ChatId, Message
from bot.roles.pacing import Lane, Pace, Pacer
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.botapi_refusals import too_many_requests
from tests.fakes.clock import START, FakeClock

MILLISECOND = timedelta(milliseconds=1)


class InstantRequest(AiohttpRequest):
    """Real requests that take no virtual time."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    async def do_request(self, *args: object, **kwargs: object) -> tuple[int, bytes]:
        with self._clock.still():
            return await super().do_request(*args, **kwargs)  # type: ignore[arg-type]  # passed on


@dataclass
class Scene:
    clock: FakeClock
    server: FakeBotApi
    pacer: Pacer
    bot: ExtBot[str]

    def times(self) -> list[float]:
        """Seconds from the start at which the messages were accepted."""
        return [_seconds(message.at) for message in self.server.messages]


@fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FakeClock()
    pacer = Pacer(Pace(per_second=10, reply_burst=2, reply_share=1))
    async with FakeBotApi(now=clock.now, open_chats=True) as server:
        bot: ExtBot[str] = ExtBot(
            TOKEN,
            server.base_url,
            request=InstantRequest(clock),
            get_updates_request=AiohttpRequest(),
            rate_limiter=PacedLimiter(pacer, clock),
        )
        async with bot:
            yield Scene(clock, server, pacer, bot)


def _seconds(at: datetime) -> float:
    return round((at - START).total_seconds(), 2)


async def test_one_chat_gets_a_short_burst(scene: Scene) -> None:
    for text in "abcd":
        await scene.bot.send_message(17, text)

    assert scene.times() == [0, 0.08, 1, 2]


async def test_edits_count_as_messages(scene: Scene) -> None:
    sent = await scene.bot.send_message(17, "a")
    await sent.edit_text("b")
    await sent.edit_text("c")

    assert _seconds(scene.clock.now()) == 1


async def test_answers_to_buttons_are_unlimited(scene: Scene) -> None:
    scene.pacer.throttled(ChatId(17), timedelta(hours=1), START, everyone=True)

    await scene.bot.send_chat_action(17, "typing")
    scene.server.world.open_queries.add("5")
    await scene.bot.answer_callback_query("5")

    assert scene.clock.now() == START


async def test_group_gets_twenty_a_minute(scene: Scene) -> None:
    for _ in range(21):
        await scene.bot.send_message(-100, "a")

    assert scene.times()[20] == 60


async def test_all_chats_share_the_rate_in_order(scene: Scene) -> None:
    await asyncio.gather(*(scene.bot.send_message(chat, "a") for chat in range(1, 6)))

    assert scene.times() == pytest.approx([0, 0.08, 0.18, 0.28, 0.38], abs=0.021)
    assert [message.chat_id for message in scene.server.messages] == [1, 2, 3, 4, 5]


async def test_slow_chat_holds_up_no_other(scene: Scene) -> None:
    scene.pacer.throttled(ChatId(1), timedelta(seconds=9), START)

    await asyncio.gather(*(scene.bot.send_message(chat, "a") for chat in (1, 2, 3)))

    assert [message.chat_id for message in scene.server.messages] == [2, 3, 1]
    assert scene.times()[2] == 9


async def test_answer_does_not_queue_behind_digests(scene: Scene) -> None:
    for chat in range(100, 105):
        scene.pacer.take(ChatId(chat), "private", scene.clock.now(), Lane.DIGEST)

    await scene.bot.send_message(17, "a")

    assert scene.times() == [0]
    assert scene.pacer.lane_free(START, Lane.DIGEST) > START


async def test_waits_and_tries_again_after_429(scene: Scene) -> None:
    scene.server.refuse(too_many_requests(7), times=2)

    await scene.bot.send_message(17, "a")

    assert scene.times() == [14]


async def test_long_429_is_raised_and_remembered(scene: Scene) -> None:
    scene.server.refuse(too_many_requests(245))

    with pytest.raises(RetryAfter):
        await scene.bot.send_message(17, "a")

    free = scene.pacer.chat_free(ChatId(17), "private", scene.clock.now(), Lane.DIGEST)
    assert _seconds(free) == 245


async def test_endless_429_is_raised_in_the_end(scene: Scene) -> None:
    scene.server.refuse(too_many_requests(1), times=None)

    with pytest.raises(RetryAfter):
        await scene.bot.send_message(17, "a")

    assert scene.server.world.calls.count(("sendMessage", 17)) == 3


async def test_digests_are_not_counted_twice(scene: Scene) -> None:
    scene.pacer.throttled(ChatId(17), timedelta(hours=1), START)

    await TelegramMessenger(scene.bot).send(ChatId(17), 0, Message(html="a"))

    assert scene.times() == [0]


async def test_stop_lets_the_last_answer_go(scene: Scene) -> None:
    scene.pacer.throttled(ChatId(17), timedelta(hours=1), START)
    scene.clock.stop()

    await scene.bot.send_message(17, "a")

    assert scene.times() == [0]
