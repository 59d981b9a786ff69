"""The parts of a subscriber's query and how they hold for a story."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.stories.topics.words import Words, cut, stem_of

# Marks in a story's terms that are no words: no folded word holds a colon.
SOURCE, TOPIC = "sumber:", "topik:"


class StoryTerms:
    """What queries ask of a story: its words, topics and outlets."""

    def __init__(
        self, title: str, text: str, topics: Collection[str], outlets: Iterable[str]
    ) -> None:
        self.title, self.body = cut(title), cut(text)
        self.outlets = tuple(f" {' '.join(cut(outlet).folded)} " for outlet in outlets)
        self.topics = frozenset(topics)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, with and without clitics that keep their meaning."""
        plain = {*self.title.folded, *self.body.folded}
        return frozenset(plain | {stem for stem in map(stem_of, plain) if stem})

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Everything that an index of queries can look up."""
        topics = {TOPIC + topic for topic in self.topics}
        sources = {SOURCE + word for outlet in self.outlets for word in outlet.split()}
        return self.words | topics | sources

    @cached_property
    def running(self) -> str:
        """Title and text as folded words between spaces, for phrases."""
        return f" {' '.join(self.title.folded)} | {' '.join(self.body.folded)} "


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; a word that is a story's topic holds too."""

    tokens: tuple[str, ...]

    def holds(self, terms: StoryTerms) -> bool:
        if "-".join(self.tokens) in terms.topics:
            return True
        if len(self.tokens) == 1:
            return self.tokens[0] in terms.words
        # The set look-ups spare most stories the search through the text.
        if not all(token in terms.words for token in self.tokens):
            return False
        return f" {' '.join(self.tokens)} " in terms.running

    def anchor(self, shares: Mapping[str, float]) -> frozenset[str]:
        rarest = min(self.tokens, key=lambda token: (shares.get(token, 0.0), -len(token), token))
        return frozenset((rarest, TOPIC + "-".join(self.tokens)))

    def __str__(self) -> str:
        text = " ".join(self.tokens)
        plain = len(self.tokens) == 1 and text not in RESERVED
        return text if plain else f'"{text}"'


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet by name or by the first words of it."""

    tokens: tuple[str, ...]

    def holds(self, terms: StoryTerms) -> bool:
        asked = f" {' '.join(self.tokens)} "
        return any(asked in outlet for outlet in terms.outlets)

    def anchor(self, shares: Mapping[str, float]) -> frozenset[str]:
        del shares
        return frozenset((SOURCE + self.tokens[0],))

    def __str__(self) -> str:
        text = " ".join(self.tokens)
        return f"{SOURCE}{text}" if len(self.tokens) == 1 else f'{SOURCE}"{text}"'


@dataclass(frozen=True, slots=True)
class Not:
    """Refuses stories for which its part holds."""

    part: "Part"

    def holds(self, terms: StoryTerms) -> bool:
        return not self.part.holds(terms)

    def anchor(self, shares: Mapping[str, float]) -> frozenset[str] | None:
        """None: what must be missing can not be looked up."""
        del shares
        return None

    def __str__(self) -> str:
        inner = str(self.part)
        return f"-({inner})" if isinstance(self.part, All | Any) else f"-{inner}"


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple["Part", ...]

    def holds(self, terms: StoryTerms) -> bool:
        return all(part.holds(terms) for part in self.parts)

    def anchor(self, shares: Mapping[str, float]) -> frozenset[str] | None:
        """The rarest part's: a story without it can not match."""
        return next(iter(rarest_anchors(self, shares)), None)

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Any) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any:
    """One part at least must hold."""

    parts: tuple["Part", ...]

    def holds(self, terms: StoryTerms) -> bool:
        return any(part.holds(terms) for part in self.parts)

    def anchor(self, shares: Mapping[str, float]) -> frozenset[str] | None:
        found: set[str] = set()
        for part in self.parts:
            anchor = part.anchor(shares)
            if anchor is None:
                return None
            found |= anchor
        return frozenset(found)

    def __str__(self) -> str:
        return " atau ".join(map(str, self.parts))


Part = Term | Source | Not | All | Any

OR_WORDS, AND_WORDS = frozenset({"atau", "or"}), frozenset({"dan", "and"})
RESERVED = OR_WORDS | AND_WORDS


def rarest_anchors(part: Part, shares: Mapping[str, float]) -> list[frozenset[str]]:
    """Sets of which a matching story must hold one each; the rarest set first."""
    parts = part.parts if isinstance(part, All) else (part,)
    found = [inner.anchor(shares) for inner in parts]
    useful = [anchor for anchor in found if anchor is not None]
    return sorted(useful, key=lambda anchor: _share(anchor, shares))


def wanted(part: Part) -> Iterator[Term | Source]:
    """The terms that speak for a story, in order."""
    if isinstance(part, Term | Source):
        yield part
    elif not isinstance(part, Not):
        for inner in part.parts:
            yield from wanted(inner)


def written(term: Term, words: Words) -> str:
    """The term as it stands in these words; "" when it does not."""
    count = len(term.tokens)
    for at, word in enumerate(words.folded):
        if word != term.tokens[0] and stem_of(word) != term.tokens[0]:
            continue
        if count == 1 or words.folded[at : at + count] == term.tokens:
            return words.as_written(at, count)
    return ""


def _share(anchor: frozenset[str], shares: Mapping[str, float]) -> tuple[float, str]:
    return sum(shares.get(token, 0.0) for token in anchor), min(anchor)
