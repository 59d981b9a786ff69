"""Finds the names of all topics in a text in one walk over its words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot.model import TopicKey
from bot.stories.topics.names import CapitalRule, Name, NameKind
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.words import Capitals, Words, fold, fold_all, stem_of

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Certainty(IntEnum):
    """How sure the capitals make a mention."""

    TENTATIVE = 0  # needs a sure one elsewhere in the story
    SURE = 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a topic at a place in a text."""

    key: TopicKey
    kind: NameKind
    at: int  # the first word
    count: int
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Entry:
    rest: tuple[str, ...]  # the words after the first
    senses: tuple[tuple[TopicKey, Name], ...]  # none: a mask, seen and dropped


_UNKNOWN: tuple[_Entry, ...] = (_Entry((), ()),)
_MOST_REMEMBERED = 50_000


class Vocabulary:
    """Names by their first word; longer ones win, and each word is used once."""

    def __init__(
        self,
        topics: Iterable[TopicInfo],
        masks: Iterable[str] = (),
        title_words: Iterable[str] = (),
    ) -> None:
        self._heads: dict[str, tuple[_Entry, ...]] = {}
        self._inside: dict[str, tuple[_Entry, ...]] = {}
        # Words that stand before a country and never before a person's family name.
        self._title_words = frozenset(title_words)
        senses: dict[tuple[str, ...], list[tuple[TopicKey, Name]]] = {}
        for topic in topics:
            for name in topic.words:
                meant = senses.setdefault(name.tokens, [])
                if all(key != topic.key for key, _ in meant):
                    meant.append((topic.key, name))
        for mask in masks:
            senses[fold_all(mask)] = []
        self._fill(senses)

    def mentions(self, words: Words) -> Iterator[Mention]:
        """All mentions in order; a phrase that is masked is passed over."""
        at, end = 0, len(words)
        while at < end:
            entries = self._heads.get(words.folded[at])
            if entries is None:
                entries = self._inside.get(words.forms[at], _UNKNOWN)
                if entries is _UNKNOWN:
                    entries = self._remember(words, at)
            step = 1
            for entry in entries:
                found = self._fit(words, at, entry)
                if found is not None:
                    yield from found
                    step = len(entry.rest) + 1
                    break
            at += step

    def _remember(self, words: Words, at: int) -> tuple[_Entry, ...]:
        """News repeats its words: what lies inside one is looked up once."""
        if len(self._inside) >= _MOST_REMEMBERED:
            self._inside.clear()
        entries = self._inside[words.forms[at]] = self._entries_inside(words, at)
        return entries

    def _entries_inside(self, words: Words, at: int) -> tuple[_Entry, ...]:
        """Names inside a longer word: "Iraknya", or "danRusia" where a link lost its space."""
        word, form = words.folded[at], words.forms[at]
        stem = stem_of(word)
        if stem and stem in self._heads:
            return self._heads[stem]
        if form.islower() or form.isupper():
            return ()
        for part in _INNER_CAPITAL.split(form):
            entries = self._heads.get(fold(part)) if len(part) > 3 else None
            if entries is not None and len(part) < len(form):
                return tuple(entry for entry in entries if not entry.rest)
        return ()

    def _fill(self, senses: Mapping[tuple[str, ...], list[tuple[TopicKey, Name]]]) -> None:
        heads: dict[str, list[_Entry]] = {}
        for tokens, meant in senses.items():
            heads.setdefault(tokens[0], []).append(_Entry(tokens[1:], tuple(meant)))
        for head, entries in heads.items():
            self._heads[head] = tuple(sorted(entries, key=lambda entry: -len(entry.rest)))

    def _fit(self, words: Words, at: int, entry: _Entry) -> list[Mention] | None:
        """The mentions of this entry here; empty for a mask, None when it does not stand here."""
        count = len(entry.rest) + 1
        if count > 1 and words.folded[at + 1 : at + count] != entry.rest:
            return None
        if count > 1 and not words.joined(at, count):
            return None
        if not entry.senses:
            return []
        found = []
        for key, name in entry.senses:
            certainty = self._certainty(words, at, name)
            if certainty is not None:
                found.append(Mention(key, name.kind, at, count, certainty))
        return found or None

    def _certainty(self, words: Words, at: int, name: Name) -> Certainty | None:
        if name.rule is CapitalRule.ANY:
            return Certainty.SURE
        if words.capitals is Capitals.NONE:
            bare = name.rule is CapitalRule.PROPER and not name.abbreviation
            return Certainty.SURE if bare else Certainty.TENTATIVE
        if not _has_capitals(words, at, name):
            return None
        if words.capitals is Capitals.SHOUTED and name.abbreviation:
            return Certainty.TENTATIVE
        if name.rule is CapitalRule.PROPER:
            return Certainty.SURE
        if name.rule is CapitalRule.COMMON:
            unsure = words.capitals is not Capitals.TELLING or words.opens_sentence(at)
            return Certainty.TENTATIVE if unsure else Certainty.SURE
        return self._beside_no_name(words, at, len(name.tokens))

    def _beside_no_name(self, words: Words, at: int, count: int) -> Certainty | None:
        """A person's name has another name beside it: Michael Jordan, Chad Smith."""
        left = words.forms[at - 1] if at and words.gap_after(at - 1) == " " else ""
        if left and words.folded[at - 1] in self._title_words:
            return Certainty.SURE
        right = at + count
        followed = right < len(words) and words.gap_after(right - 1) == " "
        if (followed and words.forms[right][0].isupper()) or left[:1].isupper():
            return _unless(words.capitals is Capitals.TELLING)
        return Certainty.SURE


def _unless(telling: bool) -> Certainty | None:
    return None if telling else Certainty.TENTATIVE


def _has_capitals(words: Words, at: int, name: Name) -> bool:
    if name.abbreviation:
        return words.forms[at : at + len(name.forms)] == name.forms
    return all(
        words.forms[at + place][0].isupper() or not form[0].isupper()
        for place, form in enumerate(name.forms)
    )
