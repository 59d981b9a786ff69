"""What parsing a feed brings back from the worker: compact, frozen, picklable."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What was understood, and complaints about the rest."""

    title: str = ""
    language: str = ""
    kind: str = ""  # "rss20", "atom10", "json11", ...; "" = no feed
    hub: str = ""  # WebSub: who pushes
    topic: str = ""  # WebSub: the feed's own address
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()  # GMT
    entries: tuple[Entry, ...] = ()  # in document order, without those that were known
    marks: tuple[bytes, ...] = ()  # of all items in the document: `known` of the next time
    complaints: tuple[str, ...] = ()

    @property
    def is_feed(self) -> bool:
        """Whether the document was understood: it has items, or is a whole feed without any."""
        return bool(self.marks) or bool(self.kind and not self.complaints)

    @property
    def total(self) -> int:
        """How many items the document has, known ones included."""
        return len(self.marks)

    @property
    def oldest(self) -> datetime | None:
        """The oldest date among the entries."""
        return min(self._dates(), default=None)

    @property
    def newest(self) -> datetime | None:
        """The newest date among the entries."""
        return max(self._dates(), default=None)

    def _dates(self) -> tuple[datetime, ...]:
        return tuple(entry.published for entry in self.entries if entry.published)
