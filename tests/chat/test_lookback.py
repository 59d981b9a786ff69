"""Own topics are tried on the last days' news before they are followed."""

from bot.model import ChatId
from tests.chat.conversation import USER, Conversation
from tests.chat.newsroom import publish

TITLES = ("Harga beras turun", "Beras impor tiba", "Kereta cepat tambah jadwal")


async def test_preview_comes_before_saving(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)

    shown = await chat.say("/ikuti beras")

    assert "Cocok dengan 2 berita dalam 7 hari" in shown
    assert shown.index("Beras impor tiba") < shown.index("Harga beras turun")
    assert await chat.storage.subscribers.by_chat(ChatId(USER), 0) is None


async def test_one_tap_follows(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)
    await chat.say("/ikuti beras")

    assert "✅ Anda mengikuti" in await chat.press("Ikuti “beras”")
    assert (await chat.subscriber()).queries == ("beras",)


async def test_plain_words_are_tried_too(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)

    assert "Belum ada berita yang cocok dalam 7 hari" in await chat.say("kereta gantung")


async def test_too_broad_words_are_told(chat: Conversation) -> None:
    await publish(chat.storage, *(f"Harga beras hari ke-{number}" for number in range(20)))

    assert "lebih dari 30 %" in await chat.say("/ikuti harga beras")


async def test_words_too_long_for_a_button_are_followed_at_once(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)
    words = " atau ".join(f"beras{number}" for number in range(12))

    assert "✅ Anda mengikuti" in await chat.say(f"/ikuti {words}")
