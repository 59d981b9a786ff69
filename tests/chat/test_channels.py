"""Channels and groups that are set up from their admin's private chat."""

from datetime import timedelta

import pytest

from bot.chat.callbacks import Act, Press, aimed, decode, encode
from bot.chat.elsewhere import named_place
from bot.model import ChatId, DigestKind, SubscriberStatus
from tests.chat.conversation import USER, Conversation

CHANNEL, STRANGER = -1_001_234_567_890, 18


@pytest.fixture
async def channel(chat: Conversation) -> Conversation:
    """The user let the bot post in their channel."""
    await chat.say("/start")
    place = chat.server.chat(CHANNEL)
    place.title, place.username = "Kabar Warga", "kabarwarga"
    await chat.server.bot_is_added(CHANNEL, "channel", by=USER, admin=True)
    await chat.settle()
    return chat


class TestSetUp:
    async def test_admin_is_asked_for_topics(self, channel: Conversation) -> None:
        assert "📢 Kabar Warga" in channel.shown()
        assert channel.buttons() == ["Pilih topik"]
        assert channel.messages(CHANNEL) == []

    async def test_three_taps_set_the_channel_up(self, channel: Conversation) -> None:
        for button in ("Pilih topik", "Irak", "Lanjut ›", "WITA · Makassar · 07.00", "Selesai ✓"):
            await channel.press(button)
            assert "📢 Kabar Warga" in channel.shown()

        known = await channel.subscriber(CHANNEL)
        assert (known.kind, known.topics, known.zone) == ("channel", ("irak",), "Asia/Makassar")
        assert known.status is SubscriberStatus.ACTIVE
        assert channel.editor.asked == [(ChatId(CHANNEL), DigestKind.FIRST)]

    async def test_own_choices_stay_their_own(self, channel: Conversation) -> None:
        await channel.press("Pilih topik")
        await channel.press("Rusia")

        assert (await channel.subscriber()).topics == ()
        assert (await channel.subscriber(CHANNEL)).topics == ("rusia",)

    async def test_group_is_set_up_the_same_way(self, chat: Conversation) -> None:
        await chat.say("/start")
        await chat.server.bot_is_added(-77, "group", by=USER)
        await chat.settle()
        await chat.press("Pilih topik")
        await chat.press("Irak")

        assert (await chat.subscriber(-77)).topics == ("irak",)

    async def test_who_never_wrote_is_not_written_to(self, chat: Conversation) -> None:
        chat.server.chat(STRANGER).blocked = True
        await chat.server.bot_is_added(CHANNEL, "channel", by=STRANGER, admin=True)
        await chat.settle()

        assert chat.messages(STRANGER) == []


class TestWords:
    async def test_command_names_the_channel(self, channel: Conversation) -> None:
        await channel.say("/ikuti @kabarwarga harga beras")
        shown = await channel.say(f"/jadwal {CHANNEL} 07.30 hari kerja")

        known = await channel.subscriber(CHANNEL)
        assert (known.queries, known.days) == (("harga beras",), (1, 2, 3, 4, 5))
        assert shown.startswith("📢 Kabar Warga")

    async def test_channel_command_opens_its_choices(self, channel: Conversation) -> None:
        await channel.say("/ikuti @kabarwarga irak")

        shown = await channel.say("/kanal @kabarwarga")

        assert shown.startswith("📢 Kabar Warga")
        assert "Topik: Irak" in shown

    async def test_forwarded_post_names_the_channel(self, channel: Conversation) -> None:
        await channel.server.user_forwards(USER, CHANNEL, "Apa saja")
        await channel.settle()

        assert channel.shown().startswith("📢 Kabar Warga")

    async def test_without_a_name_the_way_is_shown(self, chat: Conversation) -> None:
        shown = await chat.say("/channel")

        assert "Digest untuk grup atau kanal" in shown
        links = [key.url for key in chat.messages()[-1].keys]
        assert links[0] == "https://t.me/sariwarta_test_bot?startchannel&admin=post_messages"

    async def test_digest_goes_to_the_channel(self, channel: Conversation) -> None:
        await channel.say("/ikuti @kabarwarga irak")
        shown = await channel.say("/sekarang @kabarwarga")

        assert channel.editor.asked == [(ChatId(CHANNEL), DigestKind.FIRST)]
        assert "Digest sedang dikirim." in shown


