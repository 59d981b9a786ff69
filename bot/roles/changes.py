"""What a fetch and a parsed document mean for a feed's schedule: pure reading."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.feeds.outcome import Fetched, FetchOutcome
from bot.feeds.schedule import PollResult, address
from bot.feeds.websub import hub_and_topic
from bot.model import FeedState

if TYPE_CHECKING:
    from bot.feeds.parsed import ParsedFeed

# Items that were seen are left out of what is parsed, but for once a day: then all are compared
# with what is stored, so that what a feed still lists is not taken for gone.
WHOLE_EVERY = timedelta(days=1)
MARK = 8  # bytes


def fingerprint(body: bytes) -> str:
    """Equal for equal bodies."""
    return blake2b(body, digest_size=16).hexdigest()


def known_marks(state: FeedState, now: datetime) -> frozenset[bytes]:
    """The marks of the items that need no second look now."""
    if state.listed is None or now - state.listed >= WHOLE_EVERY:
        return frozenset()
    marks = state.marks
    return frozenset(marks[at : at + MARK] for at in range(0, len(marks), MARK))


def told_by(fetched: Fetched) -> PollResult:
    """What the answer alone says."""
    return PollResult(
        outcome=fetched.outcome,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        moved_to=fetched.moved_permanently_to,
        retry_after=fetched.retry_after,
        fresh_for=fetched.fresh_for,
        detail=fetched.detail,
    )


def told_by_document(
    result: PollResult, parsed: "ParsedFeed", body_hash: str, *, whole: bool
) -> PollResult:
    """The same with what the document says; `whole` = no item was left out as known."""
    return replace(
        result,
        is_feed=parsed.is_feed,
        total_entries=parsed.total,
        # The dates of the few new items say nothing about the rhythm: then their number does.
        new_entries=None if whole else len(parsed.entries),
        oldest=parsed.oldest if whole else None,
        newest=parsed.newest,
        ttl=parsed.ttl,
        skip_hours=parsed.skip_hours,
        # Not remembered when nothing was understood: the same broken body is tried again.
        body_hash=body_hash if parsed.is_feed else "",
        detail="" if parsed.marks else "; ".join(parsed.complaints[:3]),
    )


def pushed(state: FeedState, body: bytes) -> Fetched:
    """A document that came from the feed's hub."""
    return Fetched(outcome=FetchOutcome.NEW, body=body, final_url=address(state))


def remembered(state: FeedState, parsed: "ParsedFeed", headers: Mapping[str, str]) -> FeedState:
    """The state with the marks of the document's items and the hub that it names."""
    if not parsed.is_feed:
        return state
    hub, topic = hub_and_topic(parsed.hub, parsed.topic, headers, address(state))
    return replace(state, marks=b"".join(parsed.marks), hub=hub, topic=topic)
