"""Where and by whom a report was filed, as it stands before the first sentence."""

import re
from typing import Final

from bot.text.resources import sections
from bot.text.words import fold

_HOME: Final = frozenset(map(fold, sections("places.txt")["home"]))
_PLACES: Final = _HOME | frozenset(map(fold, sections("places.txt")["abroad"]))
_OUTLETS: Final = sections("outlets.txt")[""]

_SITE = re.compile(r"(?i:[\w-]+(?:\.(?:com|co|net|id|tv|org|news|info|asia|go|or))+)")
_SITE_ONLY = re.compile(rf"\W*{_SITE.pattern}[\s,.–—-]*")
# Some sites lose the dash: "Liputan6.com, Jakarta PT Semen ...".
_SITE_PLACE = re.compile(
    rf"\W*{_SITE.pattern},\s?(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\s?(?=[A-Z\"“])"
)
_DASH = re.compile(r"(?P<left>\s*)(?P<dash>-{1,3}|[–—|]+|:|\.(?=\s))(?P<right>\s*,?\s*)")
_PARTS = re.compile(r"\s*[,;()|–—]\s*|\s+-+\s+")
_DATE = re.compile(r"(?:[A-Z][a-z]+\.? )?\d{1,2}(?:[ /.]\w+){0,2}")
_NAME = re.compile(r"[A-Z][\w'’/.-]*(?: (?:[A-Z][\w'’/.-]*|de|of|del|dan)){0,4}")
_CAPITALS = re.compile(r"[A-Z]{4,}(?: [A-Z]{2,}){0,3}")
_OPENS = re.compile(r"[\"“‘'(\[]*(?:[A-Z0-9\"“‘']|[a-z]{1,2}[A-Z]|[a-z]-[A-Z])")
_SPACED_DASH = re.compile(r"\s[–—-]+\s")
_TWO_NAMES = 2
_LONGEST = 90
_MOST_DASHES = 5


def without_dateline(paragraph: str) -> str:
    """The paragraph without "Jakarta, CNN Indonesia -- " and its kin, or as it is."""
    if len(paragraph) < _LONGEST and _SITE_ONLY.fullmatch(paragraph):
        return ""
    end = _dateline_end(paragraph)
    return paragraph[end:].lstrip() if end else paragraph


def names_outlet(name: str) -> bool:
    """True for a news site's address or a known outlet's name."""
    return _SITE.fullmatch(name) is not None or fold(name) in _OUTLETS


def _dateline_end(paragraph: str) -> int:
    end = 0
    for count, match in enumerate(_DASH.finditer(paragraph[:_LONGEST])):
        if count == _MOST_DASHES:
            break
        if end and not _extends(paragraph[end : match.start()]):
            break
        if _is_dateline(paragraph[: match.start()], match, paragraph[match.end() :]):
            end = match.end()
    return end or _dashless_end(paragraph)


def _extends(part: str) -> bool:
    """A second dash belongs to the dateline when a place or an outlet stands before it."""
    return fold(part.strip()) in _PLACES or names_outlet(part.strip())


def _dashless_end(paragraph: str) -> int:
    match = _SITE_PLACE.match(paragraph[:_LONGEST])
    if match is None:
        return 0
    words = match["place"].split()
    if fold(match["place"]) in _PLACES:
        return match.end()
    return match.start("place") + len(words[0]) if fold(words[0]) in _PLACES else 0


def _is_dateline(head: str, match: re.Match[str], rest: str) -> bool:
    parts = [part.strip("* ") for part in _PARTS.split(head.strip()) if part.strip("* ")]
    if not parts or not all(map(_is_part, parts)):
        return False
    outlets = sum(map(names_outlet, parts))
    if not _OPENS.match(rest) and not 0 < outlets < len(parts):
        return False
    if outlets:
        return match["dash"] != "." or fold(parts[-1]) in _PLACES
    return match["dash"] not in ".|" and (
        _is_bare_dateline(parts, match, rest) or _is_foreign_dateline(head, parts, match)
    )


def _is_part(part: str) -> bool:
    return (
        names_outlet(part) or _NAME.fullmatch(part) is not None or _DATE.fullmatch(part) is not None
    )


def _is_bare_dateline(parts: list[str], match: re.Match[str], rest: str) -> bool:
    """No outlet is named: only a known place or capitals will do ("Jakarta - ", "SPANYOL – ")."""
    first = parts[0]
    known = fold(first) in _PLACES
    shouted = _CAPITALS.fullmatch(first) is not None
    others_fit = all(fold(part) in _PLACES or _DATE.fullmatch(part) for part in parts[1:])
    if not (known or shouted) or not others_fit:
        return False
    if match["dash"] == ":":
        return fold(first) in _HOME and bool(match["right"])
    spaced = bool(match["left"] or match["right"]) or match["dash"] != "-"
    if shouted:
        return spaced or rest[0].isalpha()
    return spaced and not _is_route(fold(first), rest)


def _is_foreign_dateline(head: str, parts: list[str], match: re.Match[str]) -> bool:
    """Two names of which one may be an outlet that nobody listed: "Kabar Nusa, Medan - "."""
    if len(parts) != _TWO_NAMES:
        return False
    if match["dash"] == ":":
        # Prose sets no space before a colon: "Kabar Nusa – Medan : ".
        return bool(match["left"]) and _SPACED_DASH.search(head) is not None
    return bool(match["left"] and match["right"]) and any(fold(part) in _HOME for part in parts)


def _is_route(place: str, rest: str) -> bool:
    """Tells a way ("Jakarta - Bandung") and a pair ("Iran - Israel") from "Jakarta - Indonesia"."""
    following = re.match(r"\w+", rest)
    target = fold(following.group()) if following else ""
    if target == place or target not in _PLACES:
        return False
    return target in _HOME - {"indonesia"} or place not in _HOME - {"indonesia"}
