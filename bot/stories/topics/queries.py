"""Subscribers' own topics: a query, and many queries matched against one story at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.stories.topics.expression import Part, StoryTerms, Term, wanted, written
from bot.stories.topics.grammar import QueryError, read

__all__ = ["Match", "Query", "QueryError", "QuerySet", "parse"]


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


class QuerySet:
    """Queries by the rarest word that a matching story must have.

    A story looks up its own words, so the time grows with them and with the queries that
    come near, not with all queries. Adding and discarding touch one query's words only.
    """

    def __init__(self, shares: Mapping[str, float] | None = None) -> None:
        # The share of stories that hold a word; only the speed depends on it.
        self._shares = shares or {}
        self._parts: dict[str, Part] = {}
        self._waiting: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, query_id: str, query: Query) -> None:
        """Add a query, or put it in the place of the one with this id."""
        self.discard(query_id)
        self._parts[query_id] = query.part
        for anchor in self._anchors(query.part):
            self._waiting.setdefault(anchor, set()).add(query_id)

    def discard(self, query_id: str) -> None:
        """Remove a query; an unknown id changes nothing."""
        part = self._parts.pop(query_id, None)
        if part is None:
            return
        for anchor in self._anchors(part):
            waiting = self._waiting.get(anchor, set())
            waiting.discard(query_id)
            if not waiting:
                self._waiting.pop(anchor, None)

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
        for anchor in terms.anchors & self._waiting.keys():
            near |= self._waiting[anchor]
        return {query_id for query_id in near if self._parts[query_id].holds(terms)}

    def _anchors(self, part: Part) -> frozenset[str]:
        anchors = part.anchor(self._shares)
        if anchors is None:
            raise ValueError("a query must want something")
        return anchors


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
