"""Finds topics by what a person types: a name, its beginning, or a near spelling."""

from collections.abc import Iterator, Mapping

from bot.model import TopicKey
from bot.stories.topics.names import NameKind
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.words import fold_all

# Display names before names in the data, those before places and leaders.
_EXACT, _ALIAS, _BEGINS, _WORD_BEGINS, _PLACE, _NEAR = range(6)
_MOST_FOUND = 12
_LONGEST_ASKED = 60


class NameIndex:
    """All names of a catalogue, folded; built once at the first search."""

    def __init__(self, topics: Mapping[TopicKey, TopicInfo]) -> None:
        self._shown: dict[tuple[str, ...], list[TopicKey]] = {}
        self._aliases: dict[tuple[str, ...], list[TopicKey]] = {}
        self._places: dict[tuple[str, ...], list[TopicKey]] = {}
        for key, topic in topics.items():
            self._add(key, topic)

    def exact(self, words: str) -> TopicKey | None:
        """The first topic with exactly this name; names of topics win over places in them."""
        asked = fold_all(words[:_LONGEST_ASKED])
        for names in (self._shown, self._aliases, self._places):
            if asked in names:
                return names[asked][0]
        return None

    def search(self, words: str, language: str) -> tuple[TopicKey, ...]:
        """Topics best first; `language` is free: people mix both."""
        del language
        asked = fold_all(words[:_LONGEST_ASKED])
        if not asked:
            return ()
        best: dict[TopicKey, tuple[int, int]] = {}
        for rank, length, key in self._ranked(asked):
            if key not in best or (rank, length) < best[key]:
                best[key] = (rank, length)
        if not best:
            best = dict(self._near(" ".join(asked)))
        return tuple(sorted(best, key=lambda key: best[key]))[:_MOST_FOUND]

    def _add(self, key: TopicKey, topic: TopicInfo) -> None:
        for name in (*topic.names.values(), str(key)):
            _put(self._shown, fold_all(name), key)
        if topic.kind == "desk":
            return
        for word in topic.words:
            if word.kind is NameKind.NAME or word.kind is NameKind.KEYWORD:
                _put(self._aliases, word.tokens, key)
            elif word.kind is not NameKind.WEAK:
                _put(self._places, word.tokens, key)

    def _ranked(self, asked: tuple[str, ...]) -> Iterator[tuple[int, int, TopicKey]]:
        text = " ".join(asked)
        for name, key in self._all(self._shown):
            if name == text:
                yield _EXACT, len(name), key
            elif name.startswith(text):
                yield _BEGINS, len(name), key
            elif f" {text}" in f" {name}":
                yield _WORD_BEGINS, len(name), key
        for name, key in self._all(self._aliases):
            if name == text:
                yield _ALIAS, len(name), key
            elif name.startswith(text):
                yield _BEGINS, len(name), key
        for name, key in self._all(self._places):
            if name.startswith(text):
                yield _PLACE, len(name), key

    def _near(self, text: str) -> Iterator[tuple[TopicKey, tuple[int, int]]]:
        allowed = 1 if len(text) <= 5 else 2
        if len(text) < 4:
            return
        best: dict[TopicKey, int] = {}
        for names in (self._shown, self._aliases, self._places):
            for name, key in self._all(names):
                distance = _distance(text, name, allowed)
                if distance <= allowed and distance < best.get(key, allowed + 1):
                    best[key] = distance
        for key, distance in best.items():
            yield key, (_NEAR, distance)

    @staticmethod
    def _all(names: dict[tuple[str, ...], list[TopicKey]]) -> Iterator[tuple[str, TopicKey]]:
        for tokens, keys in names.items():
            name = " ".join(tokens)
            for key in keys:
                yield name, key


def _put(
    names: dict[tuple[str, ...], list[TopicKey]], tokens: tuple[str, ...], key: TopicKey
) -> None:
    keys = names.setdefault(tokens, [])
    if key not in keys:
        keys.append(key)


def _distance(one: str, other: str, limit: int) -> int:
    """Edits between two words, swaps of neighbours counted as one; `limit + 1` when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        now = [i]
        for j, right in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, row = row, now
    return row[-1]
