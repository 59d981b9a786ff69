"""What is sent at once: who wants it, rows before acts, and never twice."""

from dataclasses import replace

from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Feed,
    JoinReason,
    Promise,
    Story,
    Subscriber,
    SubscriberStatus,
)
from bot.ports import Storage
from bot.reading import Sent, Watcher
from tests.contract.given import (
    HOUR,
    MINUTE,
    NOW,
    a_feed,
    begin,
    entry,
    finish,
    parts,
    poll,
    ready_stories,
    reread,
    stored,
    subscriber,
    texts,
)


async def reader(storage: Storage, chat: int = 1, *, instant: bool = True) -> Subscriber:
    return await storage.subscribers.add(replace(subscriber(chat), instant=instant))


def promise(known: Subscriber, story: Story, number: int = 1) -> Promise:
    digest = Digest(
        id=DigestId(number),
        kind=DigestKind.INSTANT,
        made=NOW,
        since=known.cursor,
        until=known.cursor,
        topics=(),
        queries=(),
        language="id",
        zone="Asia/Jakarta",
        next_due=known.due,
        stories=(story,),
    )
    return Promise(subscriber=known, digest=digest, messages=parts("kilat"), expires=NOW + HOUR)


async def test_watchers_want_big_stories_or_marked_a_topic(storage: Storage) -> None:
    wants = await reader(storage, 1)
    marks = await reader(storage, 2, instant=False)
    await reader(storage, 3, instant=False)
    paused = await reader(storage, 4)
    await storage.subscribers.save(replace(paused, status=SubscriberStatus.PAUSED))

    await storage.instants.mark(marks.id, "harga beras", on=True)

    assert await storage.instants.watchers() == (
        Watcher(subscriber=wants),
        Watcher(subscriber=marks, alerts=("harga beras",)),
    )


async def test_mark_is_taken_away(storage: Storage) -> None:
    known = await reader(storage)
    for _ in range(2):
        await storage.instants.mark(known.id, "beras", on=True)
    marked = await storage.instants.marked(known.id)

    await storage.instants.mark(known.id, "beras", on=False)

    assert marked == ("beras",)
    assert await storage.instants.marked(known.id) == ()


async def test_loud_stories_have_many_outlets(storage: Storage) -> None:
    feeds = [
        await a_feed(storage, Feed(url=f"https://{n}.example/rss", outlet=f"Warta {n // 2}"))
        for n in range(4)
    ]
    for feed in feeds:
        await poll(storage, feed, replace(entry("x"), link=f"https://x.example/{feed.id}"))
    first, *others = await stored(storage)
    story_id = await begin(storage, first)
    for report in others:
        await storage.stories.join(report, story_id, JoinReason.SAME_NEWS, "")
    await finish(storage, story_id)

    assert await storage.instants.loud(NOW - HOUR, 2) == (story_id,)
    assert await storage.instants.loud(NOW - HOUR, 3) == ()
    assert await storage.instants.loud(NOW - MINUTE, 2) == ()


async def test_promise_is_a_delivery_that_moves_no_cursor(storage: Storage) -> None:
    [story] = await ready_stories(storage, 1)
    known = await reader(storage)

    assert await storage.instants.promise_all([promise(known, story)]) == 1

    assert texts(await storage.outbox.lease(NOW, 5)) == ["kilat"]
    assert await reread(storage, known) == known
    sent = await storage.instants.sent([known.id], NOW - HOUR)
    assert sent == {known.id: (Sent(story_id=story.id, made=NOW),)}


async def test_story_is_promised_once(storage: Storage) -> None:
    [story] = await ready_stories(storage, 1)
    known = await reader(storage)
    await storage.instants.promise_all([promise(known, story)])

    assert await storage.instants.promise_all([promise(known, story, 2)]) == 0

    assert len(await storage.outbox.lease(NOW, 5)) == 1
    assert (await storage.outbox.counts())["queued"] == 0


async def test_changed_subscriber_is_tried_again(storage: Storage) -> None:
    """A digest moved the cursor meanwhile: nothing is stored, not even that it was sent."""
    [story] = await ready_stories(storage, 1)
    known = await reader(storage)
    late = promise(replace(known, due=NOW - HOUR), story)

    assert await storage.instants.promise_all([late]) == 0

    assert await storage.instants.sent([known.id], NOW - HOUR) == {}
    assert await storage.instants.promise_all([promise(known, story, 2)]) == 1


async def test_expired_instant_was_not_sent(storage: Storage) -> None:
    """What could not go out in time belongs into the next digest in full."""
    [story] = await ready_stories(storage, 1)
    known = await reader(storage)
    await storage.instants.promise_all([promise(known, story)])

    assert await storage.outbox.lease(NOW + 2 * HOUR, 5) == ()

    assert await storage.instants.sent([known.id], NOW - HOUR) == {}
    assert await reread(storage, known) == known
