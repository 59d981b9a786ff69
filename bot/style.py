"""How a subscriber's digests look and sound."""

from dataclasses import dataclass
from enum import StrEnum


class SummaryLength(StrEnum):
    """How much of a story's summary is shown; each length holds the sentences of the shorter."""

    NONE = "none"  # headlines only
    SHORT = "short"  # a sentence or two
    NORMAL = "full"  # stored under the name it had when nothing was longer
    LONG = "long"

    @property
    def depth(self) -> int:
        return tuple(SummaryLength).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a subscriber's digests look and sound."""

    stories: int = 8  # in one message; the rest is behind the button `more`
    summary: SummaryLength = SummaryLength.NORMAL
    silent: bool = False  # arrives without a sound
    preview: bool = False  # the first story's picture above it
    tell_empty: bool = False  # say so when there is nothing new; else silence


# Before anything was chosen.
USUAL = Style()
