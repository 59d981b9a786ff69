"""What an admin tells everyone, and what the program tells an admin."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.model import DigestId

AnnouncementId = NewType("AnnouncementId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What an admin has to say to every active subscriber."""

    id: AnnouncementId
    text: str  # plain, as typed
    made: datetime
    digest_id: DigestId | None = None  # its outbox rows carry this; None = not sent yet


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A warning or an error of the running program."""

    at: str  # ISO 8601
    event: str
    fields: str
