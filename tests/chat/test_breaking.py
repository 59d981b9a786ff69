"""The ticks of what is sent at once, over HTTP."""

from tests.chat.conversation import Conversation


async def test_big_stories_are_switched(chat: Conversation) -> None:
    await chat.say("/ikuti irak")
    await chat.say("/pengaturan")

    shown = await chat.press("⚡ Kilat")
    await chat.press("Kabar kilat")

    assert "4 media dalam 3 jam" in shown
    assert (await chat.subscriber()).instant


async def test_own_topic_is_marked_and_unmarked(chat: Conversation) -> None:
    await chat.say("/ikuti harga beras")
    known = await chat.subscriber()
    await chat.say("/pengaturan")
    await chat.press("⚡ Kilat")

    await chat.press("“harga beras”")
    marked = await chat.storage.instants.marked(known.id)
    await chat.press("✓ “harga beras”")

    assert marked == ("harga beras",)
    assert await chat.storage.instants.marked(known.id) == ()


async def test_forged_topic_marks_nothing(chat: Conversation) -> None:
    await chat.say("/ikuti harga beras")
    known = await chat.subscriber()

    await chat.press_forged("1Q:~0")

    assert await chat.storage.instants.marked(known.id) == ()
