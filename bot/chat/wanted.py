"""Reads what somebody looks for: words, "phrases", and -words that must not be there."""

import re

from bot.reading import Search

# A question of more words finds nothing that fewer would not.
_MOST_WORDS = 8
_PART = re.compile(r'(-?)(?:"([^"]*)"?|“([^”]*)”?|([^\s"“]+))')


def read_search(words: str, *, newest: bool = False) -> Search | None:
    """None where nothing is said that could be looked for."""
    wanted: list[str] = []
    without: list[str] = []
    for minus, *forms in _PART.findall(words):
        part = " ".join("".join(forms).split())
        if any(character.isalnum() for character in part):
            (without if minus else wanted).append(part)
    if not wanted:
        return None
    return Search(
        words=tuple(dict.fromkeys(wanted))[:_MOST_WORDS],
        without=tuple(dict.fromkeys(without))[:_MOST_WORDS],
        newest=newest,
    )
