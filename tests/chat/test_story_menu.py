"""The small menu of a story: under a digest in the place of its buttons, and under a card."""

from datetime import timedelta

import pytest

from bot.chat.render import render
from bot.model import ChatId, DigestKind, StoryId
from bot.reading import Mute, MuteKind, Taste
from tests.chat.conversation import USER, Conversation
from tests.chat.newsroom import digest_of, publish
from tests.chat.samples import names
from tests.contract.given import NOW

BOTH = ("Kabar Contoh", "Warta Pagi")


async def digest_arrives(chat: Conversation, *titles: str) -> list[StoryId]:
    """A digest of these stories is stored and lies in the chat."""
    ids = await publish(chat.storage, *titles, outlets=BOTH)
    await chat.say("/ikuti irak")
    reader = await chat.subscriber()
    digest = digest_of(reader, await chat.storage.stories.get(ids), DigestKind.REQUESTED)
    [message] = render(digest, names)
    assert await chat.storage.outbox.promise(reader, digest, [message], None)
    await chat.send(message)
    return ids


async def test_menu_takes_the_place_of_the_buttons(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya", "Banjir surut")
    before = chat.shown()

    await chat.press("2 ⋯")

    assert chat.buttons()[0] == "Banjir surut"
    assert "Simpan" in chat.buttons()
    assert chat.shown() == before


async def test_back_brings_the_digests_buttons(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya", "Banjir surut")
    before = chat.buttons()

    await chat.press("1 ⋯")
    await chat.press("‹ Kembali ke digest")

    assert chat.buttons() == before


async def test_save_and_take_out_again(chat: Conversation) -> None:
    [story_id] = await digest_arrives(chat, "Panen raya")
    reader = await chat.subscriber()
    await chat.press("1 ⋯")

    await chat.press("Simpan")
    kept, _ = await chat.storage.saved.page(reader.id, 0, 5)
    await chat.press("✓ Tersimpan")

    assert [(one.story_id, one.title) for one in kept] == [(story_id, "Panen raya")]
    assert (await chat.storage.saved.page(reader.id, 0, 5))[1] == 0
    assert "Simpan" in chat.buttons()


async def test_more_of_this_weighs_topic_and_outlet(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya")
    reader = await chat.subscriber()
    await chat.press("1 ⋯")

    await chat.press("Lebih banyak")

    liked = (Taste(name="Kabar Contoh", steps=1), Taste(name="irak", steps=1))
    assert await chat.storage.tastes.of([reader.id]) == {reader.id: liked}
    assert "✓ Lebih banyak" in chat.buttons()


async def test_less_takes_it_back(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya")
    reader = await chat.subscriber()
    await chat.press("1 ⋯")

    await chat.press("Lebih banyak")
    await chat.press("Kurangi")

    assert await chat.storage.tastes.of([reader.id]) == {}


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("🔇 Berita ini", MuteKind.AFFAIR),
        ("🔇 Irak", MuteKind.TOPIC),
        ("🔇 Kabar Contoh", MuteKind.OUTLET),
    ],
)
async def test_mute_for_seven_days(chat: Conversation, button: str, kind: MuteKind) -> None:
    [story_id] = await digest_arrives(chat, "Panen raya")
    reader = await chat.subscriber()
    values = {
        MuteKind.AFFAIR: str(story_id),
        MuteKind.TOPIC: "irak",
        MuteKind.OUTLET: "Kabar Contoh",
    }
    await chat.press("1 ⋯")
    await chat.press("Bisukan 7 hari")

    await chat.press(button)

    until = chat.clock.now() + timedelta(days=7)
    wanted = Mute(kind=kind, value=values[kind], until=until)
    assert await chat.storage.mutes.of([reader.id], NOW) == {reader.id: (wanted,)}
    assert f"✓ {button}" in chat.buttons()


async def test_second_tap_lifts_the_mute(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya")
    reader = await chat.subscriber()
    for button in ("1 ⋯", "Bisukan 7 hari", "🔇 Irak", "✓ 🔇 Irak"):
        await chat.press(button)

    assert await chat.storage.mutes.of([reader.id], NOW) == {}


async def test_other_reports_open_below(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya")
    await chat.press("1 ⋯")

    shown = await chat.press("Laporan lain (1)")

    assert "Juga dilaporkan oleh:" in shown
    assert "Warta Pagi" in shown


async def test_card_of_a_search_has_the_menu(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/cari panen")
    await chat.press("1")

    await chat.press("Simpan")

    reader = await chat.subscriber()
    assert (await chat.storage.saved.page(reader.id, 0, 5))[1] == 1
    assert "‹ Kembali ke digest" not in chat.buttons()


@pytest.mark.parametrize(
    "data", ["1o:1:0:999", "1a:x:0:1", "1g:1:0:999:1", "1u:1:0:", "1U:1:0:9:~"]
)
async def test_story_that_is_gone_says_so(chat: Conversation, data: str) -> None:
    await digest_arrives(chat, "Panen raya")

    assert "tidak lagi disimpan" in await chat.press_forged(data)


async def test_back_to_a_strange_digest_is_refused(chat: Conversation) -> None:
    await digest_arrives(chat, "Panen raya")
    message = chat.messages()[-1]
    await chat.server.user_presses(USER, message.message_id, "1 ⋯")
    chat.server.updates.pending[-1]["callback_query"]["data"] = "1O:1:0"
    await chat.settle()

    assert "versi lama" in chat.server.world.answers[-1].text


async def test_members_of_a_group_may_not_mute_for_all(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/cari panen", chat=-55, sender=USER)
    await chat.press("1", chat=-55, sender=USER)

    await chat.press("Lebih banyak", chat=-55, sender=USER)

    assert "admin" in chat.server.world.answers[-1].text
    assert await chat.storage.subscribers.by_chat(ChatId(-55)) is None
