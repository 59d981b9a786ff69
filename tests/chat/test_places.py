"""/topik opens regions into countries and Indonesia into provinces."""

import pytest

from bot.chat.callbacks import Act, fits
from bot.model import ChatId, SubscriberStatus
from bot.stories.topics.catalogue import builtin
from tests.chat.conversation import USER, Conversation


async def test_region_opens_into_countries(chat: Conversation) -> None:
    await chat.say("/topik")
    await chat.press("Negara dan provinsi ›")

    shown = await chat.press("🕌 Timur Tengah ›")

    assert "Timur Tengah" in shown
    assert {"Irak", "Yaman", "‹ Negara dan provinsi"} <= set(chat.buttons())


async def test_tick_follows_and_stops(chat: Conversation) -> None:
    await chat.say("/topik")
    await chat.press("Negara dan provinsi ›")
    await chat.press("🕌 Timur Tengah ›")

    await chat.press("Yaman")
    followed = (await chat.subscriber()).topics
    await chat.press("✓ Yaman")

    assert followed == ("yaman",)
    assert (await chat.subscriber()).topics == ()


async def test_long_lists_have_pages(chat: Conversation) -> None:
    await chat.say("/topik")
    await chat.press("Negara dan provinsi ›")
    await chat.press("🇮🇩 Indonesia ›")
    await chat.press("›")

    await chat.press("Papua")

    assert "2/2" in chat.buttons()
    assert (await chat.subscriber()).topics == ("papua",)


async def test_set_up_goes_on_afterwards(chat: Conversation) -> None:
    await chat.say("/start")
    await chat.press("Negara dan provinsi ›")
    await chat.press("🕌 Timur Tengah ›")
    await chat.press("Yaman")
    await chat.press("‹ Negara dan provinsi")

    shown = await chat.press("‹ Topik")

    assert "Langkah 1 dari 3" in shown
    assert (await chat.subscriber()).status is SubscriberStatus.SETUP


@pytest.mark.parametrize("data", ["1E:e:0:atlantis", "1W:e:0:eropa:atlantis", "1E:e:x:eropa"])
async def test_forged_buttons_change_nothing(chat: Conversation, data: str) -> None:
    await chat.say("/topik")

    assert await chat.press_forged(data)
    assert await chat.storage.subscribers.by_chat(ChatId(USER), 0) is None


def test_every_place_fits_into_a_button() -> None:
    catalogue = builtin()

    for around in catalogue.topics:
        for inside in catalogue.children(around.key):
            assert fits(Act.TICK, "s", 99, around.key, inside.key)
