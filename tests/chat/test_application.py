"""Whole conversations in a private chat, over HTTP."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chat.commands.command import Command
from bot.chat.commands.table import COMMANDS
from bot.model import ChatId, DigestKind, SubscriberStatus
from tests.chat.conversation import USER, Conversation, converse


async def set_up(chat: Conversation) -> None:
    """Irak and Rusia, WIB, the default hours."""
    await chat.say("/start")
    for button in ("Irak", "Rusia", "Lanjut ›", "✓ WIB · Jakarta · 06.00", "Selesai ✓"):
        await chat.press(button)


def files_with(words: bytes, folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if words in path.read_bytes()]


class TestSetUp:
    async def test_three_screens_store_every_choice(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.press("Irak")
        await chat.press("Lanjut ›")
        await chat.press("WITA · Makassar · 07.00")
        await chat.press("Siang 12.00")
        await chat.press("Selesai ✓")

        subscriber = await chat.subscriber()
        assert subscriber.topics == ("irak",)
        assert subscriber.zone == "Asia/Makassar"
        assert subscriber.hours == (time(6), time(12), time(17))
        assert subscriber.status is SubscriberStatus.ACTIVE

    async def test_everything_happens_in_one_message(self, chat: Conversation) -> None:
        await set_up(chat)

        assert len(chat.messages()) == 1

    async def test_first_digest_is_asked_for_at_once(self, chat: Conversation) -> None:
        await set_up(chat)

        assert chat.editor.asked == [(ChatId(USER), DigestKind.FIRST)]
        assert "Digest pertama Anda segera tiba." in chat.shown()

    async def test_choices_are_stored_before_the_digest(self, chat: Conversation) -> None:
        await set_up(chat)

        assert chat.editor.seen[0].status is SubscriberStatus.ACTIVE
        assert chat.editor.seen[0].topics == ("irak", "rusia")

    async def test_no_news_names_the_next_time(self, chat: Conversation) -> None:
        chat.editor.news = False

        await set_up(chat)

        assert "Digest berikutnya: 17.00 WIB" in chat.shown()

    async def test_due_time_follows_the_hours(self, chat: Conversation) -> None:
        await set_up(chat)

        # 17.00 in Jakarta.
        assert (await chat.subscriber()).due == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    async def test_continuing_without_a_topic_asks_for_one(self, chat: Conversation) -> None:
        await chat.say("/start")

        assert "Silakan pilih satu topik dahulu." in await chat.press("Lanjut ›")

    async def test_done_on_an_emptied_list_asks_for_a_topic(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.press("Irak")
        await chat.press("Lanjut ›")
        await chat.press("✓ WIB · Jakarta · 06.00")
        await chat.say("/berhenti irak")

        await chat.press("Selesai ✓")

        assert "Silakan pilih satu topik dahulu." in chat.messages()[0].text
        assert chat.editor.asked == []

    async def test_second_press_unticks(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.press("Irak")
        await chat.press("✓ Irak")

        assert (await chat.subscriber()).topics == ()

    async def test_settings_lead_back_into_an_unfinished_set_up(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.press("Irak")
        await chat.say("/pengaturan")
        assert "Jeda" not in chat.buttons()

        for button in ("Selesaikan pengaturan ›", "Lanjut ›", "WIT · Jayapura · 08.00"):
            await chat.press(button)
        await chat.press("Selesai ✓")

        subscriber = await chat.subscriber()
        assert (subscriber.topics, subscriber.zone) == (("irak",), "Asia/Jayapura")
        assert subscriber.status is SubscriberStatus.ACTIVE
        await chat.say("/pengaturan")
        assert "Selesaikan pengaturan ›" not in chat.buttons()

    async def test_list_has_more_pages(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.press("›")

        assert "2/3" in chat.buttons()

    async def test_deep_link_follows_at_once(self, chat: Conversation) -> None:
        shown = await chat.say("/start timur_tengah")

        assert "Anda mengikuti Timur Tengah" in shown
        assert "Lanjut ›" in chat.buttons()

    async def test_unknown_deep_link_starts_the_set_up(self, chat: Conversation) -> None:
        assert "Langkah 1 dari 3" in await chat.say("/start kampanye42")

    async def test_second_start_shows_the_settings(self, chat: Conversation) -> None:
        await set_up(chat)

        assert "Selamat datang kembali." in await chat.say("/start")

    async def test_mulai_is_start(self, chat: Conversation) -> None:
        assert "Langkah 1 dari 3" in await chat.say("/mulai")

    async def test_english_client_is_greeted_in_english(self, chat: Conversation) -> None:
        chat.server.chat(USER).language = "en-GB"

        assert "Welcome to Sariwarta" in await chat.say("/start")

    async def test_other_language_is_greeted_in_indonesian(self, chat: Conversation) -> None:
        chat.server.chat(USER).language = "nl"

        assert "Selamat datang di Sariwarta" in await chat.say("/start")


class TestFollowing:
    @pytest.mark.parametrize("words", ["irak", "Iraq", "IRAK"])
    async def test_name_follows_the_ready_topic(self, chat: Conversation, words: str) -> None:
        await chat.say(f"/ikuti {words}")

        assert (await chat.subscriber()).topics == ("irak",)

    async def test_words_alone_start_the_digests(self, chat: Conversation) -> None:
        await chat.say("/ikuti irak")

        subscriber = await chat.subscriber()
        assert subscriber.status is SubscriberStatus.ACTIVE
        assert subscriber.due is not None

    async def test_other_words_become_an_own_topic(self, chat: Conversation) -> None:
        shown = await chat.say('/ikuti "harga beras" -impor')

        assert len((await chat.subscriber()).queries) == 1
        assert "✅ Anda mengikuti" in shown

    async def test_same_words_are_followed_once(self, chat: Conversation) -> None:
        await chat.say('/ikuti "harga beras"')
        await chat.say('/ikuti  "Harga   Beras"')

        assert len((await chat.subscriber()).queries) == 1

    async def test_mistake_is_pointed_at(self, chat: Conversation) -> None:
        shown = await chat.say('/ikuti beras "impor')

        assert shown.splitlines()[1:] == ['beras "impor', "      ^"]

    async def test_hostile_words_are_shown_as_written(self, chat: Conversation) -> None:
        shown = await chat.say('/ikuti "<b>&amp;</a>')

        assert "<b>&amp;</a>" in shown

    async def test_no_words_show_how(self, chat: Conversation) -> None:
        assert "/ikuti Irak" in await chat.say("/ikuti")

    async def test_too_many_own_topics_are_refused(self, chat: Conversation) -> None:
        for number in range(20):
            await chat.say(f"/ikuti kata{number}")

        assert "20" in await chat.say("/ikuti kelebihan")
        assert len((await chat.subscriber()).queries) == 20

    async def test_plain_name_follows(self, chat: Conversation) -> None:
        await chat.say("Irak")

        assert (await chat.subscriber()).topics == ("irak",)

    async def test_near_name_offers_the_topic(self, chat: Conversation) -> None:
        await chat.say("palestin")
        await chat.press("Palestina")

        assert (await chat.subscriber()).topics == ("palestina",)

    async def test_plain_words_are_offered(self, chat: Conversation) -> None:
        await chat.say("mobil listrik")
        await chat.press("Ikuti “mobil listrik”")

        assert len((await chat.subscriber()).queries) == 1

    async def test_asking_stores_nothing(self, chat: Conversation) -> None:
        await chat.say("mobil listrik")
        await chat.say("/bantuan")

        assert await chat.storage.subscribers.by_chat(ChatId(USER)) is None


class TestStopping:
    async def test_named_topic_stops(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/berhenti Rusia")

        assert (await chat.subscriber()).topics == ("irak",)

    async def test_pressed_topic_stops(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/berhenti")
        await chat.press("✕ Irak")

        assert (await chat.subscriber()).topics == ("rusia",)

    async def test_own_topic_stops_by_its_words(self, chat: Conversation) -> None:
        await chat.say('/ikuti "harga beras"')
        await chat.say('/berhenti "harga beras"')

        assert (await chat.subscriber()).queries == ()

    async def test_own_topic_stops_by_button(self, chat: Conversation) -> None:
        await chat.say('/ikuti "harga beras"')
        await chat.say("/stop")
        await chat.press("✕ “harga beras”")

        assert (await chat.subscriber()).queries == ()

    async def test_last_topic_leaves_nothing_due(self, chat: Conversation) -> None:
        await chat.say("/ikuti irak")
        await chat.say("/berhenti irak")

        assert (await chat.subscriber()).due is None

    async def test_unfollowed_topic_is_said(self, chat: Conversation) -> None:
        assert "tidak sedang mengikuti" in await chat.say("/berhenti ukraina")

    @pytest.mark.parametrize("word", ["semua", "all"])
    async def test_everything_stops_and_is_kept(self, chat: Conversation, word: str) -> None:
        await set_up(chat)
        await chat.say(f"/berhenti {word}")

        subscriber = await chat.subscriber()
        assert subscriber.status is SubscriberStatus.PAUSED
        assert subscriber.topics == ("irak", "rusia")
        assert subscriber.due is None

    async def test_resume_brings_it_back(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/berhenti semua")
        await chat.press("Lanjutkan")

        subscriber = await chat.subscriber()
        assert subscriber.status is SubscriberStatus.ACTIVE
        assert subscriber.due == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class TestSchedule:
    async def test_words_set_the_hours(self, chat: Conversation) -> None:
        await set_up(chat)
        shown = await chat.say("/jadwal 05.30 18.15")

        assert (await chat.subscriber()).hours == (time(5, 30), time(18, 15))
        assert "05.30 dan 18.15 WIB" in shown

    async def test_words_set_the_zone(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jadwal wit")

        subscriber = await chat.subscriber()
        assert subscriber.zone == "Asia/Jayapura"
        assert subscriber.hours == (time(6), time(17))

    async def test_unknown_word_changes_nothing(self, chat: Conversation) -> None:
        await set_up(chat)
        shown = await chat.say("/jadwal 05.30 besok")

        assert "“besok”" in shown
        assert (await chat.subscriber()).hours == (time(6), time(17))

    async def test_button_shows_the_hours(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jadwal")
        await chat.press("Malam 20.00")

        assert (await chat.subscriber()).hours == (time(6), time(17), time(20))

    async def test_no_hour_means_no_due_time(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jadwal")
        await chat.press("✓ Pagi 06.00")
        await chat.press("✓ Sore 17.00")

        assert (await chat.subscriber()).due is None


class TestPause:
    async def test_some_days_move_the_due_time(self, chat: Conversation) -> None:
        await set_up(chat)
        shown = await chat.say("/jeda 3")

        # Three days from Tuesday 06.00 on, the next hour is Friday 17.00.
        assert (await chat.subscriber()).due == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
        assert "Jumat, 27 November 17.00 WIB" in shown

    async def test_change_of_hours_keeps_the_pause(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jeda 3")
        await chat.say("/jadwal 20.00")

        assert (await chat.subscriber()).due == datetime(2026, 11, 27, 13, 0, tzinfo=UTC)

    async def test_asking_for_news_keeps_the_pause(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jeda 3")
        await chat.say("/sekarang")

        assert (await chat.subscriber()).due == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)

    async def test_button_resumes(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jeda 3")
        await chat.press("Lanjutkan")

        assert (await chat.subscriber()).due == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    async def test_open_end_pauses_until_resumed(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/jeda")
        await chat.press("Sampai saya kembali")

        assert (await chat.subscriber()).status is SubscriberStatus.PAUSED


class TestNow:
    async def test_news_come_without_a_word(self, chat: Conversation) -> None:
        await set_up(chat)
        before = len(chat.messages())
        await chat.say("/sekarang")

        assert len(chat.messages()) == before
        assert chat.server.world.actions[-1] == (USER, "typing")

    async def test_nothing_new_is_said(self, chat: Conversation) -> None:
        await set_up(chat)
        chat.editor.news = False

        assert "Belum ada yang baru" in await chat.say("/sekarang")

    async def test_without_topics_the_list_is_near(self, chat: Conversation) -> None:
        await chat.say("/sekarang")

        assert chat.buttons() == ["Topik"]
        assert chat.editor.asked == []


class TestAccount:
    async def test_language_changes_every_screen(self, chat: Conversation) -> None:
        await chat.say("/bahasa")
        shown = await chat.press("English")

        assert shown.startswith("Settings")
        assert (await chat.subscriber()).language == "en"

    async def test_data_comes_as_a_file(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/privasi")
        await chat.press("Unduh data")

        document = chat.messages()[-1].document
        assert document is not None
        assert b'"irak"' in document[1]

    async def test_deletion_asks_once_more(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/privasi")
        await chat.press("Hapus semua data")

        assert (await chat.subscriber()).topics == ("irak", "rusia")

    async def test_deletion_leaves_no_trace(self, tmp_path: Path) -> None:
        async with converse(tmp_path) as chat:
            await chat.say("/ikuti rahasiadapur")
            await chat.say("/privasi")
            await chat.press("Hapus semua data")
            await chat.press("Ya, hapus semuanya")
            assert await chat.storage.subscribers.by_chat(ChatId(USER)) is None

        assert files_with(b"rahasiadapur", tmp_path) == []

    async def test_logs_hold_no_words_of_subscribers(self, chat: Conversation) -> None:
        with capture_logs() as logs:
            await chat.say("/ikuti rahasiadapur")
            chat.editor.failure = RuntimeError("rahasiadapur")
            await chat.say("/sekarang")

        assert [entry["event"] for entry in logs] == ["chat.turn_failed"]
        assert "rahasiadapur" not in str(logs)


class TestMistakes:
    async def test_wrong_command_gets_the_nearest(self, chat: Conversation) -> None:
        assert "/jadwal" in await chat.say("/jadwl")

    async def test_far_command_gets_the_help(self, chat: Conversation) -> None:
        await chat.say("/xyzzyplugh")

        assert chat.buttons() == ["Bantuan"]

    async def test_command_without_slash_works(self, chat: Conversation) -> None:
        assert "Langkah 1 dari 3" in await chat.say("mulai")

    async def test_long_sentence_is_no_topic(self, chat: Conversation) -> None:
        shown = await chat.say("apakah ada berita tentang harga beras hari ini")

        assert "/ikuti" in shown

    @pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.english)
    async def test_every_command_answers_in_both_languages(
        self, chat: Conversation, command: Command
    ) -> None:
        await chat.say("/ikuti irak")
        chat.editor.news = False
        for name in command.names:
            before = len(chat.messages())
            await chat.say(f"/{name}")
            assert len(chat.messages()) == before + 1

    async def test_failure_gets_a_calm_sentence(self, chat: Conversation) -> None:
        await set_up(chat)
        chat.editor.failure = RuntimeError("out of ink")

        assert "Ada kendala" in await chat.say("/sekarang")


class TestButtons:
    async def test_every_press_is_answered(self, chat: Conversation) -> None:
        await set_up(chat)

        assert chat.server.world.open_queries == set()

    async def test_old_button_says_so(self, chat: Conversation) -> None:
        await chat.say("/start")
        message = chat.messages()[-1]
        await chat.server.user_presses(USER, message.message_id, "Irak")
        chat.server.updates.pending[-1]["callback_query"]["data"] = "0z:older"
        await chat.settle()

        assert "versi lama" in chat.server.world.answers[-1].text

    async def test_page_of_a_strange_digest_stays_closed(self, chat: Conversation) -> None:
        await chat.say("/start")
        message = chat.messages()[-1]
        await chat.server.user_presses(USER, message.message_id, "Irak")
        chat.server.updates.pending[-1]["callback_query"]["data"] = "1m:1:0"
        await chat.settle()

        assert "versi lama" in chat.server.world.answers[-1].text

    async def test_deleted_message_gets_a_new_screen(self, chat: Conversation) -> None:
        await chat.say("/start")
        message = chat.messages()[-1]
        await chat.server.user_presses(USER, message.message_id, "Irak")
        message.deleted = True
        await chat.settle()

        assert "Anda mengikuti: Irak" in chat.shown()


class TestMembership:
    async def test_block_and_return_restore_everything(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.server.user_blocks(USER)
        await chat.settle()
        blocked = await chat.subscriber()
        await chat.server.user_returns(USER)
        await chat.settle()

        assert (blocked.status, blocked.status_reason) == (
            SubscriberStatus.UNREACHABLE,
            "blocked",
        )
        assert (await chat.subscriber()).status is SubscriberStatus.ACTIVE
        assert (await chat.subscriber()).topics == ("irak", "rusia")

    async def test_return_is_due_in_the_future(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.server.user_blocks(USER)
        await chat.settle()
        chat.clock.advance(timedelta(days=9))
        await chat.server.user_returns(USER)
        await chat.settle()

        due = (await chat.subscriber()).due
        assert due is not None
        assert due > chat.clock.now()

    async def test_pause_survives_a_block(self, chat: Conversation) -> None:
        await set_up(chat)
        await chat.say("/berhenti semua")
        await chat.server.user_blocks(USER)
        await chat.settle()
        await chat.server.user_returns(USER)
        await chat.settle()

        assert (await chat.subscriber()).status is SubscriberStatus.PAUSED

    async def test_refused_answer_marks_the_chat(self, chat: Conversation) -> None:
        await set_up(chat)
        chat.server.chat(USER).blocked = True
        await chat.say("/pengaturan")

        assert (await chat.subscriber()).status is SubscriberStatus.UNREACHABLE


class TestAccess:
    async def test_stranger_learns_the_number(self, tmp_path: Path) -> None:
        async with converse(tmp_path, allowed_chats=frozenset({99})) as chat:
            shown = await chat.say("/start")

            assert str(USER) in shown
            assert await chat.storage.subscribers.by_chat(ChatId(USER)) is None

    async def test_listed_chat_may_enter(self, tmp_path: Path) -> None:
        async with converse(tmp_path, allowed_chats=frozenset({USER})) as chat:
            assert "Langkah 1 dari 3" in await chat.say("/start")

    async def test_operator_may_enter(self, tmp_path: Path) -> None:
        allowed = frozenset({99})
        async with converse(tmp_path, admins=frozenset({USER}), allowed_chats=allowed) as chat:
            assert "Langkah 1 dari 3" in await chat.say("/start")
