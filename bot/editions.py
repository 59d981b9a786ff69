"""Ready-made digests that an admin defines and a subscriber takes with one tap."""

from dataclasses import dataclass, replace
from datetime import time

from bot.model import EVERY_DAY, ChatId, Subscriber, TopicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Topics and hours under a name; `chats` always follow what it says."""

    key: str
    titles: tuple[tuple[str, str], ...]  # language, title; Indonesian first
    topics: tuple[TopicKey, ...]
    hours: tuple[time, ...]
    days: tuple[int, ...] = EVERY_DAY  # ISO weekdays
    zone: str = "Asia/Jakarta"
    stories: int = 8  # in one message
    chats: tuple[ChatId, ...] = ()

    def title(self, language: str) -> str:
        titles = dict(self.titles)
        return titles.get(language) or titles["id"]

    def taken_by(self, subscriber: Subscriber) -> Subscriber:
        """The subscriber with the edition's choices; own topics, quiet hours and looks stay."""
        return replace(
            subscriber,
            topics=self.topics,
            hours=self.hours,
            days=self.days,
            zone=self.zone,
            style=replace(subscriber.style, stories=self.stories),
        )

    def is_of(self, subscriber: Subscriber) -> bool:
        """Whether the subscriber's choices are the edition's."""
        return self.taken_by(subscriber) == subscriber


class EditionsInForce:
    """The editions of feeds.yaml while the program runs; replaced whole when it changes."""

    def __init__(self, editions: tuple[Edition, ...] = ()) -> None:
        self._by_key = {edition.key: edition for edition in editions}

    def become(self, editions: tuple[Edition, ...]) -> None:
        self._by_key = {edition.key: edition for edition in editions}

    def __bool__(self) -> bool:
        return bool(self._by_key)

    @property
    def all(self) -> tuple[Edition, ...]:
        return tuple(self._by_key.values())

    def get(self, key: str) -> Edition | None:
        return self._by_key.get(key)
