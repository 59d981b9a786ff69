"""The subscriber store: choices, status, due times, moves and goodbyes."""

from dataclasses import fields, replace
from datetime import time

import pytest

from bot.model import (
    ChatId,
    DeliveryState,
    DigestId,
    QuietHours,
    Subscriber,
    SubscriberStatus,
    TopicKey,
)
from bot.planning import Alike
from bot.ports import Storage
from bot.style import Style, SummaryLength
from tests.contract.given import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    digest,
    promised,
    reread,
    subscriber,
    texts,
)

OLD, NEW = ChatId(-77), ChatId(-1_000_000_000_077)


EVERYTHING = Subscriber(
    id=subscriber().id,
    chat_id=ChatId(-1_001_234_567_890),
    thread_id=4_294_967_296,
    kind="supergroup",
    language="en",
    zone="Asia/Jayapura",
    hours=(time(6), time(17, 30)),
    days=(1, 3, 5),
    quiet=QuietHours(start=time(22), end=time(5, 15)),
    instant=True,
    style=Style(stories=4, summary=SummaryLength.SHORT, silent=True, preview=True, tell_empty=True),
    topics=(TopicKey("irak"), TopicKey("timur-tengah")),
    queries=("harga beras", 'kereta "cepat"'),
    status=SubscriberStatus.PAUSED,
    status_reason="libur",
    cursor=41,
    due=NOW,
    paused_until=NOW + DAY,
    joined=NOW - DAY,
)


async def due_ids(storage: Storage, limit: int = 10) -> list[tuple[int, ...]]:
    return [some.ids for some in await storage.subscribers.due(NOW, limit)]


async def test_subscriber_comes_back_whole(storage: Storage) -> None:
    added = await storage.subscribers.add(EVERYTHING)

    assert added == replace(EVERYTHING, id=added.id)
    assert await storage.subscribers.get(added.id) == added
    assert await storage.subscribers.by_chat(added.chat_id, added.thread_id) == added


async def test_unknown_subscriber_is_none(storage: Storage) -> None:
    assert await storage.subscribers.by_chat(ChatId(5)) is None
    assert await storage.subscribers.get(subscriber().id) is None


async def test_second_add_returns_the_first(storage: Storage) -> None:
    first = await storage.subscribers.add(subscriber(1))

    second = await storage.subscribers.add(replace(subscriber(1), language="en"))

    assert second == first


async def test_threads_of_a_chat_are_apart(storage: Storage) -> None:
    first = await storage.subscribers.add(subscriber(1))

    second = await storage.subscribers.add(replace(subscriber(1), thread_id=9))

    assert second.id != first.id
    assert await storage.subscribers.by_chat(ChatId(1), 9) == second


async def test_save_stores_the_choices(storage: Storage) -> None:
    known = await storage.subscribers.add(subscriber())
    chosen = replace(
        known,
        kind="group",
        language="en",
        zone="UTC",
        hours=(time(7),),
        days=(6, 7),
        quiet=QuietHours(start=time(1), end=time(4)),
        instant=True,
        style=Style(stories=12),
        paused_until=NOW + HOUR,
        topics=(TopicKey("rusia"),),
        queries=("gempa",),
        status=SubscriberStatus.SETUP,
        status_reason="x",
        due=None,
        joined=NOW,
    )

    await storage.subscribers.save(chosen)

    assert await reread(storage, known) == chosen


async def test_save_leaves_the_cursor_alone(storage: Storage) -> None:
    """Settings changed while a digest was promised must not bring its stories back."""
    stale = await storage.subscribers.add(subscriber())
    assert await storage.outbox.promise(stale, digest(1, until=7), (), None)

    await storage.subscribers.save(replace(stale, language="en"))

    again = await reread(storage, stale)
    assert (again.language, again.cursor) == ("en", 7)


async def test_due_subscribers_earliest_first(storage: Storage) -> None:
    late = await storage.subscribers.add(subscriber(1, due=NOW))
    early = await storage.subscribers.add(subscriber(2, due=NOW - HOUR))
    await storage.subscribers.add(subscriber(3, due=NOW + MINUTE))
    await storage.subscribers.add(subscriber(4, due=None))

    assert await due_ids(storage) == [(early.id,), (late.id,)]
    assert await due_ids(storage, limit=1) == [(early.id,)]
    assert await storage.subscribers.next_due() == NOW - HOUR


async def test_who_chose_alike_is_due_together(storage: Storage) -> None:
    """All that a digest depends on comes back, and sets those apart who differ in it."""
    active = replace(EVERYTHING, status=SubscriberStatus.ACTIVE)
    kin = [await storage.subscribers.add(replace(active, chat_id=ChatId(n))) for n in (1, 2)]
    others = [
        replace(active, **{name: getattr(subscriber(), name)})
        for name in (field.name for field in fields(Alike) if field.name not in ("ids", "due"))
        if getattr(active, name) != getattr(subscriber(), name)
    ]
    for number, other in enumerate(others, 3):
        await storage.subscribers.add(replace(other, chat_id=ChatId(number)))

    together, *apart = await storage.subscribers.due(NOW, 50)

    assert together == Alike(
        ids=tuple(one.id for one in kin),
        **{
            name: getattr(active, name) for name in (f.name for f in fields(Alike)) if name != "ids"
        },
    )
    assert [len(some.ids) for some in apart] == [1] * 10


