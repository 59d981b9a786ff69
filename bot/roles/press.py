"""The stories of one moment, looked through once, and each distinct digest made once."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from bot.digests.interest import FindQueries, FitsQuery, Interest
from bot.digests.shelf import Shelf
from bot.digests.timetable import is_quiet, next_digest
from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Message,
    QuietHours,
    Story,
)
from bot.planning import Choices
from bot.ports import Renderer
from bot.style import Style

# Digests that are kept for the next subscriber who wants the same: about 60 MB.
MOST_KEPT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What makes two subscribers' digests equal."""

    interest: Interest
    cursor: int
    kind: DigestKind
    language: str
    zone: str
    due: datetime | None
    style: Style


@dataclass(frozen=True, slots=True)
class _Plan:
    """What makes two subscribers' next hours equal."""

    hours: tuple[time, ...]
    zone: str
    days: tuple[int, ...]
    quiet: QuietHours | None
    paused_until: datetime | None


Made = tuple[Digest, tuple[Message, ...]]


@dataclass(slots=True, kw_only=True)
class Press:
    """Makes promises at the moment `now` of the stories in (after, until]."""

    stories: tuple[Story, ...]
    after: int
    until: int
    now: datetime
    fits: FitsQuery
    find: FindQueries
    render: Renderer
    new_id: Callable[[], Awaitable[DigestId]]
    _shelf: Shelf = field(init=False)
    _looked_for: set[str] = field(default_factory=set)
    _plans: dict[_Plan, tuple[datetime | None, bool]] = field(default_factory=dict)
    _made: OrderedDict[_Wish, Made] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.stories, self.fits, self.now)

    def look_for(self, queries: Set[str]) -> None:
        """Find what these own topics fit, each story read once for all of them.

        It takes a tenth of a second for a thousand stories: call it in a thread.
        """
        new = queries - self._looked_for
        if new:
            self._shelf.learn(self.find(new, self.stories))
            self._looked_for |= new

    async def digest(self, some: Choices, interest: Interest, kind: DigestKind) -> Made:
        """What whoever chose so is owed now; no messages when there is nothing new."""
        wish = self._wish(some, interest, kind)
        if wish not in self._made:
            self._made[wish] = await self._make(wish)
            if len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return self._made[wish]

    def _wish(self, some: Choices, interest: Interest, kind: DigestKind) -> _Wish:
        due, hushed = self._planned(some)
        style = some.style
        if hushed and kind is DigestKind.SCHEDULED:
            # A digest that comes late, in quiet hours, comes without a sound.
            style = replace(style, silent=True)
        return _Wish(
            interest=interest,
            cursor=some.cursor,
            kind=kind,
            language=some.language,
            zone=some.zone,
            due=due,
            style=style,
        )

    def _planned(self, one: Choices) -> tuple[datetime | None, bool]:
        """The next due time, and whether it is a quiet hour now."""
        plan = _Plan(one.hours, one.zone, one.days, one.quiet, one.paused_until)
        if plan not in self._plans:
            self._plans[plan] = next_digest(one, self.now), is_quiet(one, self.now)
        return self._plans[plan]

    async def _make(self, wish: _Wish) -> Made:
        after = 0 if wish.kind is DigestKind.FIRST else wish.cursor
        # Stored as shown, so that a place in the list is the number that the reader saw.
        chosen = self._shelf.choose(wish.interest, after)
        told = wish.interest.told
        digest = Digest(
            id=await self.new_id(),
            kind=wish.kind,
            made=self.now,
            since=wish.cursor,
            until=self.until,
            topics=wish.interest.topics,
            queries=wish.interest.queries,
            language=wish.language,
            zone=wish.zone,
            next_due=wish.due,
            stories=tuple(story for story in chosen if story.id not in told) if told else chosen,
            style=wish.style,
            told=tuple(story for story in chosen if story.id in told) if told else (),
        )
        return digest, self.render(digest)
