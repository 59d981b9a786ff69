"""/bisukan: words, topics and outlets for a day, a week or always, over HTTP."""

from datetime import timedelta

import pytest

from bot.reading import Mute, MuteKind
from tests.chat.conversation import Conversation
from tests.chat.newsroom import publish


async def muted(chat: Conversation) -> tuple[Mute, ...]:
    reader = await chat.subscriber()
    return (await chat.storage.mutes.of([reader.id], chat.clock.now())).get(reader.id, ())


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("sepak bola", MuteKind.WORD, "sepak bola"),
        ('"harga beras"', MuteKind.WORD, '"harga beras"'),
        ("Irak", MuteKind.TOPIC, "irak"),
        ("kabar contoh", MuteKind.OUTLET, "Kabar Contoh"),
    ],
)
async def test_word_topic_and_outlet_for_a_week(
    chat: Conversation, words: str, kind: MuteKind, value: str
) -> None:
    await publish(chat.storage, "Kabar 1")

    asked = await chat.say(f"/bisukan {words}")
    shown = await chat.press("7 hari")

    until = chat.clock.now() + timedelta(days=7)
    assert "Berapa lama" in asked
    assert "dibisukan sampai" in shown
    assert await muted(chat) == (Mute(kind=kind, value=value, until=until),)


@pytest.mark.parametrize(
    ("words", "days"),
    [("sepak bola 3 hari", 3), ("sepak bola 1 day", 1), ("sepak bola selamanya", None)],
)
async def test_term_can_be_written(chat: Conversation, words: str, days: int | None) -> None:
    await chat.say(f"/mute {words}")

    until = chat.clock.now() + timedelta(days=days) if days else None
    assert await muted(chat) == (Mute(kind=MuteKind.WORD, value="sepak bola", until=until),)


async def test_number_without_unit_is_a_word(chat: Conversation) -> None:
    await chat.say("/bisukan covid 19")
    await chat.press("Selamanya")

    assert [mute.value for mute in await muted(chat)] == ["covid 19"]


async def test_undo_is_one_tap_away(chat: Conversation) -> None:
    await chat.say("/bisukan irak 7 hari")

    shown = await chat.press("Batalkan")

    assert await muted(chat) == ()
    assert "Tidak ada yang dibisukan" in shown


async def test_list_lifts_each(chat: Conversation) -> None:
    await chat.say("/bisukan irak 7 hari")
    await chat.say("/bisukan sepak bola selamanya")
    shown = await chat.say("/bisukan")

    await chat.press("✕ Irak")

    assert "topik Irak, sampai" in shown
    assert "“sepak bola”, selamanya" in shown
    assert [mute.value for mute in await muted(chat)] == ["sepak bola"]


async def test_words_that_can_not_be_read_are_shown(chat: Conversation) -> None:
    assert "^" in await chat.say('/bisukan beras "impor')


async def test_too_long_words_are_refused(chat: Conversation) -> None:
    assert "Terlalu panjang" in await chat.say(
        "/bisukan " + " ".join(f"kata{n}" for n in range(12))
    )


@pytest.mark.parametrize(
    "data", ['1I:w:7:"', "1I:w:7:", "1I:a:7:x", "1I:w:99:beras", "1N:~0", "1I:x:1:y"]
)
async def test_forged_mutes_change_nothing(chat: Conversation, data: str) -> None:
    await chat.say("/bisukan irak selamanya")

    await chat.press_forged(data)

    assert [mute.value for mute in await muted(chat)] == ["irak"]
