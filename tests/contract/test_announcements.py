"""An admin's words to everyone, on both databases."""

import pytest

from bot.model import (
    ChatId,
    DeliveryState,
    Message,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
)
from bot.notices import AnnouncementId
from bot.ports import Storage
from tests.contract.given import MINUTE, NOW, promised, subscriber

WORDS = Message(html="Besok pagi kami <b>pindah</b>.")


async def add(storage: Storage, chat: int) -> Subscriber:
    return await storage.subscribers.add(subscriber(chat))


async def drafted(storage: Storage) -> AnnouncementId:
    return await storage.announcements.draft("Besok pagi kami pindah.", NOW)


async def test_draft_is_kept_as_typed(storage: Storage) -> None:
    number = await drafted(storage)

    found = await storage.announcements.get(number)

    assert found is not None
    assert (found.text, found.made, found.digest_id) == ("Besok pagi kami pindah.", NOW, None)


async def test_unknown_draft_is_none(storage: Storage) -> None:
    assert await storage.announcements.get(AnnouncementId(77)) is None
    assert await storage.announcements.send(AnnouncementId(77), WORDS, NOW) is None
    assert await storage.announcements.progress(AnnouncementId(77)) == {}


async def test_every_active_subscriber_is_owed_it(storage: Storage) -> None:
    await add(storage, 1)
    await add(storage, 2)
    await add(storage, 3)
    await storage.subscribers.set_status(ChatId(3), SubscriberStatus.PAUSED, "asked")
    number = await drafted(storage)

    assert await storage.announcements.send(number, WORDS, NOW) == 2

    leased = await storage.outbox.lease(NOW, 10)
    assert [(delivery.chat_id, delivery.message) for delivery in leased] == [(1, WORDS), (2, WORDS)]


async def test_second_press_sends_nothing(storage: Storage) -> None:
    await add(storage, 1)
    number = await drafted(storage)
    await storage.announcements.send(number, WORDS, NOW)

    assert await storage.announcements.send(number, WORDS, NOW) is None

    assert len(await storage.outbox.lease(NOW, 10)) == 1


async def test_digest_goes_ahead_of_it(storage: Storage) -> None:
    await add(storage, 1)
    await storage.announcements.send(await drafted(storage), WORDS, NOW)
    await promised(storage, 2, "Digest", number=50)

    [owed] = await storage.outbox.lease(NOW, 1)

    assert owed.message.html == "Digest"


async def test_stopped_ones_are_not_sent(storage: Storage) -> None:
    for chat in (1, 2, 3):
        await add(storage, chat)
    number = await drafted(storage)
    await storage.announcements.send(number, WORDS, NOW)
    [delivery] = await storage.outbox.lease(NOW, 1)
    await storage.outbox.sent(delivery.id, 900, NOW)

    assert await storage.announcements.stop(number, NOW + MINUTE) == 2

    assert await storage.outbox.lease(NOW + MINUTE, 10) == ()
    assert await storage.announcements.progress(number) == {
        DeliveryState.SENT: 1,
        DeliveryState.GIVEN_UP: 2,
    }


@pytest.mark.parametrize("kept", [True, False])
async def test_cursor_and_due_time_stay(storage: Storage, kept: bool) -> None:
    before = await add(storage, 1)
    if kept:
        await storage.announcements.send(await drafted(storage), WORDS, NOW)

    assert await storage.subscribers.get(SubscriberId(before.id)) == before
