"""Words of a text as comparable tokens, and the words that carry no topic."""

import re
import unicodedata
from typing import Final

from bot.text.resources import sections

STOP_WORDS: Final[frozenset[str]] = sections("stop_words.txt")[""]

_TOKEN = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
# Only the marks that Latin letters carry: those of Thai, Hindi or Arabic belong to the word.
_ACCENTS = re.compile(r"[\u0300-\u036f]+")


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers ("Rp1.000", "7,5"), accents folded ("Türkiye" = "turkiye")."""
    return _TOKEN.findall(fold(text))


def content(text: str) -> list[str]:
    """The tokens that are no stop words."""
    return [token for token in tokens(text) if token not in STOP_WORDS]


def fold(text: str) -> str:
    """Lower case without accents, NFC."""
    if text.isascii():
        return text.lower()
    # Lower case after taking apart: a mathematical S becomes an S first.
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower())
    return unicodedata.normalize("NFC", bare)
