"""Who is due together, and what all of them are promised at once."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from bot.model import Digest, Message, QuietHours, SubscriberId, TopicKey
from bot.style import Style


class Choices(Protocol):
    """What a digest depends on: what was chosen, and how far the digests came."""

    @property
    def language(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def hours(self) -> tuple[time, ...]: ...
    @property
    def days(self) -> tuple[int, ...]: ...
    @property
    def quiet(self) -> QuietHours | None: ...
    @property
    def style(self) -> Style: ...
    @property
    def topics(self) -> tuple[TopicKey, ...]: ...
    @property
    def queries(self) -> tuple[str, ...]: ...
    @property
    def cursor(self) -> int: ...
    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Subscribers who chose the same, are due at the same time and stand at the same story."""

    ids: tuple[SubscriberId, ...]  # ascending
    language: str
    zone: str
    hours: tuple[time, ...]
    days: tuple[int, ...]
    quiet: QuietHours | None
    style: Style
    topics: tuple[TopicKey, ...]
    queries: tuple[str, ...]
    cursor: int
    due: datetime
    paused_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPromise:
    """A digest and its messages for readers who stood alike: see Outbox.promise_all."""

    digest: Digest
    messages: tuple[Message, ...]
    expires: datetime | None
    due: datetime | None  # when the readers were due
    readers: tuple[SubscriberId, ...]
