"""Where one sentence ends and the next begins, by rules for Indonesian news."""

import re
from collections.abc import Iterator

from bot.text.boilerplate import headline_end
from bot.text.resources import sections

_ABBREVIATIONS = sections("abbreviations.txt")
_BEFORE_NAME = _ABBREVIATIONS["before-name"]
_BEFORE_NUMBER = _ABBREVIATIONS["before-number"]
_EITHER = _ABBREVIATIONS["either"]
_COMPANY = _ABBREVIATIONS["company"]
_KINDS = _ABBREVIATIONS["kinds"]
_STARTERS = _ABBREVIATIONS["starters"]
_EXCLAIMING = _ABBREVIATIONS["exclaiming"]

# A stop with its closing marks, then a gap; or a capitalised word at once ("orang.Mereka").
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<close>[\"”’'»)\]]*)(?:(?P<gap>\s+)|(?=[\"“‘(\[]?[A-Z][a-z]))"
    r"|(?P<item>\n(?=[ \t]{0,8}(?:[-•*▪]|\d{1,2}[.)])\s))"
)
_NEXT = re.compile(r"(?P<open>[\"“‘'«(\[*)\]#@]*)\s?(?P<word>[\w$€£][\w$€£’'-]*)")
_BULLET = re.compile(r"[-–•*▪]\s+")
_LAST_WORD = re.compile(r"[^\s\"“‘(\[/,;:]+$")
# "iPhone", "eBay", "e-KTP", "u-20": lower-case starts that open a sentence all the same.
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]|[a-z]-[A-Z]")
# Degrees and states: "S.H", "M.Sc", "Ph.D", "s.d"; not names such as "E.coli" or "Kata.ai".
_DOTTED = re.compile(r"(?:[A-Za-z]{1,4}\.)+(?:[A-Z][A-Za-z]{0,3}|[a-z])$")
_SITE = re.compile(r"[\"“‘(\[]?(?:Com|Net|Org|Id|Co|Tv|Go|Info|News|Ac|Sch|Biz|Js|Py)\b")
# Initials of the desk behind the last sentence: "(dis/ugo)", "[feb]".
_SIGN_OFF = re.compile(r"[(\[](?:[a-z]{1,8}|\*)(?:\s?/\s?[a-z]{1,8})*[)\]]\s*$")
# Longer than any abbreviation; keeps the work per stop constant in a paragraph of any size.
_WINDOW = 48


def split(paragraph: str) -> list[str]:
    """The sentences of one paragraph, as they stand; joined they hold every word of it."""
    found: list[str] = []
    for piece in _pieces(paragraph):
        if found and not any(map(str.isalnum, piece)):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.extend(_without_headline(piece))
    return found


def _pieces(paragraph: str) -> Iterator[str]:
    start = 0
    for match in _CANDIDATE.finditer(paragraph):
        end = _boundary(paragraph, match, start)
        if end is None:
            continue
        piece = paragraph[start:end].strip()
        if piece:
            yield piece
        start = end
    rest = paragraph[start:].strip()
    if rest:
        yield rest


def _without_headline(piece: str) -> tuple[str, ...]:
    """Part a headline that is linked in the text from the sentence behind it."""
    end = headline_end(piece)
    return (piece[:end].strip(), piece[end:].strip()) if end else (piece,)


def _boundary(text: str, match: re.Match[str], start: int) -> int | None:
    """The index at which the sentence ends, or None where it goes on."""
    if match["item"] is not None:
        return match.start()
    if match["gap"] is None:
        return _glued_boundary(text, match, start)
    if _SIGN_OFF.match(text, match.end()):
        return match.end() - len(match["gap"])
    following = _following(text, match.end())
    if following is None or _goes_on(following):
        return None
    if _is_end(text, match, start, following):
        return match.end() - len(match["gap"])
    return None


def _following(text: str, index: int) -> re.Match[str] | None:
    bullet = _BULLET.match(text, index)
    return _NEXT.match(text, bullet.end() if bullet else index)


def _goes_on(following: re.Match[str]) -> bool:
    word = following["word"]
    is_account = following["open"].endswith(("@", "#"))
    return word[0].islower() and not is_account and not _BRAND.match(word)


def _is_end(text: str, match: re.Match[str], start: int, following: re.Match[str]) -> bool:
    before = text[max(start, match.start() - _WINDOW) : match.start()]
    last = _LAST_WORD.search(before)
    if last is None:
        return bool(before.strip()) or match["stop"] != "."
    word = last.group()
    if match["stop"] != ".":
        return not (match["stop"] == "!" and word.lower() in _EXCLAIMING)
    if match["close"] and not match["close"].startswith((")", "]")):
        return True
    return not _is_abbreviation(word, before[: last.start()], following)


def _is_abbreviation(word: str, before: str, following: re.Match[str]) -> bool:
    follower = following["word"]
    if word in _BEFORE_NAME:
        return True
    if word in _BEFORE_NUMBER:
        return follower[0].isdigit()
    if word.isdigit():
        return len(word) <= 2 and _opens_item(before)
    opened = following["open"]
    if word in _COMPANY:
        return opened.startswith("(")
    begins = bool(opened.lstrip("(")) or follower.lower() in _STARTERS
    if len(word) == 1 and word.isalpha():
        return _is_initial(word, before, begins=begins)
    return not begins and (word in _EITHER or _DOTTED.match(word) is not None)


def _opens_item(before: str) -> bool:
    """A number at the start or after a colon counts a list: "1. Cuci tangan"."""
    return not before.strip() or before.endswith((": ", "; ", ":\n"))


def _is_initial(letter: str, before: str, *, begins: bool) -> bool:
    if letter.islower():
        return _opens_item(before)
    previous = before.split()
    return not begins and not (previous and previous[-1].lower() in _KINDS)


def _glued_boundary(text: str, match: re.Match[str], start: int) -> int | None:
    """A missing space: a full word, a stop and a capitalised word that is no web address."""
    before = text[max(start, match.start() - _WINDOW) : match.start()]
    last = _LAST_WORD.search(before)
    word = last.group().rstrip("\"”’'»)]%") if last else ""
    if not match["close"] and (
        len(word) < 3 or _DOTTED.match(word) or _SITE.match(text, match.end())
    ):
        return None
    if word in _BEFORE_NAME or word in _EITHER:
        return None
    if match["close"] == '"' and text.count('"', start, match.start()) % 2 == 0:
        return match.start("close")
    return match.end()
