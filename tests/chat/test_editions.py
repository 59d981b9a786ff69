"""Ready-made editions in a conversation: taken with one tap, for oneself and for a channel."""

from datetime import time

import pytest

from bot.editions import Edition
from bot.model import ChatId, DigestKind, SubscriberStatus, TopicKey
from tests.chat.conversation import USER, Conversation

MORNING = Edition(
    key="pagi-nasional",
    titles=(("id", "Pagi nasional"), ("en", "Morning in Indonesia")),
    topics=(TopicKey("indonesia"), TopicKey("ekonomi")),
    hours=(time(6),),
    days=(1, 2, 3, 4, 5),
    stories=4,
)


@pytest.fixture
def reader(chat: Conversation) -> Conversation:
    chat.editions.become((MORNING,))
    return chat


async def test_one_tap_ends_the_set_up(reader: Conversation) -> None:
    await reader.say("/mulai")
    listed = await reader.press("Edisi siap pakai ›")
    await reader.press("Pagi nasional")

    assert "06.00 WIB, Senin–Jumat" in listed
    known = await reader.subscriber()
    assert (known.topics, known.hours) == (MORNING.topics, MORNING.hours)
    assert (known.days, known.style.stories) == (MORNING.days, 4)
    assert known.status is SubscriberStatus.ACTIVE
    assert reader.editor.asked == [(ChatId(USER), DigestKind.FIRST)]


async def test_schedule_offers_them_and_marks_the_one_in_force(reader: Conversation) -> None:
    await reader.say("/ikuti irak")
    await reader.say("/jadwal")
    await reader.press("Edisi siap pakai ›")
    await reader.press("Pagi nasional")

    assert (await reader.subscriber()).topics == MORNING.topics
    assert reader.has_button("✓ Pagi nasional")


async def test_nobody_is_offered_what_there_is_not(chat: Conversation) -> None:
    await chat.say("/mulai")

    assert not chat.has_button("Edisi siap pakai ›")


async def test_edition_that_is_gone_shows_what_is_left(reader: Conversation) -> None:
    await reader.say("/ikuti irak")
    await reader.say("/jadwal")
    await reader.press("Edisi siap pakai ›")
    reader.editions.become(())

    shown = await reader.press("Pagi nasional")

    assert "belum ada edisi" in shown
    assert (await reader.subscriber()).topics == (TopicKey("irak"),)