class TestStrangers:
    async def test_command_is_refused(self, channel: Conversation) -> None:
        shown = await channel.say("/ikuti @kabarwarga rusia", STRANGER)

        assert "adminnya" in shown
        assert await channel.storage.subscribers.by_chat(ChatId(CHANNEL)) is None

    @pytest.mark.parametrize("name", ["@tidakada", "-100999"])
    async def test_unknown_chat_is_refused(self, channel: Conversation, name: str) -> None:
        shown = await channel.say(f"/kanal {name}")

        assert "adminnya" in shown

    @pytest.mark.parametrize("chat_id", [CHANNEL, USER], ids=["channel", "private chat"])
    async def test_forged_button_is_refused(self, channel: Conversation, chat_id: int) -> None:
        await channel.say("/ikuti rusia")
        await channel.say("/ikuti @kabarwarga irak")
        await channel.say("/privasi", STRANGER)
        message = channel.messages(STRANGER)[-1]
        await channel.server.user_presses(STRANGER, message.message_id, message.keys[0].label)
        forged = aimed(encode(Act.FORGET_SURE), chat_id)
        channel.server.updates.pending[-1]["callback_query"]["data"] = forged
        await channel.settle()

        assert (await channel.subscriber(CHANNEL)).topics == ("irak",)
        assert (await channel.subscriber()).topics == ("rusia",)
        assert "Hanya admin" in channel.server.world.answers[-1].text

    async def test_former_admin_is_refused(self, channel: Conversation) -> None:
        await channel.press("Pilih topik")
        channel.server.chat(CHANNEL).members[USER] = "member"
        channel.clock.advance(timedelta(minutes=6))
        await channel.press("Irak")

        assert await channel.storage.subscribers.by_chat(ChatId(CHANNEL)) is None


class TestLife:
    async def test_lost_right_pauses_and_its_return_restores(self, channel: Conversation) -> None:
        await channel.say("/ikuti @kabarwarga irak")
        await channel.server.bot_is_removed(CHANNEL, by=USER)
        await channel.settle()
        assert (await channel.subscriber(CHANNEL)).status is SubscriberStatus.UNREACHABLE

        await channel.server.bot_is_added(CHANNEL, "channel", by=USER, admin=True)
        await channel.settle()

        assert (await channel.subscriber(CHANNEL)).status is SubscriberStatus.ACTIVE
        assert "semua pilihan tetap seperti semula" in channel.shown()


class TestCodec:
    def test_aimed_button_names_the_chat(self) -> None:
        data = aimed(encode(Act.TOGGLE, "e", 0, "timur-tengah"), CHANNEL)

        assert decode(data) == Press(Act.TOGGLE, ("e", "0", "timur-tengah"), CHANNEL)

    def test_words_may_hold_the_sign(self) -> None:
        assert decode(encode(Act.FOLLOW, "surel@contoh")) == Press(Act.FOLLOW, ("surel@contoh",))

    @pytest.mark.parametrize("data", ["1e@", "1e@zz", "1e@-", "1e@1@2", "1e@١"])
    def test_wrong_chats_are_old_buttons(self, data: str) -> None:
        assert decode(data) is None

    @pytest.mark.parametrize(
        ("words", "parted"),
        [
            ("@kabar 06.00", ("@kabar", "06.00")),
            ("-1001234567 06.00", ("-1001234567", "06.00")),
            ("06.00 @kabar", ("", "06.00 @kabar")),
            ("@ab", ("", "@ab")),
            ("-sepakbola irak", ("", "-sepakbola irak")),
            ("", ("", "")),
        ],
    )
    def test_first_word_may_name_a_chat(self, words: str, parted: tuple[str, str]) -> None:
        assert named_place(words) == parted
