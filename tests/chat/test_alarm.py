"""Admins hear of a refused message, once and not once a subscriber."""

from bot.chat.alarm import QUIET, Alarm
from bot.model import ChatId, Delivery, DeliveryId, DigestId, Message, SubscriberId
from bot.roles.outcomes import Problem
from tests.chat.conversation import Conversation

ADMIN, OTHER = 91, 92


def problem(detail: str = "Can't parse entities", *, plain: bool = True) -> Problem:
    delivery = Delivery(
        id=DeliveryId(1),
        subscriber_id=SubscriberId(1),
        digest_id=DigestId(4),
        part=0,
        chat_id=ChatId(17),
        thread_id=0,
        kind="private",
        message=Message(html="<p>rahasia</p>"),
    )
    return Problem(delivery=delivery, detail=detail, sent_plain=plain)


def alarm(chat: Conversation, *admins: int) -> Alarm:
    for admin in admins:
        chat.server.chat(admin)
    return Alarm(chat.application.bot, admins, chat.clock, "Asia/Jakarta")


async def test_every_admin_hears_of_it(chat: Conversation) -> None:
    await alarm(chat, ADMIN, OTHER).ring(problem())

    for admin in (ADMIN, OTHER):
        [text] = chat.server.texts(admin)
        assert "Kata Telegram: Can't parse entities" in text
        assert "tanpa tautan" in text
        assert "rahasia" not in text


async def test_given_up_message_is_told_otherwise(chat: Conversation) -> None:
    await alarm(chat, ADMIN).ring(problem(plain=False))

    assert "tidak jadi dikirim" in chat.server.texts(ADMIN)[0]


async def test_same_refusal_is_told_once_an_hour(chat: Conversation) -> None:
    ringing = alarm(chat, ADMIN)
    for _ in range(3):
        await ringing.ring(problem())
    await ringing.ring(problem("Button_data_invalid"))
    assert len(chat.server.texts(ADMIN)) == 2

    chat.clock.advance(QUIET)
    await ringing.ring(problem())

    assert len(chat.server.texts(ADMIN)) == 3


async def test_admin_who_never_wrote_harms_nobody(chat: Conversation) -> None:
    chat.server.chat(ADMIN)

    await Alarm(chat.application.bot, (OTHER, ADMIN), chat.clock, "Asia/Jakarta").ring(problem())

    assert len(chat.server.texts(ADMIN)) == 1
