"""The values that flow through the program: frozen, aware UTC times, no behaviour but questions."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from bot.style import USUAL, Style, SummaryLength

FeedId = NewType("FeedId", int)
EntryId = NewType("EntryId", int)
StoryId = NewType("StoryId", int)
SubscriberId = NewType("SubscriberId", int)
DigestId = NewType("DigestId", int)
DeliveryId = NewType("DeliveryId", int)
UpdateId = NewType("UpdateId", int)
ChatId = NewType("ChatId", int)
# The slug of a topic's everyday Indonesian name: "irak", "timur-tengah", "ekonomi".
TopicKey = NewType("TopicKey", str)


# --- feeds -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One line of feeds.yaml after defaults were applied."""

    url: str
    outlet: str  # the name that readers see: "ANTARA"
    section: str = ""  # the outlet's own desk, a hint for topics: "ekonomi"
    language: str = "id"  # BCP 47 primary tag; "" = detect
    zone: str = "Asia/Jakarta"  # for dates that name no zone
    interval: timedelta | None = None  # None = adaptive
    full_text: bool = False  # fetch the article's page when the feed's text is thin
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str = ""
    weight: float = 1.0  # > 1 ranks this outlet's stories higher
    label: str = ""  # a lens for readers: "wire", "state media", "local"
    enabled: bool = True


class FeedHealth(StrEnum):
    """What the last polls say about a feed; kept with `since`."""

    NEW = "new"  # never polled
    OK = "ok"
    EMPTY = "empty"  # answers, is a feed, carries no entry
    FAILING = "failing"  # network or server errors
    THROTTLED = "throttled"  # 429 or Retry-After
    WALLED = "walled"  # 401, 403, 451 or a bot wall with status 200
    NOT_A_FEED = "not-a-feed"  # a page or broken document where a feed was
    MOVED = "moved"  # permanent redirect, followed and stored
    GONE = "gone"  # 404 or 410 for long


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed of the catalogue together with what polling learned about it."""

    id: FeedId
    feed: Feed
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # hex blake2b of the last parsed body
    marks: bytes = b""  # of the items in it, eight bytes each: what needs no second look
    listed: datetime | None = None  # when all items of a document were last compared
    hub: str = ""  # who pushes the feed's news (WebSub), as the feed says
    topic: str = ""  # the feed's address as its hub knows it
    pushed: datetime | None = None  # when the hub last pushed something that was read
    moved_to: str = ""  # a permanent redirect's target
    moved_seen: int = 0  # how many times in a row; trusted from 3
    next_poll: datetime
    last_poll: datetime | None = None
    last_new: datetime | None = None  # when an unseen entry last arrived
    entries_per_day: float = 0.0  # exponentially smoothed
    health: FeedHealth = FeedHealth.NEW
    since: datetime | None = None  # when `health` began
    failures: int = 0  # in a row
    detail: str = ""  # a sentence for the admin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says about one item, cleaned: plain NFC text, canonical link, no markup."""

    guid: str  # the feed's own id; the link where it has none
    link: str  # absolute, as the outlet gave it
    key: str = ""  # article key, equal for all addresses of one article; "" = the link
    title: str
    published: datetime | None  # aware UTC; None = the feed gave none that is possible
    text: str  # longest plain text of summary and contents; paragraphs parted by "\n\n"
    language: str = ""
    image: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedUpdate:
    """The result of one poll, to be stored in one transaction."""

    state: FeedState
    entries: tuple[Entry, ...] = ()  # newest knowledge; known ones update in place
    whole: bool = True  # False: items whose marks were known are left out


# --- stories ---------------------------------------------------------------


class Tier(StrEnum):
    """How close two reports are: FOLD = the same news, GROUP = the same affair."""

    FOLD = "fold"
    GROUP = "group"


class JoinReason(StrEnum):
    """Why a report is where it is; shown by /mengapa."""

    FIRST = "first"  # no story was close enough: it begins one
    SAME_ARTICLE = "same-article"  # the same article under another address
    SAME_TITLE = "same-title"
    SAME_NEWS = "same-news"  # the model's probability passed the fold threshold
    SAME_AFFAIR = "same-affair"  # it passed the group threshold only
    SPLIT_BY_ADMIN = "split-by-admin"
    MERGED_BY_ADMIN = "merged-by-admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A stored entry: one outlet's report of an event."""

    id: EntryId
    feed_id: FeedId
    outlet: str
    section: str
    label: str = ""
    weight: float = 1.0
    link: str
    key: str  # article key: equal for all addresses of one article
    title: str
    text: str
    published: datetime  # the feed's date, or first seen; fixed once, never in the future
    seen: datetime
    language: str = ""
    image: str = ""  # the feed's picture
    full_text: bool = False  # `text` is the article page's
    story_id: StoryId | None = None
    join_reason: JoinReason | None = None  # why it is in its story
    figures: str = ""  # "p=.97 title=.55 lead=.62 text=.71 3.2h; words +3.4, scores +1.0"
    copy_of: EntryId | None = None  # the other outlet's report whose text it repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence as an outlet wrote it."""

    text: str
    entry_id: EntryId | None = None
    outlet: str = ""
    least: SummaryLength = SummaryLength.NORMAL  # the shortest summary that it stands in


