"""The stories of one moment, looked through once, and each distinct digest made once."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from bot.digests.compose import choose, in_blocks
from bot.digests.interest import FitsQuery, Interest
from bot.digests.timetable import is_quiet, next_digest
from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Message,
    QuietHours,
    Story,
    StoryId,
    TopicKey,
)
from bot.planning import Choices
from bot.ports import Renderer
from bot.stories.rank import Worth
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
    render: Renderer
    new_id: Callable[[], Awaitable[DigestId]]
    _by_topic: dict[TopicKey, list[int]] = field(default_factory=dict)
    _fitting: dict[tuple[str, StoryId], bool] = field(default_factory=dict)
    _worth: Worth = field(init=False)
    _plans: dict[_Plan, tuple[datetime | None, bool]] = field(default_factory=dict)
    _made: OrderedDict[_Wish, Made] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._worth = Worth(self.now)
        for place, story in enumerate(self.stories):
            for key in {match.key for match in story.topics}:
                self._by_topic.setdefault(key, []).append(place)

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
        fresh = [story for story in self._candidates(wish.interest) if story.sequence > after]
        # Stored as shown, so that a place in the list is the number that the reader saw.
        chosen = in_blocks(choose(fresh, wish.interest, self._fits, self.now, worth=self._worth))
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
            stories=tuple(story for story in chosen if story.id not in told),
            style=wish.style,
            told=tuple(story for story in chosen if story.id in told),
        )
        return digest, self.render(digest)

    def _candidates(self, interest: Interest) -> tuple[Story, ...]:
        """The stories that may serve the interest: own topics may find any."""
        if interest.is_everything or interest.queries:
            return self.stories
        lists = (self._by_topic.get(key, ()) for key in interest.topics)
        return tuple(self.stories[place] for place in sorted({n for one in lists for n in one}))

    def _fits(self, query: str, story: Story) -> bool:
        key = (query, story.id)
        if key not in self._fitting:
            self._fitting[key] = self.fits(query, story)
        return self._fitting[key]
