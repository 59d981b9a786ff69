"""What is agreed with the hubs that push feeds' news (WebSub), and what is asked of its store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model import FeedId, FeedState


class HubStage(StrEnum):
    """How far an agreement with a feed's hub has come."""

    WANTED = "wanted"  # to be asked
    ASKED = "asked"  # the hub has taken the request and will ask us back
    ACTIVE = "active"  # the hub pushes until the lease ends
    LEAVING = "leaving"  # the feed is gone or has another hub: no pushes are wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLine:
    """An agreement that a hub pushes one feed's news to us (WebSub)."""

    feed_id: FeedId
    hub: str
    topic: str
    token: str  # the end of our address for this line; nobody can guess it
    secret: str  # what the hub signs its pushes with
    stage: HubStage = HubStage.WANTED
    due: datetime  # when something is to be done about it
    lease_ends: datetime | None = None
    failures: int = 0  # in a row
    detail: str = ""  # a sentence for the admin


class HubStore(Protocol):
    async def follow(self, make: Callable[[FeedState], HubLine], now: datetime) -> None:
        """Begin a line for each enabled feed that names a hub; leave those that none wants."""

    async def due(self, now: datetime, limit: int) -> tuple[HubLine, ...]:
        """Lines about which something is to be done, earliest first."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def of_token(self, token: str) -> HubLine | None:
        """The line that an address of ours belongs to."""

    async def save(self, line: HubLine) -> None:
        """Keep what has changed; a line that is gone stays gone."""

    async def forget(self, line: HubLine) -> None: ...
