"""Processes that work together on one database: who is there, who holds which post."""

from asyncio import Event
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType, Protocol

MemberId = NewType("MemberId", int)
PostName = NewType("PostName", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A process; its beat grows while it lives."""

    id: MemberId
    name: str  # for people: host and process
    mark: str  # names the process for others on the same machine
    roles: tuple[str, ...]
    beat: int
    started: datetime
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Work that one member at a time does; the token grows with each change of the holder."""

    name: PostName
    holder: MemberId | None
    token: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody and every post at one moment."""

    members: tuple[Member, ...] = ()
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """A text of feeds.yaml that is in force for everybody."""

    version: int
    text: str
    made: datetime


class FleetStore(Protocol):
    """Members and posts."""

    async def join(self, name: str, mark: str, roles: Sequence[str], now: datetime) -> MemberId:
        """From now on leases of this storage are taken in the new member's name."""
        ...

    async def beat(self, member: MemberId, now: datetime) -> Roster | None:
        """Tell the others that the member lives; None when it was taken for dead."""
        ...

    async def bury(self, member: Member) -> bool:
        """Free everything that it held, unless it has given a beat meanwhile."""
        ...

    async def leave(self, member: MemberId) -> None:
        """A clean end: everything is free at once."""
        ...

    async def take(self, post: PostName, member: MemberId, now: datetime) -> int | None:
        """The post's new token; None when another living member holds it."""
        ...

    async def roster(self) -> Roster: ...


class FeedLists(Protocol):
    """feeds.yaml as it was published to the whole fleet."""

    async def newest(self) -> FeedList | None: ...

    async def version(self) -> int:
        """Of the newest list; 0 = none was published."""
        ...

    async def knows(self, text: str) -> bool:
        """Whether it was published before."""
        ...

    async def publish(self, text: str, now: datetime) -> int:
        """The version under which the text is in force; the present one when it is that."""
        ...


class Wire(Protocol):
    """Words to all processes on the database, which may get lost."""

    async def send(self, words: Collection[str]) -> None: ...

    def listening(self, hear: Callable[[str], None]) -> AbstractAsyncContextManager[Event]:
        """Hear every word inside the block; the event is set when the line is cut."""
        ...


class JobStore(Protocol):
    """What a queue of jobs asks of the database."""

    async def waiting(self, since: datetime) -> Mapping[str, int]:
        """How many rows were due before `since` and still are, by the kind of work.

        Kinds are `poll`, `group`, `summarise`, `digest` and `deliver:` with a bot's number.
        """
        ...

    def connections(self) -> AbstractAsyncContextManager[Any]:
        """A pool of the database driver's own kind, for PgQueuer alone."""
        ...


class FleetStores(Protocol):
    """What processes share beside the work itself."""

    @property
    def fleet(self) -> FleetStore: ...
    @property
    def lists(self) -> FeedLists: ...
    @property
    def wire(self) -> Wire | None:
        """None where all processes are on one machine."""
        ...

    @property
    def jobs(self) -> JobStore | None:
        """None where all processes are on one machine."""
        ...