@pytest.mark.parametrize(
    "status", [status for status in SubscriberStatus if status is not SubscriberStatus.ACTIVE]
)
async def test_only_active_ones_are_due(storage: Storage, status: SubscriberStatus) -> None:
    await storage.subscribers.add(replace(subscriber(), status=status))

    assert await storage.subscribers.due(NOW, 10) == ()
    assert await storage.subscribers.next_due() is None


async def test_status_concerns_every_thread(storage: Storage) -> None:
    first = await storage.subscribers.add(subscriber(1))
    second = await storage.subscribers.add(replace(subscriber(1), thread_id=2))
    other = await storage.subscribers.add(subscriber(2))

    await storage.subscribers.set_status(ChatId(1), SubscriberStatus.UNREACHABLE, "blocked")

    for known in (first, second):
        again = await reread(storage, known)
        assert (again.status, again.status_reason) == (SubscriberStatus.UNREACHABLE, "blocked")
    assert await reread(storage, other) == other


async def test_count_names_every_status(storage: Storage) -> None:
    await storage.subscribers.add(subscriber(1))
    await storage.subscribers.add(replace(subscriber(2), status=SubscriberStatus.PAUSED))

    assert await storage.subscribers.count() == {
        "active": 1,
        "paused": 1,
        "unreachable": 0,
        "setup": 0,
    }


async def test_moved_chat_takes_its_deliveries_along(storage: Storage) -> None:
    known = await promised(storage, OLD, "satu", "dua")

    await storage.subscribers.move_chat(OLD, NEW)

    moved = await reread(storage, known)
    [delivery] = await storage.outbox.lease(NOW, 10)
    assert (moved.chat_id, moved.kind) == (NEW, "supergroup")
    assert (delivery.chat_id, delivery.kind) == (NEW, "supergroup")
    assert await storage.subscribers.by_chat(OLD) is None


async def test_message_on_its_way_during_a_move_can_be_sent_again(storage: Storage) -> None:
    """Telegram's answer to the first attempt is what tells of the move."""
    await promised(storage, OLD, "satu")
    [delivery] = await storage.outbox.lease(NOW, 10)

    await storage.subscribers.move_chat(OLD, NEW)
    await storage.outbox.retry(delivery.id, NOW, "moved", uncertain=False)

    [again] = await storage.outbox.lease(NOW, 10)
    assert (again.id, again.chat_id) == (delivery.id, NEW)


async def test_moved_group_keeps_what_it_had(storage: Storage) -> None:
    old = await promised(storage, OLD, "satu")
    await storage.subscribers.add(
        replace(subscriber(NEW), status=SubscriberStatus.SETUP, topics=())
    )

    await storage.subscribers.move_chat(OLD, NEW)

    moved = await storage.subscribers.by_chat(NEW)
    assert moved is not None
    assert (moved.id, moved.topics) == (old.id, old.topics)
    assert texts(await storage.outbox.lease(NOW, 10)) == ["satu"]


async def test_move_prefers_the_one_that_was_set_up(storage: Storage) -> None:
    await storage.subscribers.add(replace(subscriber(OLD), status=SubscriberStatus.SETUP))
    new = await storage.subscribers.add(subscriber(NEW))

    await storage.subscribers.move_chat(OLD, NEW)

    moved = await storage.subscribers.by_chat(NEW)
    assert moved == new
    assert await storage.subscribers.by_chat(OLD) is None


async def test_forgotten_chat_leaves_nothing(storage: Storage) -> None:
    await promised(storage, 1, "rahasia")
    await storage.subscribers.add(replace(subscriber(1), thread_id=5))

    await storage.subscribers.forget(ChatId(1))

    stats = await storage.stats()
    assert {name: stats[name] for name in ("subscribers", "digests", "messages", "outbox")} == {
        "subscribers": 0,
        "digests": 0,
        "messages": 0,
        "outbox": 0,
    }


async def test_forgetting_spares_what_others_share(storage: Storage) -> None:
    await promised(storage, 1, "sama", number=7)
    await promised(storage, 2, "sama", number=7)

    await storage.subscribers.forget(ChatId(1))

    assert texts(await storage.outbox.lease(NOW, 10)) == ["sama"]
    assert await storage.outbox.digest(DigestId(7)) is not None


async def test_answer_after_forgetting_is_harmless(storage: Storage) -> None:
    await promised(storage, 1, "satu")
    [delivery] = await storage.outbox.lease(NOW, 10)
    await storage.subscribers.forget(ChatId(1))

    await storage.outbox.sent(delivery.id, 55, NOW)

    assert sum((await storage.outbox.counts()).values()) == 0


async def test_new_subscriber_never_gets_an_old_id(storage: Storage) -> None:
    """A late button or answer must not reach somebody else's settings."""
    first = await storage.subscribers.add(subscriber(1))
    await storage.subscribers.forget(ChatId(1))

    assert (await storage.subscribers.add(subscriber(2))).id > first.id


async def test_pausing_takes_back_what_waits(storage: Storage) -> None:
    """On return the stories of the withdrawn digest are still ahead of the cursor."""
    known = await promised(storage, 1, "satu")
    assert known.cursor == 10

    await storage.subscribers.save(replace(known, status=SubscriberStatus.PAUSED))

    assert await storage.outbox.lease(NOW, 10) == ()
    assert (await reread(storage, known)).cursor == 0
    assert (await storage.outbox.counts())[DeliveryState.EXPIRED] == 1
