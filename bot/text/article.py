"""An article as the summariser sees it: sentences with their place and their quotation marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.text.resources import sections

Piece = tuple[str, Sequence[str]]  # a sentence and its tokens

_CONNECTIVES = sections("connectives.txt")
_MARK = re.compile(r'["“”«»]')
_DIRECT = re.compile(r"[\"“][^\"”]*[\"”]?")


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """One sentence of an article."""

    text: str
    words: tuple[str, ...]
    order: int  # among all sentences
    paragraph: int
    place: int  # in its paragraph
    last_place: int  # of its paragraph
    inside: bool  # begins within a quotation that an earlier sentence opened

    @cached_property
    def is_torn(self) -> bool:
        """Holds a part of a quotation: alone it would put words into the wrong mouth."""
        straight, opened, closed = map(self.text.count, '"“”')
        return self.inside or straight % 2 == 1 or opened != closed

    @cached_property
    def is_question(self) -> bool:
        return self.text.rstrip("\"”’')] ").endswith("?")

    @cached_property
    def quoted(self) -> float:
        """The share of its characters that stand in quotation marks."""
        if self.inside and not _MARK.search(self.text):
            return 1.0
        return sum(map(len, _DIRECT.findall(self.text))) / max(1, len(self.text))

    @cached_property
    def is_hanging(self) -> bool:
        return leans(self.words)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True, kw_only=True)
class Article:
    """A title and the sentences below it."""

    title: tuple[str, ...]  # its tokens
    lines: tuple[Line, ...]


def article(title: Sequence[str], paragraphs: Iterable[Sequence[Piece]]) -> Article:
    """Build it from the title's tokens and paragraphs of sentences, each with its tokens."""
    return Article(title=tuple(title), lines=tuple(_lines(paragraphs)))


def leans(words: Sequence[str]) -> bool:
    """A sentence that begins so hangs on the one before: "Ia mengatakan", "Keputusan ini"."""
    if " ".join(words[:1]) in _CONNECTIVES["one"]:
        return True
    if " ".join(words[:2]) in _CONNECTIVES["two"]:
        return True
    points = len(words) > 1 and words[1] in _CONNECTIVES["pointing"]
    return points and words[0] not in _CONNECTIVES["times"]


def _lines(paragraphs: Iterable[Sequence[Piece]]) -> Iterator[Line]:
    order = 0
    for number, paragraph in enumerate(paragraphs):
        is_open = False
        for place, (text, words) in enumerate(paragraph):
            yield Line(
                text=text,
                words=tuple(words),
                order=order,
                paragraph=number,
                place=place,
                last_place=len(paragraph) - 1,
                inside=is_open,
            )
            is_open = _open_after(text, is_open=is_open)
            order += 1


def _open_after(text: str, *, is_open: bool) -> bool:
    """Whether a quotation is open behind `text`; straight marks toggle it."""
    for mark in _MARK.findall(text):
        is_open = mark in "“«" or (mark == '"' and not is_open)
    return is_open
