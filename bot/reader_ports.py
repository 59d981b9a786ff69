"""What is asked of the stores of readers' own things and words; a part of bot.ports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import ChatId, EntryId, Incoming, Promise, StoryId, SubscriberId, UpdateId
from bot.reading import (
    Carried,
    Edit,
    Found,
    Mute,
    MuteKind,
    Saved,
    Search,
    Sent,
    Taste,
    Traced,
    Watcher,
)


class Archive(Protocol):
    """Full-text search over all stored reports."""

    async def search(self, wanted: Search, skip: int, limit: int) -> Found:
        """Ready stories with a report that fits; words match from their beginning."""
        ...

    async def edits(self, story_id: StoryId) -> Mapping[EntryId, Edit]:
        """The changes of the story's reports that their outlets made."""
        ...


class SavedStore(Protocol):
    """What subscribers keep; it outlives the story."""

    async def keep(self, subscriber_id: SubscriberId, saved: Saved) -> None: ...

    async def drop(self, subscriber_id: SubscriberId, story_id: StoryId) -> None: ...

    async def has(self, subscriber_id: SubscriberId, story_id: StoryId) -> bool: ...

    async def page(
        self, subscriber_id: SubscriberId, skip: int, limit: int
    ) -> tuple[tuple[Saved, ...], int]:
        """The last saved first, and how many there are."""
        ...


class MuteStore(Protocol):
    """What subscribers do not want to read of."""

    async def set(self, subscriber_id: SubscriberId, mute: Mute) -> None:
        """Begin or prolong a mute."""
        ...

    async def lift(self, subscriber_id: SubscriberId, kind: MuteKind, value: str) -> None: ...

    async def of(
        self, subscriber_ids: Sequence[SubscriberId], now: datetime
    ) -> Mapping[SubscriberId, tuple[Mute, ...]]:
        """Those that hold now, by kind and value; who has none is left out."""
        ...


class TasteStore(Protocol):
    """How much more or less subscribers want of topics and outlets."""

    async def nudge(self, subscriber_id: SubscriberId, names: Sequence[str], steps: int) -> None:
        """Move each by so many steps, at most three from the middle; 0 is forgotten."""
        ...

    async def reset(self, subscriber_id: SubscriberId) -> None: ...

    async def of(
        self, subscriber_ids: Sequence[SubscriberId]
    ) -> Mapping[SubscriberId, tuple[Taste, ...]]:
        """The best liked first; who has none is left out."""
        ...


class InstantStore(Protocol):
    """Who wants stories at once, and which were sent so."""

    async def watchers(self) -> tuple[Watcher, ...]:
        """Active subscribers who want big stories, or have marked an own topic."""
        ...

    async def mark(self, subscriber_id: SubscriberId, query: str, *, on: bool) -> None: ...

    async def marked(self, subscriber_id: SubscriberId) -> tuple[str, ...]: ...

    async def loud(self, since: datetime, outlets: int) -> tuple[StoryId, ...]:
        """Ready stories that so many outlets have reported since then."""
        ...

    async def promise_all(self, promises: Sequence[Promise]) -> int:
        """Promise digests of one story each, but none that its subscriber was promised before.

        Returns how many were kept; one whose subscriber changed meanwhile can be tried again.
        """
        ...

    async def sent(
        self, subscriber_ids: Sequence[SubscriberId], since: datetime
    ) -> Mapping[SubscriberId, tuple[Sent, ...]]:
        """What was sent at once, or still will be; who got nothing is left out."""
        ...


class TraceStore(Protocol):
    """Which way a report went, for the question why."""

    async def by_article(self, key: str, link: str) -> Traced | None:
        """The newest stored report of this article key or link."""
        ...

    async def by_story(self, story_id: StoryId) -> Traced | None:
        """The report that gives the story its headline."""
        ...

    async def carried(self, subscriber_id: SubscriberId, story_id: StoryId) -> tuple[Carried, ...]:
        """The reader's digests with this story, the newest first."""
        ...

    async def shown(self, chat_id: ChatId, message_id: int) -> tuple[StoryId, ...]:
        """The stories of the digest that stands in this message of the chat."""
        ...


class Inbox(Protocol):
    """Updates of Telegram between their arrival and the end of their handling."""

    async def take_in(self, updates: Sequence[Incoming], now: datetime) -> tuple[Incoming, ...]:
        """Store what was not taken in before; returns the new ones, in the order given."""
        ...

    async def handled(self, update_id: UpdateId, now: datetime) -> None:
        """Its text is deleted; the number is kept, so that a second copy is known."""
        ...

    async def left(self, now: datetime) -> tuple[Incoming, ...]:
        """After a start: what was taken in and not handled, in order.

        An update during which the program ended time and again is given up.
        """
        ...


class ReaderStores(Protocol):
    """The stores of readers' own things; a part of bot.ports.Storage."""

    @property
    def archive(self) -> Archive: ...
    @property
    def saved(self) -> SavedStore: ...
    @property
    def mutes(self) -> MuteStore: ...
    @property
    def tastes(self) -> TasteStore: ...
    @property
    def instants(self) -> InstantStore: ...
    @property
    def traces(self) -> TraceStore: ...

    async def about(self, subscriber_id: SubscriberId) -> Mapping[str, Sequence[object]]:
        """Everything that is kept for a subscriber beside the choices, by table, for people."""
        ...
