"""In order within a chat, in parallel across chats, and floods stay where they are."""

import asyncio

import pytest
from telegram import Chat, Message, Update, User
from telegram.constants import ChatType

from bot.chat.ordering import WAITING_PER_CHAT, PerChat
from tests.chat.samples import MADE


def update(number: int, chat_id: int) -> Update:
    user = User(id=chat_id, first_name="U", is_bot=False)
    chat = Chat(id=chat_id, type=ChatType.PRIVATE)
    return Update(number, message=Message(number, MADE, chat, from_user=user, text="x"))


async def test_one_chat_is_served_in_order() -> None:
    processor, seen, gates = PerChat(), [], [asyncio.Event() for _ in range(3)]

    async def handle(number: int) -> None:
        await gates[number].wait()
        seen.append(number)

    tasks = [
        asyncio.create_task(processor.process_update(update(n, 1), handle(n))) for n in range(3)
    ]
    for gate in reversed(gates):
        gate.set()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)

    assert seen == [0, 1, 2]


async def test_slow_chat_does_not_hold_up_others() -> None:
    processor, gate, seen = PerChat(), asyncio.Event(), []

    async def slow() -> None:
        await gate.wait()

    async def quick() -> None:
        seen.append("quick")

    waiting = asyncio.create_task(processor.process_update(update(1, 1), slow()))
    await processor.process_update(update(2, 2), quick())
    gate.set()
    await waiting

    assert seen == ["quick"]


async def test_flood_of_one_chat_is_dropped() -> None:
    processor, gate, seen = PerChat(), asyncio.Event(), []

    async def handle(number: int) -> None:
        await gate.wait()
        seen.append(number)

    tasks = [
        asyncio.create_task(processor.process_update(update(n, 1), handle(n))) for n in range(100)
    ]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*tasks)

    assert seen == list(range(WAITING_PER_CHAT))


async def test_flood_leaves_room_for_others() -> None:
    processor, gate, seen = PerChat(), asyncio.Event(), []

    async def slow() -> None:
        await gate.wait()

    async def quick() -> None:
        seen.append("quick")

    flood = [
        asyncio.create_task(processor.process_update(update(n, 1), slow())) for n in range(1000)
    ]
    await asyncio.sleep(0)
    await processor.process_update(update(2000, 2), quick())
    gate.set()
    await asyncio.gather(*flood)

    assert seen == ["quick"]


async def test_failure_frees_the_chat() -> None:
    processor, seen = PerChat(), []

    async def fail() -> None:
        raise RuntimeError("broken")

    async def work() -> None:
        seen.append("worked")

    with pytest.raises(RuntimeError, match="broken"):
        await processor.process_update(update(1, 1), fail())
    await processor.process_update(update(2, 1), work())

    assert seen == ["worked"]
