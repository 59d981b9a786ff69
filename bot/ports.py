"""What the thinking parts ask of the world: small Protocols, owned by their callers.

Every method of a store is one transaction: when it returns, the change is durable.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot.fleet import FleetStores, PostName
from bot.hubs import HubStore
from bot.model import (
    ChatId,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestId,
    Feed,
    FeedId,
    FeedState,
    FeedUpdate,
    Message,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
    TopicMatch,
)
from bot.notices import Announcement, AnnouncementId
from bot.planning import Alike, JointPromise
from bot.reader_ports import Inbox, ReaderStores
from bot.story_ports import StoryStore

Result = TypeVar("Result")


class Clock(Protocol):
    """The only source of time; `sleep` ends early when the program stops."""

    def now(self) -> datetime:
        """The present, aware UTC."""

    async def sleep(self, duration: timedelta) -> None: ...


class Offload(Protocol):
    """CPU work elsewhere: a worker process that survives crashes and limits time."""

    async def run(self, work: Callable[..., Result], *args: object, limit: timedelta) -> Result:
        """Run an importable function; raises TryLater when it took too long or died."""


class Messenger(Protocol):
    """Sends one message; raises the errors of bot.errors, sorted by next step."""

    async def send(self, chat_id: ChatId, thread_id: int, message: Message) -> int:
        """Send and return Telegram's message id."""


class Renderer(Protocol):
    """Digest -> messages within Telegram's limits."""

    def __call__(self, digest: Digest) -> tuple[Message, ...]: ...


class FeedStore(Protocol):
    async def sync(
        self, feeds: Sequence[Feed], now: datetime, moved: Mapping[str, str] | None = None
    ) -> None:
        """Make the stored catalogue equal `feeds`; a missing one is kept but disabled.

        `moved` names addresses that changed, old -> new: such a feed keeps its history.
        """

    async def lease(self, now: datetime, until: datetime, limit: int) -> tuple[FeedState, ...]:
        """Due enabled feeds, earliest first; each is hidden from other leases `until` then."""

    async def record(self, updates: Sequence[FeedUpdate], now: datetime) -> Mapping[FeedId, int]:
        """Store new states and entries, free the leases; returns unseen entries per feed.

        An entry is known when its feed has one with the same guid and the same link or
        title, or with the same link; an edit updates it in place.
        """

    async def release(self, feed_ids: Sequence[FeedId], until: datetime) -> None:
        """Give back leases that would have ended `until`: the feeds are due as before."""

    async def hasten(self, until: datetime) -> None:
        """No well feed without an interval of its own waits longer than `until`."""

    async def hurry(self, feed_ids: Sequence[FeedId], now: datetime, *, pushed: bool) -> None:
        """These are due now, and then when they would have been; `pushed` = their hub said so."""

    async def all(self) -> tuple[FeedState, ...]: ...

    async def get(self, feed_ids: Collection[FeedId]) -> tuple[FeedState, ...]:
        """Those of them that are there, by id."""
        ...

    async def full_texts(self, since: datetime) -> Mapping[FeedId, float]:
        """The share of entries seen since then whose article page was read, per feed."""

    async def next_due(self) -> datetime | None: ...


