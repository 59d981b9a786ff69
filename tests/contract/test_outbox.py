"""The outbox: promises, leases, outcomes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model import (
    Button,
    ChatId,
    Delivery,
    DeliveryState,
    Digest,
    DigestId,
    DigestKind,
    Message,
    Subscriber,
    TopicKey,
)
from bot.planning import JointPromise
from bot.ports import Storage
from tests.contract.given import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    digest,
    parts,
    promised,
    ready_stories,
    reread,
    subscriber,
    texts,
)

RICH = Message(
    html="<b>Irak</b> & Rusia 📰",
    buttons=(
        (Button(label="Lainnya", data="more:1:0"), Button(label="Baca", url="https://x.example/")),
        (Button(label="Mengapa?", data="why:5"),),
    ),
    silent=True,
    preview=True,
    picture="https://a.id/foto.jpg",
)


async def lease(storage: Storage, now: datetime = NOW, limit: int = 10) -> tuple[Delivery, ...]:
    return await storage.outbox.lease(now, limit)


def joint(made: Digest, *readers: Subscriber) -> JointPromise:
    return JointPromise(
        digest=made,
        messages=parts("sama"),
        expires=None,
        due=readers[0].due,
        readers=tuple(one.id for one in readers),
    )


async def counts(storage: Storage) -> dict[str, int]:
    return {state: count for state, count in (await storage.outbox.counts()).items() if count}


async def test_promise_moves_cursor_and_due_time(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())

    kept = await storage.outbox.promise(known, digest(1, until=7), parts("satu"), None)

    again = await reread(storage, known)
    assert kept
    assert (again.cursor, again.due) == (7, NOW + 11 * HOUR)


async def test_delivery_carries_the_whole_message(storage: Storage) -> None:
    known = await storage.subscribers.add(replace(subscriber(-5), thread_id=3, kind="supergroup"))
    await storage.outbox.promise(known, digest(8), [RICH], None)

    [delivery] = await lease(storage)

    assert delivery == Delivery(
        id=delivery.id,
        subscriber_id=known.id,
        digest_id=DigestId(8),
        part=0,
        chat_id=ChatId(-5),
        thread_id=3,
        kind="supergroup",
        message=RICH,
    )


async def test_second_promise_of_the_same_stories_is_refused(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())
    await storage.outbox.promise(known, digest(1), parts("satu"), None)

    again = await storage.outbox.promise(known, digest(2), parts("satu lagi"), None)

    assert not again
    assert await counts(storage) == {"queued": 1}
    assert await storage.outbox.digest(DigestId(2)) is None


async def test_promise_without_news_only_moves_on(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())

    assert await storage.outbox.promise(known, digest(1), (), None)

    again = await reread(storage, known)
    assert (again.cursor, again.due) == (10, NOW + 11 * HOUR)
    assert await counts(storage) == {}
    assert await storage.outbox.digest(DigestId(1)) is None


async def test_empty_digest_is_promised_once(storage: Storage) -> None:
    """Where no story moved the cursor, the due time tells that the digest was made."""
    known = await storage.subscribers.add(subscriber())
    quiet = digest(1, since=0, until=0)

    assert await storage.outbox.promise(known, quiet, parts("Tidak ada berita."), None)
    again = replace(quiet, id=DigestId(2))

    assert not await storage.outbox.promise(known, again, parts("Tidak ada berita."), None)


async def test_promise_to_a_forgotten_chat_is_refused(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())
    await storage.subscribers.forget(known.chat_id)

    assert not await storage.outbox.promise(known, digest(1), parts("satu"), None)


async def test_many_promises_each_by_itself(storage: Storage) -> None:
    first, second, third = [await storage.subscribers.add(subscriber(chat)) for chat in (1, 2, 3)]
    shared = digest(1)
    await storage.outbox.promise(second, digest(2), (), None)

    kept = await storage.outbox.promise_all([joint(shared, first, second), joint(shared, third)])

    assert kept == ((first.id,), (third.id,))
    assert [delivery.chat_id for delivery in await lease(storage)] == [1, 3]


async def test_shared_message_is_stored_once(storage: Storage) -> None:
    for chat in (1, 2, 3):
        await promised(storage, chat, "sama", number=1)

    assert (await storage.stats())["messages"] == 1
    assert texts(await lease(storage)) == ["sama", "sama", "sama"]


async def test_more_promises_than_one_round(storage: Storage) -> None:
    known = [await storage.subscribers.add(subscriber(chat)) for chat in range(1, 602)]

    kept = await storage.outbox.promise_all([joint(digest(1), one) for one in known])

    assert kept == tuple((one.id,) for one in known)
    assert await counts(storage) == {"queued": 601}


async def test_one_message_a_chat_at_a_time(storage: Storage) -> None:
    await promised(storage, 1, "satu", "dua")
    await promised(storage, 2, "lain")

    first = await lease(storage)
    meanwhile = await lease(storage)
    await storage.outbox.sent(first[0].id, 100, NOW)
    then = await lease(storage)

    assert texts(first) == ["satu", "lain"]
    assert meanwhile == ()
    assert texts(then) == ["dua"]


async def test_threads_of_a_chat_take_turns(storage: Storage) -> None:
    """Telegram's pace counts the chat, not the thread."""
    for thread in (1, 2):
        known = await storage.subscribers.add(replace(subscriber(-5), thread_id=thread))
        await storage.outbox.promise(known, digest(thread), parts(f"utas {thread}"), None)

    assert texts(await lease(storage)) == ["utas 1"]


