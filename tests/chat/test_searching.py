"""/cari: conversations over HTTP about what is stored."""

import pytest

from tests.chat.conversation import USER, Conversation
from tests.chat.newsroom import publish

TITLES = tuple(f"Harga beras hari ke-{number}" for number in range(1, 8))


async def test_finds_stories_in_pages(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)

    shown = await chat.say('/cari "harga beras"')
    turned = await chat.press("›")

    assert "7 berita" in shown
    assert shown.count("Harga beras hari") == 5
    assert turned.count("Harga beras hari") == 2
    assert len(chat.messages()) == 1


async def test_order_is_one_tap_away(chat: Conversation) -> None:
    await publish(chat.storage, *TITLES)
    await chat.say("/cari beras")

    shown = await chat.press("Terbaru")

    assert shown.index("ke-7") < shown.index("ke-3")
    assert "✓ Terbaru" in chat.buttons()


async def test_number_opens_the_story_below(chat: Conversation) -> None:
    await publish(chat.storage, "Harga beras turun", outlets=("Kabar Contoh", "Warta Pagi"))
    await chat.say("/search beras")

    shown = await chat.press("1")

    assert "Juga dilaporkan oleh:" in shown
    assert "Warta Pagi" in shown
    assert len(chat.messages()) == 2


async def test_nothing_found_can_be_followed(chat: Conversation) -> None:
    shown = await chat.say("/cari kereta gantung")
    await chat.press("Ikuti “kereta gantung”")

    assert "Tidak ada berita tentang “kereta gantung”." in shown
    assert (await chat.subscriber()).queries == ("kereta gantung",)


async def test_without_words_shows_an_example(chat: Conversation) -> None:
    assert "/cari harga beras" in await chat.say("/cari")


async def test_english_is_complete(chat: Conversation) -> None:
    await publish(chat.storage, "Harga beras turun")

    chat.server.chat(USER).language = "en"

    shown = await chat.say("/search beras")

    assert "1 story" in shown


async def test_members_of_a_group_may_search(chat: Conversation) -> None:
    await publish(chat.storage, "Harga beras turun")

    assert "Harga beras turun" in await chat.say("/cari beras", chat=-55, sender=USER)


@pytest.mark.parametrize("data", ["1q:b:x:beras", "1q:b:999:beras", "1q:z:0:beras"])
async def test_forged_pages_are_harmless(chat: Conversation, data: str) -> None:
    await publish(chat.storage, "Harga beras turun")
    await chat.say("/cari beras")

    assert "Harga beras turun" in await chat.press_forged(data)


@pytest.mark.parametrize("data", ["1c:999", "1c:", "1c:²", "1c:" + "9" * 40])
async def test_story_that_is_gone_says_so(chat: Conversation, data: str) -> None:
    await chat.say("/cari")

    assert "tidak lagi disimpan" in await chat.press_forged(data)
