"""The values of what readers do with news: search, save, mute, like."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import DeliveryState, DigestKind, JoinReason, Report, Story, StoryId, Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for in the archive."""

    words: tuple[str, ...]  # all of them; several words in one string are a phrase
    without: tuple[str, ...] = ()  # none of these
    newest: bool = False  # newest first, else best first
    since: datetime | None = None  # only stories with reports from then on


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what a search found."""

    stories: tuple[Story, ...]
    total: int  # of all pages
    more: bool = False  # `total` is where counting stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A story that a subscriber keeps: what is needed to read it when it was tidied away."""

    story_id: StoryId
    title: str
    link: str
    outlet: str
    published: datetime
    saved: datetime


class MuteKind(StrEnum):
    WORD = "word"  # as typed; in a headline, with its endings
    TOPIC = "topic"
    OUTLET = "outlet"
    AFFAIR = "affair"  # a story and what follows from it, by the id of the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What a subscriber does not want to read of."""

    kind: MuteKind
    value: str
    until: datetime | None = None  # None = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """How much more (> 0) or less (< 0) a subscriber wants of a topic or an outlet."""

    name: str  # a topic's key, or an outlet
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """A subscriber who wants some stories at once."""

    subscriber: Subscriber
    alerts: tuple[str, ...] = ()  # the own topics that are marked so


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A story that was sent at once."""

    story_id: StoryId
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The last change that an outlet made to a report."""

    at: datetime
    first_title: str  # "" = the headline is the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A stored report with where it came to be, and why."""

    report: Report
    reason: JoinReason | None  # None = in no story yet
    story: Story | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A digest of a reader that had a story, and what became of its first message."""

    kind: DigestKind
    made: datetime
    place: int  # 1 = the first story
    total: int
    state: DeliveryState
    done: datetime | None
