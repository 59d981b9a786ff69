"""Subscribers' own topics: a query, and many queries matched against one story at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bot.stories.topics.expression import (
    SOURCE,
    TOPIC,
    Part,
    StoryTerms,
    Term,
    rarest_anchors,
    wanted,
    written,
)
from bot.stories.topics.grammar import QueryError, read
from bot.stories.topics.reading import read_data

__all__ = ["Match", "Query", "QueryError", "QuerySet", "parse"]


_NO_SECOND = ""
# A query of many alternatives waits for its first words only.
_MOST_PAIRS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a query matches: words as they stand, and where the first of them is."""

    words: tuple[str, ...]
    where: str  # "title", "text", "topic", "source"


@dataclass(frozen=True, slots=True)
class Query:
    """A subscriber's own topic; its text is canonical, so equal queries have equal texts."""

    part: Part

    def __str__(self) -> str:
        return str(self.part)

    def matches(
        self,
        title: str,
        text: str,
        topics: Collection[str] = (),
        outlet: str | Collection[str] = "",
    ) -> Match | None:
        """Why this story matches, or None."""
        terms = StoryTerms(title, text, topics, _outlets(outlet))
        return _reason(self.part, terms) if self.part.holds(terms) else None

    @property
    def key_words(self) -> frozenset[str]:
        """Words of which a matching story holds one or more; none where only outlets count.

        A story may match by its topic alone, without the word: this is for searches.
        """
        for anchor in rarest_anchors(self.part, word_shares()):
            if not any(mark.startswith(SOURCE) for mark in anchor):
                return frozenset(mark for mark in anchor if not mark.startswith(TOPIC))
        return frozenset()


class QuerySet:
    """Queries by the two rarest words that a matching story must have.

    A story looks up its own words, so the time grows with them and with the queries that
    come near, not with all queries: thousands may wait for "irak" and another word. Adding
    and discarding touch one query's words only.
    """

    def __init__(self, shares: Mapping[str, float] | None = None) -> None:
        # The share of stories that hold a word; only the speed depends on it.
        self._shares = word_shares() if shares is None else shares
        self._parts: dict[str, Part] = {}
        # First word -> second word ("" = none) -> the ids that wait for both.
        self._waiting: dict[str, dict[str, set[str]]] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, query_id: str, query: Query) -> None:
        """Add a query, or put it in the place of the one with this id."""
        self.discard(query_id)
        self._parts[query_id] = query.part
        for first, second in self._anchors(query.part):
            self._waiting.setdefault(first, {}).setdefault(second, set()).add(query_id)

    def discard(self, query_id: str) -> None:
        """Remove a query; an unknown id changes nothing."""
        part = self._parts.pop(query_id, None)
        if part is None:
            return
        for first, second in self._anchors(part):
            seconds = self._waiting[first]
            seconds[second].discard(query_id)
            if not seconds[second]:
                del seconds[second]
            if not seconds:
                del self._waiting[first]

    def match(
        self,
        title: str,
        text: str,
        topics: Collection[str] = (),
        outlet: str | Collection[str] = "",
    ) -> set[str]:
        """The ids of all queries that match a story."""
        terms = StoryTerms(title, text, topics, _outlets(outlet))
        near: set[str] = set()
        present = terms.anchors | {_NO_SECOND}
        for first in terms.anchors & self._waiting.keys():
            seconds = self._waiting[first]
            for second in present & seconds.keys():
                near |= seconds[second]
        return {query_id for query_id in near if self._parts[query_id].holds(terms)}

    def _anchors(self, part: Part) -> list[tuple[str, str]]:
        anchors = rarest_anchors(part, self._shares)
        if not anchors:
            raise ValueError("a query must want something")
        first = anchors[0]
        second = anchors[1] if len(anchors) > 1 else frozenset((_NO_SECOND,))
        if len(first) * len(second) > _MOST_PAIRS:
            second = frozenset((_NO_SECOND,))
        return [(one, other) for one in first for other in second]


@lru_cache(maxsize=1)
def word_shares() -> Mapping[str, float]:
    """How common the common words of Indonesian news are."""
    return MappingProxyType(read_data("word_shares.json"))


def parse(text: str) -> Query:
    """Read a query; raises QueryError with the character and a sentence."""
    return Query(read(text))


def _outlets(outlet: str | Collection[str]) -> tuple[str, ...]:
    return (outlet,) if isinstance(outlet, str) else tuple(outlet)


def _reason(part: Part, terms: StoryTerms) -> Match:
    words: dict[str, str] = {}
    for term in wanted(part):
        if not term.holds(terms):
            continue
        if not isinstance(term, Term):
            words.setdefault(" ".join(term.tokens), "source")
        elif in_title := written(term, terms.title):
            words.setdefault(in_title, "title")
        elif in_text := written(term, terms.body):
            words.setdefault(in_text, "text")
        else:
            words.setdefault(" ".join(term.tokens), "topic")
    order = ("title", "text", "topic", "source")
    where = min(words.values(), key=order.index, default="text")
    return Match(words=tuple(words), where=where)
