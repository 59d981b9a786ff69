"""/simpanan and the taste: what readers keep and like, over HTTP."""

import json

from tests.chat.conversation import USER, Conversation
from tests.chat.newsroom import publish

TITLES = tuple(f"Kabar {number}" for number in range(1, 8))


async def save(chat: Conversation, *titles: str) -> None:
    """Publish stories and save them from the search, the first one first."""
    for title in titles:
        await publish(chat.storage, title)
        await chat.say(f'/cari "{title}"')
        await chat.press("1")
        await chat.press("Simpan")


async def test_nothing_saved_says_how(chat: Conversation) -> None:
    assert "lalu Simpan" in await chat.say("/simpanan")


async def test_saved_stories_in_pages(chat: Conversation) -> None:
    await save(chat, *TITLES)

    shown = await chat.say("/simpanan")
    turned = await chat.press("›")

    assert "7 berita" in shown
    assert shown.index("Kabar 7") < shown.index("Kabar 3")
    assert "Kabar 1" in turned
    assert "Kabar 7" not in turned


async def test_taken_out_with_one_tap(chat: Conversation) -> None:
    await save(chat, "Kabar 1", "Kabar 2")
    await chat.say("/saved")

    shown = await chat.press("✕ 1")

    assert "Kabar 2" not in shown
    assert "Kabar 1" in shown


async def test_last_of_a_page_leads_to_the_page_before(chat: Conversation) -> None:
    await save(chat, *TITLES[:6])
    await chat.say("/simpanan")
    await chat.press("›")

    shown = await chat.press("✕ 6")

    assert "5 berita" in shown


async def test_saved_story_outlives_the_story(chat: Conversation) -> None:
    await save(chat, "Kabar 1")
    clock, storage = chat.clock, chat.storage
    far = clock.now().replace(year=clock.now().year + 2)
    [state] = await storage.feeds.all()
    await storage.feeds.sync([], far)

    await storage.tidy(far, far - clock.now() - (far - clock.now()) / 2)

    assert state.feed.outlet == "Kabar Contoh"
    assert await storage.stories.ready(0, 99, clock.now().replace(year=2000), 9) == ()
    assert "Kabar 1" in await chat.say("/simpanan")


async def test_taste_is_shown_and_forgotten(chat: Conversation) -> None:
    await chat.say("/ikuti irak")
    await publish(chat.storage, "Kabar 1")
    await chat.say("/cari kabar")
    await chat.press("1")
    await chat.press("Lebih banyak")
    reader = await chat.subscriber()
    await chat.say("/pengaturan")

    shown = await chat.press("Selera")
    forgotten = await chat.press("Lupakan selera saya")

    assert "Irak: ▲" in shown
    assert "Kabar Contoh: ▲" in shown
    assert "Belum ada." in forgotten
    assert await chat.storage.tastes.of([reader.id]) == {}


async def test_download_has_everything(chat: Conversation) -> None:
    await save(chat, "Kabar 1")
    await chat.say("/bisukan sepak bola selamanya")
    reader = await chat.subscriber()
    await chat.storage.tastes.nudge(reader.id, ["irak"], 1)
    await chat.say("/privasi")

    await chat.press("Unduh data")

    document = chat.messages()[-1].document
    assert document is not None
    (data,) = json.loads(document[1])
    assert [one["title"] for one in data["saved"]] == ["Kabar 1"]
    assert [one["value"] for one in data["mutes"]] == ["sepak bola"]
    assert data["tastes"] == [{"name": "irak", "steps": 1}]


async def test_deleted_data_is_really_gone(chat: Conversation) -> None:
    """No table has a row of the reader, and no word of theirs stands in any file."""
    await save(chat, "Kabar 1")
    await chat.say("/bisukan kelapadua selamanya")
    reader = await chat.subscriber()
    await chat.storage.tastes.nudge(reader.id, ["selerakhusus"], 1)
    await chat.say("/privasi")

    await chat.press("Hapus semua data")
    await chat.press("Ya, hapus semuanya")

    assert all(rows == [] for rows in (await chat.storage.about(reader.id)).values())
    assert await chat.storage.subscribers.by_chat(reader.chat_id) is None


async def test_nothing_is_stored_by_looking(chat: Conversation) -> None:
    for command in ("/simpanan", "/bisukan", "/cari beras"):
        await chat.say(command)

    assert await chat.storage.subscribers.count() == {
        "active": 0,
        "paused": 0,
        "unreachable": 0,
        "setup": 0,
    }
    assert chat.server.chat(USER).messages
