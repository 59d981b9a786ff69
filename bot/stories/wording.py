"""Words as headlines vary them, brought to one form: short names, affixes, everyday synonyms.

For comparing only: the forms are crude, and no reader ever sees them. Light stripping of
affixes was measured as good as a dictionary here, at a hundredth of its cost.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

from bot.text.words import STOP_WORDS, tokens

_AMERICA = re.compile(r"\b(?:AS|USA)\b")
_PRICE = re.compile(r"rp(?=\d)")
_SHORTEST: Final = 4
_ENDINGS: Final = ("nya", "lah", "kah")
# Prefix and the letter that it swallowed: "menyebut" -> "sebut".
_PREFIXES: Final = (
    ("meng", ""), ("meny", "s"), ("mem", "p"), ("men", "t"), ("me", ""),
    ("peng", ""), ("peny", "s"), ("pem", "p"), ("pen", "t"),
    ("ber", ""), ("ter", ""), ("di", ""), ("ke", ""), ("pe", ""), ("se", ""),
)  # fmt: skip
_SUFFIXES: Final = ("kan", "an", "i")


def wording(text: str) -> list[str]:
    """The text's words in their compared form; a short name gives several."""
    plain = _AMERICA.sub("amerika", text)
    return [form for token in tokens(plain) for form in forms(token)]


# News of a day has some 20,000 different words; most come again.
@lru_cache(maxsize=16384)
def forms(token: str) -> tuple[str, ...]:
    """One lower-case word in its compared form."""
    spelled = _SHORT_FORMS.get(token) or (_PRICE.sub("", token),)
    return tuple(_one_form(word) for word in spelled)


def stem(word: str) -> str:
    """The word without its commonest affixes; at least four letters stay."""
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    return _without_suffix(_without_prefix(_without_ending(word)))


def _one_form(word: str) -> str:
    bare = stem(word)
    return _SAME_WORDS.get(bare, bare)


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def _without_prefix(word: str) -> str:
    for prefix, swallowed in _PREFIXES:
        rest = word.removeprefix(prefix)
        if len(rest) < len(word) and len(rest) >= _SHORTEST:
            restore = len(swallowed) and (swallowed == "s" or rest[0] in "aiueo")
            return swallowed + rest if restore else rest
    return word


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            return word[: -len(suffix)]
    return word


def _rows(name: str) -> list[list[str]]:
    text = files("bot.stories").joinpath("data", name).read_text("utf-8")
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return [words for words in lines if words]


_SHORT_FORMS: Final = {words[0]: tuple(words[1:]) for words in _rows("short_forms.txt")}


def _same_words() -> dict[str, str]:
    same: dict[str, str] = {}
    for words in _rows("same_words.txt"):
        first = stem(words[0])
        for word in words:
            same.setdefault(stem(word), first)
    return same


_SAME_WORDS: Final = _same_words()
# The stop words in their compared form.
STOP_FORMS: Final = frozenset(form for word in STOP_WORDS for form in forms(word)) | STOP_WORDS