async def test_lease_takes_no_more_than_asked(storage: Storage) -> None:
    for chat in (1, 2, 3):
        await promised(storage, chat, "a")

    assert len(await lease(storage, limit=2)) == 2
    assert len(await lease(storage, limit=2)) == 1


async def test_long_backlog_of_one_chat_holds_nobody_up(storage: Storage) -> None:
    await promised(storage, 1, *(f"bagian {number}" for number in range(30)))
    await promised(storage, 2, "lain")

    assert texts(await lease(storage, limit=2)) == ["bagian 0", "lain"]


@pytest.mark.parametrize("kind", [DigestKind.REQUESTED, DigestKind.FIRST])
async def test_whoever_waits_comes_first(storage: Storage, kind: DigestKind) -> None:
    for chat in (1, 2):
        await promised(storage, chat, "terjadwal")
    known = await storage.subscribers.add(subscriber(3))
    await storage.outbox.promise(known, replace(digest(9), kind=kind), parts("diminta"), None)

    assert texts(await lease(storage, limit=1)) == ["diminta"]


async def test_request_lifts_what_the_chat_is_owed(storage: Storage) -> None:
    """Its scheduled digest goes out before the requested one, and both before other chats."""
    await promised(storage, 1, "chat lain")
    known = await promised(storage, 2, "terjadwal")
    asked = replace(digest(9, since=10, until=12), kind=DigestKind.REQUESTED)
    await storage.outbox.promise(known, asked, parts("diminta"), None)

    order = []
    for _ in range(3):
        [delivery] = await lease(storage, limit=1)
        await storage.outbox.sent(delivery.id, 1, NOW)
        order.append(delivery.message.html)

    assert order == ["terjadwal", "diminta", "chat lain"]


async def test_retry_waits_and_counts(storage: Storage) -> None:
    await promised(storage, 1, "satu")
    [delivery] = await lease(storage)

    await storage.outbox.retry(delivery.id, NOW + MINUTE, "429", uncertain=False)

    assert await lease(storage) == ()
    assert await storage.outbox.next_due() == NOW + MINUTE
    [again] = await lease(storage, NOW + MINUTE)
    assert (again.id, again.attempts, again.uncertain) == (delivery.id, 1, False)


async def test_clock_set_back_keeps_nothing_waiting_but_retries(storage: Storage) -> None:
    """What was promised while the clock was ahead may go; a retry still waits for its time."""
    for chat in (1, 2):
        await promised(storage, chat, "halo")
    [first] = await storage.outbox.lease(NOW, 1)
    await storage.outbox.retry(first.id, NOW + HOUR, "later", uncertain=False)
    before = NOW - 2 * HOUR
    assert await storage.outbox.lease(before, 9) == ()

    assert await storage.outbox.hurry(before + 4 * HOUR, before) == 1

    [other] = await storage.outbox.lease(before, 9)
    assert other.id != first.id


