"""What of a report is compared: its words, counted in title, lead and text, and its headline."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zlib import crc32

from bot.model import Report
from bot.stories.kinds import Kind, kinds
from bot.stories.wording import STOP_FORMS, forms, wording
from bot.text.words import fold, tokens

# News tells what happened first; more text was measured to add nothing but cost.
LEAD: Final = 600
BODY: Final = 2000
_LONGEST_TITLE: Final = 300
# A title's word counts as much as so many in the lead, in the text.
_TITLE_IN_LEAD: Final = 3
_TITLE_IN_BODY: Final = 5
_MOST: Final = 255
# Where quotations are looked for, and how much of them is kept.
_QUOTED_IN: Final = 4000
_QUOTED_RUN: Final = 3
_MOST_QUOTED: Final = 120

# A capital that no sentence's beginning explains.
_NAME = re.compile(r"(?<=[a-z0-9,;] )[A-Z][^\W_]+")
_SCORE = re.compile(r"\b(\d{1,2})\s?[-–]\s?(\d{1,2})\b")
_QUOTED = re.compile(r"[“\"]([^”\"“]{15,400})[”\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What a title says, taken apart: evidence of its own beside the cosines."""

    content: tuple[str, ...]  # its distinct words without stop words
    acts: frozenset[str]  # those that are no names and no numbers: what is done
    numbers: frozenset[str]
    scores: frozenset[tuple[str, str]]  # of a match, the smaller number first
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A report's distinct words: the title's first, then the lead's, then the rest.

    Counts are bytes aligned with `terms`, because 10,000 sketches are live.
    """

    outlet: str
    published: datetime
    short: bool  # a feed's summary, no full text
    terms: tuple[str, ...]
    title: bytes  # counts of the title's words
    lead: bytes  # of the title's and the lead's
    body: bytes  # of all
    headline: Headline
    quoted: bytes  # hashes of runs of quoted words, four bytes each


def sketch(report: Report) -> Sketch:
    """The report's sketch; pure, and the same after a restart."""
    title = Counter(wording(report.title[:_LONGEST_TITLE]))
    start, rest = _parted(report.text)
    lead = Counter(wording(start))
    body = Counter(wording(rest))
    body.update(lead)
    terms = tuple(dict.fromkeys((*title, *lead, *body)))
    in_lead = len(title.keys() | lead.keys())
    return Sketch(
        outlet=report.outlet,
        published=report.published,
        short=len(report.text) < SHORT,
        terms=terms,
        title=bytes(min(_MOST, count) for count in title.values()),
        lead=_counts(terms[:in_lead], lead, title, _TITLE_IN_LEAD),
        body=_counts(terms, body, title, _TITLE_IN_BODY),
        headline=_headline(report, tuple(title)),
        quoted=_quoted(report.text[:_QUOTED_IN]),
    )


# Below so many characters a text is what feeds give as summary: it says less.
SHORT: Final = 300


def quoted_runs(quoted: bytes) -> set[bytes]:
    """The stored hashes of a report's quoted words."""
    return {quoted[start : start + 4] for start in range(0, len(quoted), 4)}


def _parted(text: str) -> tuple[str, str]:
    """Lead and rest, parted between two words."""
    cut = LEAD if len(text) <= LEAD else text.rfind(" ", 0, LEAD) + 1 or LEAD
    return text[:cut], text[cut:BODY]


def _counts(terms: Iterable[str], own: Counter[str], title: Counter[str], factor: int) -> bytes:
    return bytes(min(_MOST, own[term] + factor * title[term]) for term in terms)


def _headline(report: Report, words: tuple[str, ...]) -> Headline:
    plain = fold(report.title[:_LONGEST_TITLE])
    content = tuple(word for word in words if word not in STOP_FORMS)
    numbers = frozenset(word for word in words if word[0].isdigit())
    names = _names(report.text[:BODY])
    return Headline(
        content=content,
        acts=frozenset(content) - names - numbers,
        numbers=numbers,
        scores=frozenset((min(a, b), max(a, b)) for a, b in _SCORE.findall(plain)),
        kinds=kinds(plain),
    )


def _names(text: str) -> frozenset[str]:
    words = set(_NAME.findall(text))
    return frozenset(form for word in words for form in forms(fold(word)))


def _quoted(text: str) -> bytes:
    found: dict[bytes, None] = {}
    for quotation in _QUOTED.findall(text):
        words = tokens(quotation)
        for start in range(len(words) - _QUOTED_RUN + 1):
            run = " ".join(words[start : start + _QUOTED_RUN])
            found[crc32(run.encode()).to_bytes(4, "big")] = None
    return b"".join(list(found)[:_MOST_QUOTED])
