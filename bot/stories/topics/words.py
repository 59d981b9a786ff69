"""Cuts a text into words that can be compared: folded for case and accents, with their places."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?:;\n“\"‘(\[•|–—]")
# What may stand between the words of one phrase: "Kim Jong-un", "St. Petersburg", "Cox's".
_PHRASE_GAP = re.compile(r"[ \t\u00a0]?[-‐‑–.'’`]?[ \t\u00a0]?\n?")
_SUFFIXES = ("nya", "lah", "kah", "pun")
# Below this a stem is too short to be told from another word: "ini" + "lah".
_SHORTEST_STEM = 4


class Capitals(Enum):
    """What the capitals of a text tell about names."""

    TELLING = "telling"
    NONE = "none"  # all lower case: an address was made into a title
    EVERYWHERE = "everywhere"  # Title Case: nearly every word has one
    SHOUTED = "shouted"  # ALL CAPITALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text, in order; the tuples have one place a word."""

    text: str
    folded: tuple[str, ...]
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    capitals: Capitals

    def __len__(self) -> int:
        return len(self.folded)

    def joined(self, first: int, count: int) -> bool:
        """Whether `count` words from `first` can be one phrase: nothing parts them."""
        for at in range(first, first + count - 1):
            end = self.starts[at] + len(self.forms[at])
            if not _PHRASE_GAP.fullmatch(self.text, end, self.starts[at + 1]):
                return False
        return True

    def opens_sentence(self, at: int) -> bool:
        """Whether the word stands where every word gets a capital."""
        if at == 0:
            return True
        end = self.starts[at - 1] + len(self.forms[at - 1])
        return _SENTENCE_END.search(self.text, end, self.starts[at]) is not None

    def as_written(self, first: int, count: int) -> str:
        """The words as they stand in the text."""
        last = first + count - 1
        return self.text[self.starts[first] : self.starts[last] + len(self.forms[last])]

    def gap_after(self, at: int) -> str:
        """What stands between this word and the next."""
        end = self.starts[at] + len(self.forms[at])
        following = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        return self.text[end:following]


def cut(text: str) -> Words:
    """The words of a text; hyphens and apostrophes part them."""
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    found = list(_WORD.finditer(text))
    forms = tuple(match.group() for match in found)
    return Words(
        text=text,
        folded=tuple(map(fold, forms)),
        forms=forms,
        starts=tuple(match.start() for match in found),
        capitals=_capitals(forms),
    )


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case without accents: "Türkiye" -> "turkiye"."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def fold_all(words: str) -> tuple[str, ...]:
    """The folded words of a name or phrase."""
    return cut(words).folded


def stem_of(word: str) -> str:
    """The word without a clitic that keeps its meaning; "" when it has none."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word[: -len(suffix)]
    if word.startswith("se") and len(word) - 2 >= _SHORTEST_STEM:
        return word[2:]
    return ""


def _capitals(forms: tuple[str, ...]) -> Capitals:
    letters = [form for form in forms if form[0].isalpha()]
    raised = sum(form[0].isupper() for form in letters)
    if not raised:
        return Capitals.NONE
    long = [form for form in letters if len(form) > 3]
    if long and all(form.isupper() for form in long):
        return Capitals.SHOUTED
    if sum(form[0].isupper() for form in long) >= 0.7 * len(long):
        return Capitals.EVERYWHERE
    return Capitals.TELLING