async def test_later_part_waits_for_the_retried_one(storage: Storage) -> None:
    await promised(storage, 1, "satu", "dua")
    [first] = await lease(storage)

    await storage.outbox.retry(first.id, NOW + MINUTE, "502", uncertain=False)

    assert await lease(storage) == ()
    assert await storage.outbox.next_due() == NOW + MINUTE


async def test_uncertain_stays_uncertain(storage: Storage) -> None:
    await promised(storage, 1, "satu")
    for uncertain in (True, False):
        [delivery] = await lease(storage)
        await storage.outbox.retry(delivery.id, NOW, "timeout", uncertain=uncertain)

    [delivery] = await lease(storage)

    assert delivery.uncertain
    assert delivery.attempts == 2


async def test_given_up_part_lets_the_next_pass(storage: Storage) -> None:
    await promised(storage, 1, "rusak", "utuh")
    [bad] = await lease(storage)

    await storage.outbox.give_up(bad.id, "can't parse entities", NOW)

    assert texts(await lease(storage)) == ["utuh"]
    assert await counts(storage) == {"given-up": 1, "sending": 1}


async def test_given_up_chat_is_owed_nothing(storage: Storage) -> None:
    await promised(storage, 1, "satu", "dua", "tiga")
    await promised(storage, 2, "lain")
    await lease(storage, limit=1)

    await storage.outbox.give_up_chat(ChatId(1), "blocked", NOW)

    assert texts(await lease(storage)) == ["lain"]
    assert await counts(storage) == {"given-up": 3, "sending": 1}


async def test_late_retry_does_not_bring_back_what_is_settled(storage: Storage) -> None:
    await promised(storage, 1, "satu")
    [delivery] = await lease(storage)
    await storage.outbox.sent(delivery.id, 5, NOW)

    await storage.outbox.retry(delivery.id, NOW, "timeout", uncertain=True)

    assert await counts(storage) == {"sent": 1}


async def test_recovery_queues_what_was_being_sent(storage: Storage) -> None:
    for chat in (1, 2):
        await promised(storage, chat, "satu")
    [cut_short] = await lease(storage, limit=1)

    assert await storage.outbox.recover() == 1

    again = {delivery.id: delivery.uncertain for delivery in await lease(storage)}
    assert again[cut_short.id]
    assert sorted(again.values()) == [False, True]


async def test_recovery_after_a_clean_stop_is_nothing(storage: Storage) -> None:
    await promised(storage, 1, "satu")

    assert await storage.outbox.recover() == 0


async def test_next_due_of_a_free_queue(storage: Storage) -> None:
    assert await storage.outbox.next_due() is None

    await promised(storage, 1, "satu")

    assert await storage.outbox.next_due() == NOW


async def test_next_due_ignores_what_waits_for_an_answer(storage: Storage) -> None:
    """Else the deliverer would spin while a message is on its way."""
    await promised(storage, 1, "satu", "dua")
    await lease(storage)

    assert await storage.outbox.next_due() is None


async def test_counts_name_every_state(storage: Storage) -> None:
    assert await storage.outbox.counts() == dict.fromkeys(DeliveryState, 0)


async def test_stored_digest_comes_back_with_its_stories(storage: Storage) -> None:
    one, two = await ready_stories(storage, 2)
    known = await storage.subscribers.add(subscriber())
    whole = replace(
        digest(4, stories=(two, one)),
        kind=DigestKind.REQUESTED,
        queries=("harga beras",),
        topics=(TopicKey("irak"), TopicKey("rusia")),
        next_due=None,
    )
    await storage.outbox.promise(known, whole, parts("satu"), None)

    assert await storage.outbox.digest(DigestId(4)) == whole


async def test_unknown_digest_is_none(storage: Storage) -> None:
    assert await storage.outbox.digest(DigestId(12345)) is None


async def test_digest_ids_never_repeat(storage: Storage) -> None:
    ids = [await storage.outbox.new_digest_id() for _ in range(250)]

    assert len(set(ids)) == 250
    assert ids == sorted(ids)


async def test_due_time_in_the_past_is_kept(storage: Storage) -> None:
    """After downtime the next due time may already be over; the planner decides what then."""
    known = await storage.subscribers.add(subscriber())
    late = replace(digest(1), made=NOW - DAY, next_due=NOW - timedelta(hours=2))

    await storage.outbox.promise(known, late, parts("satu"), None)

    assert await storage.subscribers.next_due() == NOW - timedelta(hours=2)