class SubscriberStore(Protocol):
    async def by_chat(self, chat_id: ChatId, thread_id: int = 0) -> Subscriber | None: ...

    async def of_chat(self, chat_id: ChatId) -> tuple[Subscriber, ...]:
        """The chat and the threads of its forum, in order of their ids."""
        ...

    async def get(self, subscriber_id: SubscriberId) -> Subscriber | None: ...

    async def add(self, subscriber: Subscriber) -> Subscriber:
        """Insert (its `id` is ignored) or return the one that is there already."""
        ...

    async def save(self, subscriber: Subscriber) -> None:
        """Store every field but id, chat, thread, cursor."""
        ...

    async def set_status(self, chat_id: ChatId, status: SubscriberStatus, reason: str) -> None:
        """For every thread of the chat."""
        ...

    async def move_chat(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: all rows and queued deliveries move."""
        ...

    async def forget(self, chat_id: ChatId) -> None:
        """Delete all that is stored about the chat."""
        ...

    async def due(self, now: datetime, limit: int) -> tuple[Alike, ...]: ...

    async def due_after(
        self, moment: datetime, last: SubscriberId, limit: int
    ) -> tuple[Subscriber, ...]:
        """Active ones with a due time later than that, in order of their ids after `last`."""
        ...

    async def advance(self, due: Mapping[SubscriberId, datetime]) -> None:
        """Set due times, where they are earlier than the present ones."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def count(self) -> Mapping[str, int]:
        """Subscribers by status."""
        ...


class Outbox(Protocol):
    def under(self, post: PostName, token: int) -> "Outbox":
        """The same for the holder of a post: who has lost it leases and hands back nothing."""
        ...

    async def new_digest_id(self) -> DigestId: ...

    async def promise(
        self,
        subscriber: Subscriber,
        digest: Digest,
        messages: Sequence[Message],
        expires: datetime | None,
    ) -> bool:
        """Store digest and messages and move the subscriber's cursor and due time.

        All in one transaction. False, and nothing stored, when the subscriber's cursor is
        no longer `digest.since` (somebody else made this digest). With no messages only
        cursor and due time move.
        """
        ...

    async def promise_all(
        self, promises: Sequence[JointPromise]
    ) -> tuple[tuple[SubscriberId, ...], ...]:
        """The same for many in one transaction; for each digest, to whom it is promised now."""
        ...

    async def lease(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Next messages to send, in order within a chat, at most one a chat; marked sending."""
        ...

    async def sent(self, delivery_id: DeliveryId, message_id: int, now: datetime) -> None: ...

    async def retry(
        self, delivery_id: DeliveryId, not_before: datetime, reason: str, *, uncertain: bool
    ) -> None: ...

    async def give_up(self, delivery_id: DeliveryId, reason: str, now: datetime) -> None: ...

    async def give_up_chat(self, chat_id: ChatId, reason: str, now: datetime) -> None: ...

    async def hurry(self, latest: datetime, now: datetime) -> int:
        """The clock went back: what waits beyond `latest`, or was never tried, may go now."""
        ...

    async def recover(self) -> int:
        """After a start: rows left `sending` are queued again as uncertain; returns how many."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def counts(self) -> Mapping[str, int]: ...

    async def digest(self, digest_id: DigestId) -> Digest | None:
        """A stored digest with its stories, for the button `more`."""
        ...


class Announcements(Protocol):
    """An admin's words to everyone: drafted, sent through the outbox, watched, stopped."""

    async def draft(self, text: str, now: datetime) -> AnnouncementId: ...

    async def get(self, announcement_id: AnnouncementId) -> Announcement | None: ...

    async def send(
        self, announcement_id: AnnouncementId, message: Message, now: datetime
    ) -> int | None:
        """Owe the message to every active subscriber; how many. None = it was sent before."""
        ...

    async def stop(self, announcement_id: AnnouncementId, now: datetime) -> int:
        """Give up what waits; returns how many chats will not get it."""
        ...

    async def progress(self, announcement_id: AnnouncementId) -> Mapping[DeliveryState, int]: ...


class Trends(Protocol):
    """Counts over `steps` steps, for pictures: entries by feed, messages sent, people there."""

    async def entries(
        self, since: datetime, step: timedelta, steps: int
    ) -> Mapping[FeedId, tuple[int, ...]]: ...
    async def sent(self, since: datetime, step: timedelta, steps: int) -> tuple[int, ...]: ...
    async def joined(self, since: datetime, step: timedelta, steps: int) -> tuple[int, ...]: ...


class Storage(ReaderStores, FleetStores, Protocol):
    """All stores over one database."""

    @property
    def announcements(self) -> Announcements: ...

    @property
    def feeds(self) -> FeedStore: ...
    @property
    def hubs(self) -> HubStore: ...
    @property
    def stories(self) -> StoryStore: ...
    @property
    def subscribers(self) -> SubscriberStore: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def trends(self) -> Trends: ...
    @property
    def upgraded_from(self) -> str:
        """The schema that opening has upgraded; "" when there was nothing to do."""
        ...

    async def newer_schema(self) -> str:
        """The schema that another, newer program has made meanwhile; "" = still ours."""
        ...

    async def stats(self) -> Mapping[str, int]:
        """Row counts and sizes for `sariwarta stats` and metrics."""
        ...

    async def tidy(self, now: datetime, keep: timedelta) -> Mapping[str, int]:
        """Delete what is older than `keep` and neither listed nor referred to; rows by table."""
        ...

    async def backup(self, path: Path) -> None:
        """Write a whole copy of the running database to a new file."""
        ...

    async def close(self) -> None: ...


OpenStorage = Callable[[str], AbstractAsyncContextManager[Storage]]


class TopicNames(Protocol):
    """What views need of the topic catalogue."""

    def name(self, key: TopicKey, language: str) -> str: ...


class TopicMatcher(Protocol):
    """Says which topics a story is about, best first."""

    def match(
        self, title: str, text: str, *, section: str = "", outlet: str = ""
    ) -> tuple[TopicMatch, ...]: ...
