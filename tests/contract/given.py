"""Small valid values for storage tests; each test names only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import (
    ChatId,
    Delivery,
    Digest,
    DigestId,
    DigestKind,
    Entry,
    Feed,
    FeedState,
    FeedUpdate,
    JoinReason,
    Message,
    Quote,
    Report,
    Story,
    StoryId,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
    TopicMatch,
)
from bot.ports import Storage

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

FEED = Feed(url="https://kabar.example/rss", outlet="Kabar Contoh")


def entry(name: str = "1", *, minutes_ago: int | None = 10) -> Entry:
    """An entry about `name`; None minutes = the feed gives no date."""
    return Entry(
        guid=f"guid-{name}",
        link=f"https://kabar.example/berita/{name}",
        title=f"Berita {name}",
        published=None if minutes_ago is None else NOW - minutes_ago * MINUTE,
        text=f"Isi berita {name}.",
    )


def subscriber(chat: int = 1, *, due: datetime | None = NOW) -> Subscriber:
    return Subscriber(
        id=SubscriberId(0),
        chat_id=ChatId(chat),
        topics=(TopicKey("irak"),),
        status=SubscriberStatus.ACTIVE,
        due=due,
        joined=NOW - DAY,
    )


def digest(
    number: int, *, since: int = 0, until: int = 10, stories: Sequence[Story] = ()
) -> Digest:
    return Digest(
        id=DigestId(number),
        kind=DigestKind.SCHEDULED,
        made=NOW,
        since=since,
        until=until,
        topics=(TopicKey("irak"),),
        queries=(),
        language="id",
        zone="Asia/Jakarta",
        next_due=NOW + 11 * HOUR,
        stories=tuple(stories),
    )


def parts(*texts: str) -> tuple[Message, ...]:
    return tuple(Message(html=text) for text in texts)


async def a_feed(storage: Storage, feed: Feed = FEED) -> FeedState:
    await storage.feeds.sync([*(state.feed for state in await storage.feeds.all()), feed], NOW)
    [state] = [state for state in await storage.feeds.all() if state.feed.url == feed.url]
    return state


async def poll(storage: Storage, state: FeedState, *entries: Entry, now: datetime = NOW) -> int:
    """Records one document; returns how many entries were unseen."""
    update = FeedUpdate(state=replace(state, next_poll=now + HOUR), entries=entries)
    return (await storage.feeds.record([update], now))[state.id]


async def stored(storage: Storage, *, now: datetime = NOW) -> tuple[Report, ...]:
    """The loose entries, without keeping them from a later lease."""
    return await storage.stories.lease_entries(now, now, 1000)


async def reports(storage: Storage, count: int) -> tuple[Report, ...]:
    """`count` loose reports of one feed, oldest first."""
    state = await a_feed(storage)
    await poll(storage, state, *(entry(str(n), minutes_ago=60 - n) for n in range(count)))
    return await stored(storage)


async def begin(storage: Storage, report: Report) -> StoryId:
    return await storage.stories.begin(report, JoinReason.FIRST, "")


async def finish(storage: Storage, story_id: StoryId) -> None:
    topics = [TopicMatch(key=TopicKey("irak"), score=1.0, words=("Irak",), where="title")]
    await storage.stories.finish(story_id, topics, [Quote(text="Isi berita.")])


async def ready_stories(storage: Storage, count: int) -> tuple[Story, ...]:
    """`count` finished stories of one report each, in order of their sequence."""
    ids = [await begin(storage, report) for report in await reports(storage, count)]
    for story_id in ids:
        await finish(storage, story_id)
    return await storage.stories.get(ids)


async def promised(
    storage: Storage, chat: int, *texts: str, number: int | None = None
) -> Subscriber:
    """A subscriber to whom a scheduled digest of these messages is owed."""
    known = await storage.subscribers.add(subscriber(chat))
    assert await storage.outbox.promise(known, digest(number or chat), parts(*texts), None)
    return await reread(storage, known)


async def reread(storage: Storage, known: Subscriber) -> Subscriber:
    again = await storage.subscribers.get(known.id)
    assert again is not None
    return again


def texts(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.message.html for delivery in deliveries]
