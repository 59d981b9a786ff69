"""/status: why digests stopped, and what brings them back."""

import pytest

from bot.errors import GiveUpChat
from bot.model import ChatId, SubscriberStatus
from tests.chat.conversation import USER, Conversation

CHANNEL, GROUP = -1_001_234_567_890, -1_001


@pytest.fixture
async def channel(chat: Conversation) -> Conversation:
    """A channel with a topic, set up by the user."""
    await chat.say("/start")
    chat.server.chat(CHANNEL).username = "kabarwarga"
    await chat.server.bot_is_added(CHANNEL, "channel", by=USER, admin=True)
    await chat.settle()
    await chat.say("/ikuti @kabarwarga irak")
    return chat


async def refuse(chat: Conversation, place: int, reason: str) -> None:
    """What delivery does when Telegram refuses a digest."""
    await chat.storage.subscribers.set_status(
        ChatId(place), SubscriberStatus.UNREACHABLE, GiveUpChat(reason, "refused").reason
    )


@pytest.mark.parametrize("command", ["/status", "/pengaturan"])
@pytest.mark.parametrize(
    ("reason", "cause", "cure"),
    [
        ("no-rights", "tidak diizinkan menulis", "hak untuk memposting"),
        ("not-found", "tidak lagi menemukan", "tambahkan saya lagi"),
        ("kicked", "dikeluarkan", "Tambahkan saya lagi"),
        ("a new refusal", "menolak kiriman", "beberapa saat kemudian"),
    ],
)
async def test_admin_reads_why_the_channel_is_silent(
    channel: Conversation, command: str, reason: str, cause: str, cure: str
) -> None:
    await refuse(channel, CHANNEL, reason)

    shown = await channel.say(f"{command} @kabarwarga")

    assert cause in shown
    assert cure in shown
    assert (await channel.subscriber(CHANNEL)).status is SubscriberStatus.UNREACHABLE


async def test_admin_tries_again_from_the_private_chat(channel: Conversation) -> None:
    await refuse(channel, CHANNEL, "no-rights")
    await channel.say("/status @kabarwarga")

    shown = await channel.press("Coba lagi")

    assert "Digest berikutnya" in shown
    known = await channel.subscriber(CHANNEL)
    assert (known.status, known.status_reason) == (SubscriberStatus.ACTIVE, "")
    assert known.due is not None


async def test_right_to_post_that_is_taken_is_a_reason(channel: Conversation) -> None:
    await channel.server.bot_may_not_post(CHANNEL, by=USER)
    await channel.settle()

    assert "tidak diizinkan menulis" in await channel.say("/status @kabarwarga")


async def test_right_that_is_given_back_restores(channel: Conversation) -> None:
    await channel.server.bot_may_not_post(CHANNEL, by=USER)
    await channel.server.bot_is_added(CHANNEL, "channel", by=USER, admin=True)
    await channel.settle()

    assert (await channel.subscriber(CHANNEL)).status is SubscriberStatus.ACTIVE


async def test_group_that_silences_the_bot_is_not_written_to(chat: Conversation) -> None:
    await chat.server.bot_is_added(GROUP, by=41)
    await chat.say("/ikuti irak", GROUP, sender=41)
    await chat.server.bot_may_not_post(GROUP, by=41)
    await chat.settle()

    known = await chat.subscriber(GROUP)
    assert (known.status, known.status_reason) == (SubscriberStatus.UNREACHABLE, "no-rights")


async def test_group_reads_once_why_it_was_silent(chat: Conversation) -> None:
    await chat.server.bot_is_added(GROUP, by=41)
    await chat.say("/ikuti irak", GROUP, sender=41)
    await refuse(chat, GROUP, "no-rights")

    first = await chat.say("/status", GROUP, sender=42)
    second = await chat.say("/status", GROUP, sender=42)

    assert "sempat berhenti: Saya tidak diizinkan menulis di sini." in first
    assert "sempat berhenti" not in second
    assert "Digest berikutnya" in second


async def test_forum_topic_reads_that_it_was_closed(chat: Conversation) -> None:
    await chat.server.bot_is_added(GROUP, by=41)
    await chat.say("/ikuti irak", GROUP, sender=41, thread_id=5)
    await refuse(chat, GROUP, "thread-closed")

    shown = await chat.say("/status", GROUP, sender=41, thread_id=5)

    assert "Topik forum ini ditutup." in shown


async def test_english_speaks_english(channel: Conversation) -> None:
    await channel.say("/bahasa @kabarwarga english")
    await refuse(channel, CHANNEL, "no-rights")

    shown = await channel.say("/status @kabarwarga")

    assert "Digests have stopped. I am not allowed to write here." in shown
