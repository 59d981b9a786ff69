"""Digests that could not go out in time: merged into the next one, never lost, never doubled."""

from dataclasses import replace
from datetime import datetime

from bot.model import DigestKind, Subscriber, SubscriberStatus
from bot.ports import Storage
from tests.contract.given import HOUR, MINUTE, NOW, digest, parts, reread, subscriber, texts

EVENING = NOW + 11 * HOUR


async def owed_until(
    storage: Storage, expires: datetime | None, *messages: str, chat: int = 1
) -> Subscriber:
    known = await storage.subscribers.add(subscriber(chat))
    assert await storage.outbox.promise(known, digest(chat), parts(*messages), expires)
    return known


async def test_expired_digest_goes_back_before_the_cursor(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")

    [due] = await storage.subscribers.due(EVENING, 10)

    assert (due.ids, due.cursor) == ((known.id,), 0)
    assert (await storage.outbox.counts())["expired"] == 1
    assert await storage.outbox.lease(EVENING, 10) == ()


async def test_next_digest_covers_the_expired_stories(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")
    await storage.subscribers.due(EVENING, 10)

    later = digest(2, since=0, until=25)
    assert await storage.outbox.promise(known, later, parts("sore"), None)

    assert texts(await storage.outbox.lease(EVENING, 10)) == ["sore"]


async def test_lease_takes_back_expired_ones_too(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")

    assert await storage.outbox.lease(EVENING, 10) == ()

    assert (await reread(storage, known)).cursor == 0


async def test_nothing_expires_early(storage: Storage) -> None:
    await owed_until(storage, EVENING, "pagi")

    assert texts(await storage.outbox.lease(EVENING - MINUTE, 10)) == ["pagi"]


async def test_begun_digest_is_finished_late(storage: Storage) -> None:
    """Its first part is read already: going back would send those stories twice."""
    known = await owed_until(storage, EVENING, "satu", "dua")
    [first] = await storage.outbox.lease(NOW, 10)
    await storage.outbox.sent(first.id, 1, NOW)

    assert texts(await storage.outbox.lease(EVENING, 10)) == ["dua"]
    assert (await reread(storage, known)).cursor == 10


async def test_message_on_its_way_does_not_expire(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")
    await storage.outbox.lease(NOW, 10)

    await storage.subscribers.due(EVENING, 10)

    assert (await storage.outbox.counts())["sending"] == 1
    assert (await reread(storage, known)).cursor == 10


async def test_older_digest_is_sent_late(storage: Storage) -> None:
    """A later digest stands behind it: only the order late, then later loses nothing."""
    known = await owed_until(storage, EVENING, "pagi")
    asked = replace(digest(2, since=10, until=12), kind=DigestKind.REQUESTED)
    assert await storage.outbox.promise(known, asked, parts("diminta"), None)

    [first] = await storage.outbox.lease(EVENING, 10)

    assert first.message.html == "pagi"
    assert (await reread(storage, known)).cursor == 12


async def test_two_expired_digests_go_back_together(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")
    again = await reread(storage, known)
    assert await storage.outbox.promise(
        again, digest(2, since=10, until=20), parts("siang"), EVENING
    )

    await storage.subscribers.due(EVENING, 10)

    assert (await reread(storage, known)).cursor == 0
    assert (await storage.outbox.counts())["expired"] == 2


async def test_expiry_concerns_its_own_subscriber(storage: Storage) -> None:
    """The digest may be shared, the fate of its deliveries is not."""
    first = await storage.subscribers.add(subscriber(1))
    second = await storage.subscribers.add(subscriber(2))
    for known, expires in ((first, EVENING), (second, None)):
        assert await storage.outbox.promise(known, digest(1), parts("sama"), expires)

    assert [one.chat_id for one in await storage.outbox.lease(EVENING, 10)] == [2]

    assert (await reread(storage, first)).cursor == 0
    assert (await reread(storage, second)).cursor == 10


async def test_pause_keeps_what_was_asked_for(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())
    asked = replace(digest(1), kind=DigestKind.REQUESTED)
    await storage.outbox.promise(known, asked, parts("diminta"), None)

    await storage.subscribers.set_status(known.chat_id, SubscriberStatus.PAUSED, "")

    assert texts(await storage.outbox.lease(NOW, 10)) == ["diminta"]


async def test_unreachable_chat_goes_back_too(storage: Storage) -> None:
    known = await owed_until(storage, EVENING, "pagi")

    await storage.subscribers.set_status(known.chat_id, SubscriberStatus.UNREACHABLE, "kicked")

    assert await storage.outbox.lease(NOW, 10) == ()
    assert (await reread(storage, known)).cursor == 0
