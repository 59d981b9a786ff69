"""What of a report is compared: its words, counted in title, lead and text."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.model import Report
from bot.text.words import tokens

LEAD: Final = 600
BODY: Final = 2000
_MOST: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A report's distinct terms with their counts, aligned; bytes, because 10,000 are live."""

    outlet: str
    published: datetime
    terms: tuple[str, ...]
    title: bytes
    lead: bytes
    body: bytes


def sketch(report: Report) -> Sketch:
    """The report's sketch; pure, and the same after a restart."""
    title = Counter(tokens(report.title))
    text = report.text[:BODY]
    body = Counter(tokens(text))
    lead = Counter(tokens(text[:LEAD]))
    terms = tuple(dict.fromkeys((*title, *body, *lead)))
    return Sketch(
        outlet=report.outlet,
        published=report.published,
        terms=terms,
        title=_counts(title, terms),
        lead=_counts(lead, terms),
        body=_counts(body, terms),
    )


def _counts(counter: Counter[str], terms: tuple[str, ...]) -> bytes:
    return bytes(min(_MOST, counter[term]) for term in terms)
