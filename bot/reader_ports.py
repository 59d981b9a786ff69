"""What is asked of the stores of readers' own things; a part of bot.ports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import StoryId, SubscriberId
from bot.reading import Found, Mute, MuteKind, Saved, Search, Taste


class Archive(Protocol):
    """Full-text search over all stored reports."""

    async def search(self, wanted: Search, skip: int, limit: int) -> Found:
        """Ready stories with a report that fits; words match from their beginning."""
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
