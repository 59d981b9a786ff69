"""The live window: which reports of the last two days could tell the same news."""

import heapq
from collections import defaultdict, deque
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final, TypeVar

from bot.model import EntryId, StoryId
from bot.stories.sketch import Sketch
from bot.text.similarity import Frequencies, logarithm

# Of 1,091 pairs of reports of one event 99 % came within 37 hours of each other.
SPAN: Final = timedelta(hours=48)
# A term that more live reports have than this finds nobody: it costs much and tells little.
_COMMON: Final = 400
_QUERY_TERMS: Final = 48
# So the cost of a search stays the same however many reports are live.
_MOST_LOOKED: Final = 1500
# The oldest report leaves first: from a long list that moves all the others, a deque only itself;
# a deque for each of the many rare words would cost half a kilobyte each.
_LONG: Final = 256

Key = TypeVar("Key")
Numbers = TypeVar("Numbers", list[int], "list[int] | deque[int]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A report in the window."""

    id: EntryId
    story_id: StoryId
    key: str
    sketch: Sketch


class Window:
    """Live reports with an inverted index; what is older than SPAN falls out by itself."""

    def __init__(self, span: timedelta = SPAN) -> None:
        self.frequencies = Frequencies()
        self._span = span
        self._live: dict[int, Live] = {}
        self._ages: list[tuple[datetime, int]] = []
        self._postings: dict[str, list[int] | deque[int]] = {}
        self._stories: dict[StoryId, list[int]] = {}
        self._keys: dict[str, int] = {}
        self._numbers: dict[EntryId, int] = {}
        self._next = 0
        self._newest: datetime | None = None

    def __len__(self) -> int:
        return len(self._live)

    def add(self, live: Live) -> None:
        """Take a report in; one that is there already is replaced (an edit)."""
        known = self._numbers.get(live.id)
        if known is not None:
            self._drop(known)
        number = self._next
        self._next += 1
        self._live[number] = live
        self._numbers[live.id] = number
        heapq.heappush(self._ages, (live.sketch.published, number))
        self.frequencies.add(live.sketch.terms)
        for term in live.sketch.terms:
            self._post(term, number)
        self._stories.setdefault(live.story_id, []).append(number)
        if live.key:
            self._keys[live.key] = number
        if self._newest is None or live.sketch.published > self._newest:
            self._newest = live.sketch.published
            self.evict(self._newest)

    def _post(self, term: str, number: int) -> None:
        numbers = self._postings.setdefault(term, [])
        numbers.append(number)
        if len(numbers) == _LONG:
            self._postings[term] = deque(numbers)

    def evict(self, now: datetime) -> None:
        """Forget what was published more than the span before."""
        while self._ages and self._ages[0][0] < now - self._span:
            _, number = heapq.heappop(self._ages)
            if number in self._live:
                self._drop(number)

    def by_key(self, key: str) -> Live | None:
        """The live report of this article, under whatever address."""
        number = self._keys.get(key) if key else None
        return None if number is None else self._live[number]

    def members(self, story_id: StoryId) -> list[Live]:
        """The story's live reports in order of time, however late they arrived."""
        found = [self._live[number] for number in self._stories.get(story_id, ())]
        return sorted(found, key=_by_time)

    def stories(self) -> frozenset[StoryId]:
        return frozenset(self._stories)

    def candidates(self, sketch: Sketch, limit: int) -> list[Live]:
        """The live reports that share the rarest words with this one, the most alike first."""
        top = self.frequencies.top
        scores: defaultdict[int, float] = defaultdict(float)
        for count, term in self._query(sketch):
            gain = (top - logarithm(count)) ** 2
            for number in self._postings[term]:
                scores[number] += gain
        if not scores:
            return []
        # A key function would be called for each of 1,500; the values alone find the limit.
        least = heapq.nlargest(limit, scores.values())[-1]
        alike = [(-score, number) for number, score in scores.items() if score >= least]
        return [self._live[number] for _, number in sorted(alike)[:limit]]

    def _query(self, sketch: Sketch) -> list[tuple[int, str]]:
        """The rarest words, as many as a bounded number of live reports has, with how many."""
        counts = map(self.frequencies.count, sketch.terms)
        known = (
            (count, term)
            for count, term in zip(counts, sketch.terms, strict=True)
            if 0 < count <= _COMMON
        )
        rarest = heapq.nsmallest(_QUERY_TERMS, known)
        looked = accumulate(count for count, _ in rarest)
        return [word for word, seen in zip(rarest, looked, strict=True) if seen <= _MOST_LOOKED]

    def _drop(self, number: int) -> None:
        live = self._live.pop(number)
        self._numbers.pop(live.id)
        self.frequencies.remove(live.sketch.terms)
        for term in live.sketch.terms:
            _take_out(self._postings, term, number)
        _take_out(self._stories, live.story_id, number)
        if self._keys.get(live.key) == number:
            del self._keys[live.key]


def _by_time(live: Live) -> tuple[datetime, int]:
    return live.sketch.published, live.id


def _take_out(lists: MutableMapping[Key, Numbers], key: Key, number: int) -> None:
    numbers = lists[key]
    numbers.remove(number)
    if not numbers:
        del lists[key]
