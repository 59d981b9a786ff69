"""Tells people and teams from the countries and cities whose names they bear."""

from collections import Counter
from collections.abc import Iterable

from bot.stories.topics.names import NameKind
from bot.stories.topics.vocabulary import Mention
from bot.stories.topics.words import Capitals, Words

# Letters near these are somebody's initials, or the blessing behind a prophet's name.
_BEFORE_INITIALS = frozenset({"inisial", "berinisial", "nabi", "malaikat"})
_MOST_INITIALS, _AGE_DIGITS = 3, 2
# Whoever stands behind these is a place.
_PLACING = frozenset({"di", "ke", "dari"})
# "London Timur" is no person, and "Jepang Terbuka" is where it is played.
_PARTS = frozenset(
    {"utara", "selatan", "timur", "barat", "tengah", "raya", "baru", "lama"}
    | {"terbuka", "open", "masters"}
)
# One mention may stand before any name: "kata diplomat Iran Abbas Araghchi".
_OFTEN = 2


def initials(words: Words) -> frozenset[str]:
    """Letters that stand for a person or a blessing: "AS (34)", "Nabi Idris AS"."""
    return frozenset(
        form
        for at, form in enumerate(words.forms)
        if 1 < len(form) <= _MOST_INITIALS and form.isupper() and _are_initials(words, at)
    )


def first_names(texts: Iterable[tuple[Words, Iterable[Mention]]]) -> frozenset[str]:
    """Names that the same name follows wherever they stand: "Turki Setiawan", "Orlando City"."""
    followers: dict[str, Counter[str]] = {}
    for words, mentions in texts:
        for mention in mentions:
            if mention.count == 1 and mention.kind in (NameKind.NAME, NameKind.PLACE):
                found = followers.setdefault(words.folded[mention.at], Counter())
                found[_family_name(words, mention.at)] += 1
    return frozenset(
        name
        for name, found in followers.items()
        if len(found) == 1 and "" not in found and found.total() >= _OFTEN
    )


def _family_name(words: Words, at: int) -> str:
    """The capitalised word behind, or ""."""
    if at + 1 >= len(words) or words.gap_after(at) != " " or words.folded[at + 1] in _PARTS:
        return ""
    before = words.folded[at - 1] if at and words.gap_after(at - 1) == " " else ""
    if before in _PLACING:
        return ""
    named = words.capitals is Capitals.NONE or words.forms[at + 1][0].isupper()
    return words.folded[at + 1] if named else ""


def _are_initials(words: Words, at: int) -> bool:
    if not _BEFORE_INITIALS.isdisjoint(words.folded[max(at - 3, 0) : at]):
        return True
    has_age = words.gap_after(at) == " (" and at + 1 < len(words)
    return has_age and words.forms[at + 1].isdigit() and len(words.forms[at + 1]) <= _AGE_DIGITS
