"""Nobody asks for more than a person can."""

from datetime import timedelta

from bot.chat.quota import REQUESTS_A_MINUTE, Quota, Verdict
from tests.chat.conversation import USER, Conversation
from tests.fakes.clock import START


def test_told_once_and_heard_again_after_a_minute() -> None:
    quota = Quota(most=2)

    verdicts = [quota.take(1, START) for _ in range(4)]

    assert verdicts == [Verdict.GRANTED, Verdict.GRANTED, Verdict.TELL, Verdict.IGNORE]
    assert quota.take(1, START + timedelta(minutes=1)) is Verdict.GRANTED


def test_others_are_heard_meanwhile() -> None:
    quota = Quota(most=1)
    for _ in range(3):
        quota.take(1, START)

    assert quota.take(2, START) is Verdict.GRANTED


async def test_flood_gets_one_friendly_answer(chat: Conversation) -> None:
    for _ in range(REQUESTS_A_MINUTE + 5):
        await chat.server.user_says(USER, "/bantuan")
    await chat.settle()

    assert len(chat.messages()) == REQUESTS_A_MINUTE + 1
    assert "sebentar" in chat.shown()


async def test_press_of_a_flood_is_answered_over_the_chat(chat: Conversation) -> None:
    await chat.say("/ikuti irak")
    await chat.say("/pengaturan")
    for _ in range(REQUESTS_A_MINUTE // 2 - 1):
        await chat.press("Topik")
        await chat.press("‹ Pengaturan")
    await chat.press("Topik")

    assert "sebentar" in chat.server.world.answers[-1].text
