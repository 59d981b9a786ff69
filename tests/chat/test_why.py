"""/mengapa and /sumber: where news comes from and which way it went, over HTTP."""

from datetime import timedelta

from tests.chat.conversation import USER, Conversation
from tests.chat.newsroom import digest_of, publish
from tests.contract.given import NOW, entry, parts, poll

LINK = "https://kabar.example/berita/kabar-contoh-Panen-raya"


async def digest_sent(chat: Conversation, *titles: str) -> int:
    """A digest of these stories was delivered; its message's number."""
    ids = await publish(chat.storage, *titles)
    await chat.say("/ikuti irak")
    reader = await chat.subscriber()
    digest = digest_of(reader, await chat.storage.stories.get(ids))
    [message] = parts("digest")
    assert await chat.storage.outbox.promise(reader, digest, [message], None)
    [delivery] = await chat.storage.outbox.lease(NOW, 1)
    await chat.send(message)
    number = chat.messages()[-1].message_id
    await chat.storage.outbox.sent(delivery.id, number, NOW)
    return number


async def test_link_tells_the_whole_way(chat: Conversation) -> None:
    await digest_sent(chat, "Banjir surut", "Panen raya")

    shown = await chat.say(f"/mengapa {LINK}?utm_source=x")

    assert "Terlihat" in shown
    assert "di Kabar Contoh" in shown
    assert "Teksnya dari sumber: 3 kata." in shown
    assert "Menjadi berita sendiri" in shown
    assert "Irak (“Irak”)" in shown
    assert "Anda mengikuti Irak." in shown
    assert "urutan 2 dari 2" in shown
    assert "Dikirim" in shown


async def test_words_find_the_report(chat: Conversation) -> None:
    await digest_sent(chat, "Panen raya")

    assert "urutan 1 dari 1" in await chat.say("/why panen")


async def test_reply_to_a_digest_asks_which(chat: Conversation) -> None:
    number = await digest_sent(chat, "Banjir surut", "Panen raya")
    await chat.server.user_says(USER, "/mengapa", reply_to=number)
    await chat.settle()
    asked = chat.shown()

    shown = await chat.press("2. Panen raya")

    assert "Berita yang mana?" in asked
    assert "Panen raya" in shown
    assert "urutan 2 dari 2" in shown


async def test_unknown_link_was_never_seen(chat: Conversation) -> None:
    shown = await chat.say("/mengapa https://lain.example/berita/1")

    assert "belum melihat" in shown
    assert "Sumber" in chat.buttons()


async def test_not_followed_is_where_it_stopped(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/ikuti rusia")

    assert "tidak mengikuti topiknya" in await chat.say(f"/mengapa {LINK}")


async def test_muted_is_where_it_stopped(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/ikuti irak")
    await chat.say("/bisukan panen selamanya")

    assert "Anda membisukannya" in await chat.say(f"/mengapa {LINK}")


async def test_ready_story_waits_for_the_next_digest(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/ikuti irak")

    shown = await chat.say(f"/mengapa {LINK}")

    assert "dilaporkan 1 redaksi" in shown
    assert "Urutan 1 dari 1 calon" in shown
    assert "Menunggu digest Anda berikutnya" in shown


async def test_taste_is_part_of_the_rank(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya", "Banjir surut")
    await chat.say("/ikuti irak")
    reader = await chat.subscriber()
    await chat.storage.tastes.nudge(reader.id, ["irak"], -1)

    shown = await chat.say(f"/mengapa {LINK}")

    assert "selera Anda menurunkannya" in shown
    assert "dari 2 calon" in shown


async def test_old_story_is_where_it_stopped(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/ikuti irak")
    chat.clock.advance(timedelta(hours=60))

    assert "lebih dari satu setengah hari" in await chat.say(f"/mengapa {LINK}")


async def test_unplaced_report_needs_a_minute(chat: Conversation) -> None:
    await publish(chat.storage, "Banjir surut")
    [state] = await chat.storage.feeds.all()
    await poll(chat.storage, state, entry("baru"))

    shown = await chat.say("/mengapa https://kabar.example/berita/baru")

    assert "Belum digabungkan" in shown


async def test_without_words_shows_how(chat: Conversation) -> None:
    assert "balas sebuah digest" in await chat.say("/mengapa")


async def test_outlets_with_their_health(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya", outlets=("Kabar Contoh", "Warta Pagi"))

    shown = await chat.say("/sumber")

    assert "2 media" in shown
    assert "✅ Kabar Contoh" in shown


async def test_outlet_is_followed(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya", outlets=("Kabar Contoh", "Warta Pagi"))
    await chat.say("/sumber warta")

    await chat.press("Ikuti Warta Pagi")

    assert (await chat.subscriber()).queries == ('sumber:"warta pagi"',)


async def test_outlet_is_muted(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya", outlets=("Kabar Contoh", "Warta Pagi"))
    await chat.say("/sumber")
    await chat.press("2")

    await chat.press("🔇 Selamanya")

    assert "media Warta Pagi dibisukan selamanya" in chat.shown()


async def test_forged_outlet_shows_the_list(chat: Conversation) -> None:
    await publish(chat.storage, "Panen raya")
    await chat.say("/sumber")

    assert "1 media" in await chat.press_forged("1C:999")
