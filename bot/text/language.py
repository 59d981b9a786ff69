"""Tells Indonesian (and Malay) from English and from everything else by their small words."""

from bot.text.resources import sections
from bot.text.words import tokens

_MARKERS = sections("languages.txt")
_ID = _MARKERS["id"] | _MARKERS["ms"]
_EN = _MARKERS["en"]
_OTHER = _MARKERS["other"] - _ID - _EN
# Enough for a steady share; longer texts gain nothing.
_LONGEST = 2_000
# The share of markers that running text never falls below; titles have one or two.
_LEAST = 0.08
# Word forms of Indonesian that titles show where they have no small words: "Menkeu Pastikan".
_PREFIXES = ("meng", "meny", "memb", "memp", "mend", "mene", "pemb", "peng", "diper", "keb", "berk")
_SUFFIXES = ("kan", "nya", "annya")


def detect(text: str) -> str:
    """ "id" (Malay too), "en", or "" where neither is plain."""
    words = tokens(text[:_LONGEST])
    if not words:
        return ""
    indonesian = _share(words, _ID) + 0.5 * _formed(words)
    english = _share(words, _EN)
    best = max(indonesian, english)
    if best < _LEAST or _share(words, _OTHER) > best or indonesian == english:
        return ""
    return "id" if indonesian > english else "en"


def _share(words: list[str], markers: frozenset[str]) -> float:
    return sum(word in markers for word in words) / len(words)


def _formed(words: list[str]) -> float:
    formed = sum(
        len(word) > 5 and (word.startswith(_PREFIXES) or word.endswith(_SUFFIXES)) for word in words
    )
    return formed / len(words)
