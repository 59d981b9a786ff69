"""What the chat needs of the rest of the program, handed over once at the start."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.office import Office
from bot.editions import EditionsInForce
from bot.model import DigestKind, Subscriber
from bot.ports import Clock, Storage
from bot.stories.topics.catalogue import Catalogue


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Handed to every handler."""

    storage: Storage
    clock: Clock
    topics: Catalogue
    # Compose since the subscriber's cursor, promise to the outbox, wake delivery;
    # False = there is nothing new.
    digest_now: Callable[[Subscriber, DigestKind], Awaitable[bool]]
    # When the next digest after that moment is due.
    plan: Callable[[Subscriber, datetime], datetime | None]
    default_zone: str
    # What an admin has put together in feeds.yaml.
    editions: EditionsInForce = field(default_factory=EditionsInForce)
    admins: frozenset[int] = frozenset()
    allowed_chats: frozenset[int] = frozenset()
    # Called after a due time changed, so that the digest role looks again.
    rescheduled: Callable[[], None] = _nothing
    # Called after something was put into the outbox, so that delivery looks.
    owed: Callable[[], None] = _nothing
    # For admins; None where nobody is one.
    office: Office | None = None