def at_length(summary: tuple[Quote, ...], wanted: SummaryLength) -> tuple[Quote, ...]:
    """The sentences of that length; where nothing is so short, the first one."""
    if wanted is SummaryLength.NONE:
        return ()
    shown = tuple(quote for quote in summary if quote.least.depth <= wanted.depth)
    return shown or summary[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A sentence that a development added to a story, and the sequence it came with."""

    sequence: int
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatch:
    """A topic of a story and the words that made it one."""

    key: TopicKey
    score: float
    words: tuple[str, ...] = ()  # as they stand in the text, e.g. ("Bagdad", "Irak")
    where: str = ""  # "title", "lead", "text", "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports of one event, with topics and one summary."""

    id: StoryId
    sequence: int  # grows with every story that became ready; cursors point here
    title: str
    link: str
    first: datetime  # the earliest report's time
    last: datetime  # the newest report's time
    reports: tuple[Report, ...]  # the head first, then by time
    topics: tuple[TopicMatch, ...] = ()
    summary: tuple[Quote, ...] = ()  # the long one, in the order of the text; see `quotes`
    language: str = "id"
    affair_id: StoryId | None = None  # stories of the same affair share it (group tier)
    version: int = 0  # grows with each change of the reports; `finish` is told which it knew
    began: int = 0  # the first sequence; `sequence` is that of the last development
    told: tuple[EntryId, ...] = ()  # the reports that `sequence` knew
    news: tuple[News, ...] = ()  # what developments added, oldest first

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, each once, in order of appearance."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports))

    def quotes(self, wanted: SummaryLength = SummaryLength.NORMAL) -> tuple[Quote, ...]:
        """The summary at a length."""
        return at_length(self.summary, wanted)

    def is_known(self, cursor: int) -> bool:
        """Whether a subscriber whose digests reached the cursor got the story before."""
        return 0 < self.began <= cursor

    def news_since(self, cursor: int) -> tuple[Quote, ...]:
        """What is new to this subscriber in a story that he got before."""
        return tuple(news.quote for news in self.news if news.sequence > cursor)


# --- subscribers and digests -------------------------------------------------


class SubscriberStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # by the subscriber
    UNREACHABLE = "unreachable"  # by Telegram; `status_reason` says why; back on return
    SETUP = "setup"  # has not finished choosing


# ISO weekdays: 1 = Monday.
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times between which nothing is sent unasked; over midnight when start > end."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours begin and end at different times")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A chat (and thread) that receives digests."""

    id: SubscriberId
    chat_id: ChatId
    thread_id: int = 0  # forum topic; 0 = none
    kind: str = "private"  # private, group, supergroup, channel
    language: str = "id"
    zone: str = "Asia/Jakarta"
    hours: tuple[time, ...] = ()  # local, ascending
    days: tuple[int, ...] = EVERY_DAY  # ISO weekdays with a digest, ascending
    quiet: QuietHours | None = None
    instant: bool = False  # big stories are sent at once, outside quiet hours
    style: Style = USUAL
    topics: tuple[TopicKey, ...] = ()
    queries: tuple[str, ...] = ()  # own topics, as typed
    status: SubscriberStatus = SubscriberStatus.SETUP
    status_reason: str = ""
    cursor: int = 0  # the last story sequence that a digest covered
    due: datetime | None = None  # when the next digest is to be made; None = never
    paused_until: datetime | None = None  # a pause of some days: nothing unasked before then
    joined: datetime


class DigestKind(StrEnum):
    SCHEDULED = "scheduled"
    REQUESTED = "requested"  # /sekarang
    FIRST = "first"  # right after set-up
    INSTANT = "instant"  # one story, sent at once; moves no cursor
    ANNOUNCEMENT = "announcement"  # an admin's words to everyone; carries no story


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one subscriber gets at one time; `stories` best first, all of them."""

    id: DigestId
    kind: DigestKind
    made: datetime
    since: int  # story sequences (since, until] are covered
    until: int
    topics: tuple[TopicKey, ...]
    queries: tuple[str, ...]
    language: str
    zone: str
    next_due: datetime | None
    stories: tuple[Story, ...]
    style: Style = USUAL  # the subscriber's; not stored with the digest
    told: tuple[Story, ...] = ()  # sent at once before; not stored with the digest

    @property
    def known(self) -> int:
        """The story sequence up to which the subscriber got everything before."""
        return 0 if self.kind is DigestKind.FIRST else self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button: exactly one of `data` (<= 64 bytes) and `url` is set."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Telegram HTML with rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    preview: bool = False  # show a link preview
    picture: str = ""  # what the preview shows, above the text; "" = the first link


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given-up"
    EXPIRED = "expired"  # its stories went into the next digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message that is owed to a chat: an outbox row."""

    id: DeliveryId
    subscriber_id: SubscriberId
    digest_id: DigestId
    part: int
    chat_id: ChatId
    thread_id: int
    kind: str  # the chat's kind: groups have their own pace
    message: Message
    attempts: int = 0
    # True: a former attempt got no answer or was cut short by a crash; it may have arrived.
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a subscriber is promised: see Outbox.promise."""

    subscriber: Subscriber
    digest: Digest
    messages: tuple[Message, ...]
    expires: datetime | None = None


# --- what people tell the bot --------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An update of Telegram, as it came."""

    id: UpdateId
    body: str  # JSON
    chat: ChatId = ChatId(0)  # whose updates it must stay in order with


# --- texts between rooms ------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A titled text to summarise, with where it comes from."""

    title: str
    text: str  # paragraphs parted by an empty line
    outlet: str = ""
    entry_id: EntryId | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleReport:
    """What one round of a role did, for logs, metrics and progress."""

    role: str
    done: int = 0
    failed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
