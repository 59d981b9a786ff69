"""A feed as its document has it, before any cleaning: what every reader of a format returns."""

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

# The largest real feeds have a few hundred items; an archive's oldest ones are no news.
MOST_ITEMS = 2_000
MOST_CATEGORIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One item: markup, entities and relative links untouched."""

    guid: str = ""
    link: str = ""
    other_links: tuple[str, ...] = ()  # for items that have no link of their own
    title: str = ""
    dates: tuple[str, ...] = ()  # best first
    texts: tuple[str, ...] = ()  # summary, contents, in document order
    images: tuple[str, ...] = ()  # best first
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""

    @property
    def mark(self) -> bytes:
        """Eight bytes that change when anything in the item changes that a reader sees."""
        parts = (self.guid, self.link, self.title, *self.dates, *self.texts)
        joined = "\x00".join(parts).encode("utf-8", "replace")
        return blake2b(joined, digest_size=8).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A document; `kind` is "" when it is no feed."""

    title: str = ""
    language: str = ""
    kind: str = ""
    hub: str = ""
    topic: str = ""
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    items: tuple[RawItem, ...] = ()
    complaints: tuple[str, ...] = ()


def rest_between_polls(ttl: str, period: str, frequency: str) -> timedelta | None:
    """RSS says minutes, the syndication module says how often in a period."""
    minutes = _count(ttl)
    if 0 < minutes < _MINUTES_A_YEAR:
        return timedelta(minutes=minutes)
    length = _PERIODS.get(period.strip().lower())
    times = _count(frequency or "1")
    return length / times if length and times else None


def sound(text: str) -> str:
    """The text without halves of characters, which references make and nothing can store."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def is_other_link(rel: str) -> bool:
    """Whether an Atom link leads to the item in some way, though it is not its page."""
    return rel in _OTHER_LINKS


def skip_hours(body: bytes) -> tuple[int, ...]:
    """The hours (GMT) in which the feed asks not to be polled, from the head of the document."""
    found = _SKIP_HOURS.search(body, 0, _HEAD)
    hours = _HOUR.findall(found[1]) if found else ()
    return tuple(sorted({int(hour) % 24 for hour in hours}))


_HALVES = re.compile("[\ud800-\udfff]")
_OTHER_LINKS = frozenset({"alternate", "self", "via", "related", "bookmark"})
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_MINUTES_A_YEAR = 525_600
_HEAD = 20_000
_SKIP_HOURS = re.compile(rb"<skiphours>(.{0,2000}?)</skiphours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)


def _count(raw: str) -> int:
    text = raw.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
