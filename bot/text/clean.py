"""The report alone: text without datelines, links, sign-offs, captions and adverts."""

import re
from collections.abc import Iterator

from bot.text.boilerplate import (
    BY_LINE,
    is_boilerplate,
    without_inline,
    without_last_mark,
    without_sign_off,
)
from bot.text.datelines import names_outlet, without_dateline
from bot.text.sentences import split

_PARAGRAPHS = re.compile(r"\n[ \t\r\f\v\u00a0\u200b]*\n\s*")
_SPACE = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_STRAY_STOPS = re.compile(r"(?<=[.!?])(?:\s+\.)+(?=\s|$)")
_ENDS = re.compile(r"[.!?…][\"”’'»)\]]*$")
# Hard-wrapped text breaks lines near this length; shorter unfinished lines are headings.
_WRAPPED = 50
# A dateline opens the report, or follows a by-line and a caption.
_OPENING = 3
# Enough of a line to see that it begins with machinery.
_HEAD = 200
_LINK = re.compile(r"\s*(?=\b(?:Baca|Simak|Lihat) juga\s*[:–-])", re.IGNORECASE)
_KINDS = r"video|foto|breaking news|breaking|live(?: update)?|infografis|podcast|ekslusif|eksklusif"
_TITLE_MARK = re.compile(
    rf"\s*(?:[\[(]\s*(?:{_KINDS}|update|populer)\s*[\])]\s*[:|-]?|(?:{_KINDS})\s*[:|])\s*",
    re.IGNORECASE,
)
_TITLE_TAIL = re.compile(r"\s+[-–—|]\s+(?P<outlet>[^-–—|]{2,30})$")


def body(text: str) -> str:
    """The report's paragraphs, parted by empty lines; no sentence of it is changed or lost."""
    kept: list[str] = []
    for paragraph in _paragraphs(text):
        if len(kept) < _OPENING:
            paragraph = without_dateline(paragraph)
        if paragraph:
            kept.append(paragraph)
    kept[-1:] = [without_last_mark(last) for last in kept[-1:]]
    return "\n\n".join(kept)


def title(text: str) -> str:
    """The headline without "VIDEO:" before it and the outlet's name behind it."""
    plain = _SPACE.sub(" ", text).strip()
    bare = _TITLE_MARK.sub("", plain, count=1) if _TITLE_MARK.match(plain) else plain
    tail = _TITLE_TAIL.search(bare)
    if tail and names_outlet(tail["outlet"]):
        bare = bare[: tail.start()]
    return bare.strip() or plain


def _paragraphs(text: str) -> Iterator[str]:
    for block in _PARAGRAPHS.split(text):
        for line in _lines(block):
            cleaned = _clean_line(line)
            if cleaned:
                yield cleaned


def _lines(block: str) -> Iterator[str]:
    """The block's lines, hard-wrapped ones joined again."""
    joined = ""
    for raw in block.splitlines():
        line = _SPACE.sub(" ", raw).strip()
        if not line:
            continue
        if joined and _continues(joined, line):
            joined = f"{joined} {line}"
            continue
        if joined:
            yield joined
        joined = line
    if joined:
        yield joined


def _continues(before: str, line: str) -> bool:
    if is_boilerplate(before) or is_boilerplate(line):
        return False
    if line[0].islower() or _ENDS.search(before):
        return True
    return len(before.rpartition(". ")[2]) >= _WRAPPED


def _clean_line(line: str) -> str:
    bare = BY_LINE.sub("", without_inline(line).strip(), count=1)
    if is_boilerplate(bare):
        return ""
    bare = _STRAY_STOPS.sub("", without_sign_off(without_sign_off(bare)))
    bare = _SPACE.sub(" ", without_machinery(bare)).strip()
    return bare if any(map(str.isalnum, bare)) else ""


def without_machinery(line: str) -> str:
    """Drop "Baca juga: ..." and its kin among the sentences of a line, and no more than that."""
    before, *linked = _LINK.split(line) if "juga" in line.lower() else [line]
    parts = [before, *linked] if linked or is_boilerplate(before[:_HEAD]) else []
    if not parts:
        return line
    return " ".join(piece for part in parts for piece in split(part) if not is_boilerplate(piece))
