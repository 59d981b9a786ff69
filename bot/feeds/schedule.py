"""When a feed is polled next and what state it is in: pure decisions on one poll's result."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from math import exp
from typing import assert_never

from bot.feeds.outcome import FetchOutcome
from bot.model import FeedHealth, FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPolicy:
    """The operator's wishes; `fixed` is obeyed to the letter, the others bound the rhythm."""

    fixed: timedelta | None = None
    floor: timedelta = timedelta(minutes=5)
    ceiling: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What one poll found out."""

    outcome: FetchOutcome
    is_feed: bool = True  # with NEW: the body was understood
    total_entries: int = 0
    new_entries: int | None = None  # None = not known here
    oldest: datetime | None = None  # of the dates in the document
    newest: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    moved_to: str = ""
    retry_after: timedelta | None = None
    ttl: timedelta | None = None  # from the document
    fresh_for: timedelta | None = None  # from Cache-Control
    skip_hours: tuple[int, ...] = ()  # GMT
    detail: str = ""


# A permanent redirect counts as permanent when it was seen so often in a row.
MOVES_TRUSTED = 3


def address(state: FeedState) -> str:
    """Where to poll: the catalogue's address, or where it has moved for good."""
    return state.moved_to if state.moved_seen >= MOVES_TRUSTED else state.feed.url


def after_poll(
    state: FeedState, result: PollResult, *, now: datetime, policy: PollPolicy
) -> FeedState:
    """The feed's state after a poll that ended at `now`."""
    succeeded = _succeeded(result)
    failures = 0 if succeeded else state.failures + 1
    if failures != state.failures:
        state = replace(state, failures=failures)
    state = _moved(state, result, succeeded=succeeded)
    if succeeded:
        state = _learned(state, result, now)
    health = _health(state, result)
    return replace(
        state,
        last_poll=now,
        next_poll=now + _wait(state, result, now, policy),
        health=health,
        since=now if health is not state.health or state.since is None else state.since,
        detail=result.detail or _praise(health, state),
    )


_DAY = timedelta(days=1)
# How far back the rhythm remembers: one day holds a newsroom's night and rush hours.
_MEMORY = timedelta(days=1)
_UNKNOWN_RHYTHM = timedelta(minutes=30)
# Feeds say "come again in a day" and publish hourly: their wish counts up to here.
_LONGEST_WISH = timedelta(minutes=15)
# How long a feed may be asked to wait by Retry-After, and how long a dead one is left alone.
_LONGEST_WAIT = _DAY
_THROTTLED_WAIT = timedelta(minutes=15)
# So many answers "not found" in a row are a death; fewer happen at every relaunch.
_DEATH = 3
# A hub that has pushed nothing for so long may have forgotten us.
_PUSHED = timedelta(days=2)
# Part of the interval by which identities are spread.
_SPREAD = 0.15


def _succeeded(result: PollResult) -> bool:
    return result.outcome is FetchOutcome.SAME or (
        result.outcome is FetchOutcome.NEW and result.is_feed
    )


def _moved(state: FeedState, result: PollResult, *, succeeded: bool) -> FeedState:
    """Follow permanent redirects that lead to a feed; give up a new address that fails."""
    if not succeeded:
        lost = state.moved_seen >= MOVES_TRUSTED and state.failures >= MOVES_TRUSTED
        return replace(state, moved_to="", moved_seen=0) if lost else state
    if result.moved_to and result.moved_to == state.moved_to:
        return replace(state, moved_seen=state.moved_seen + 1)
    if result.moved_to:
        return replace(state, moved_to=result.moved_to, moved_seen=1)
    if state.moved_seen >= MOVES_TRUSTED or not (state.moved_to or state.moved_seen):
        return state
    return replace(state, moved_to="", moved_seen=0)


def _learned(state: FeedState, result: PollResult, now: datetime) -> FeedState:
    newest = min(result.newest, now) if result.newest else None
    arrived = now if result.new_entries else newest
    return replace(
        state,
        etag=result.etag,
        last_modified=result.last_modified,
        body_hash=result.body_hash or state.body_hash,
        last_new=max(filter(None, (state.last_new, arrived)), default=None),
        entries_per_day=_rhythm(state, result, now),
    )


def _rhythm(state: FeedState, result: PollResult, now: datetime) -> float:
    """Entries a day, smoothed over a day; the document's own dates tell it at once."""
    elapsed = now - state.last_poll if state.last_poll else None
    if result.outcome is FetchOutcome.NEW and result.oldest and result.total_entries > 1:
        span = max(now - result.oldest, timedelta(minutes=1))
        observed = result.total_entries / (span / _DAY)
    elif result.new_entries is not None and elapsed:
        observed = result.new_entries / (max(elapsed, timedelta(minutes=1)) / _DAY)
    elif result.outcome is FetchOutcome.SAME:
        observed = 0.0
    else:
        return state.entries_per_day
    if elapsed is None:
        return observed
    weight = 1 - exp(-(max(elapsed, timedelta()) / _MEMORY))
    # A rush is believed at once, a lull only when it lasts.
    weight = max(weight, 0.5) if observed > state.entries_per_day else weight
    return state.entries_per_day + weight * (observed - state.entries_per_day)


def _health(state: FeedState, result: PollResult) -> FeedHealth:
    match result.outcome:
        case FetchOutcome.NEW if not result.is_feed:
            return FeedHealth.NOT_A_FEED
        case FetchOutcome.NEW | FetchOutcome.SAME:
            return _good_health(state, result)
        case FetchOutcome.THROTTLED:
            return FeedHealth.THROTTLED
        case FetchOutcome.WALLED:
            return FeedHealth.WALLED
        case FetchOutcome.GONE:
            return FeedHealth.GONE if state.failures >= _DEATH else FeedHealth.FAILING
        case (
            FetchOutcome.SERVER_ERROR
            | FetchOutcome.UNREACHABLE
            | FetchOutcome.TIMEOUT
            | FetchOutcome.TOO_LARGE
            | FetchOutcome.REFUSED
            | FetchOutcome.BAD_URL
        ):
            return FeedHealth.FAILING
    assert_never(result.outcome)


def _good_health(state: FeedState, result: PollResult) -> FeedHealth:
    if state.moved_seen >= MOVES_TRUSTED:
        return FeedHealth.MOVED
    if result.outcome is FetchOutcome.NEW:
        return FeedHealth.OK if result.total_entries else FeedHealth.EMPTY
    return FeedHealth.EMPTY if state.health is FeedHealth.EMPTY else FeedHealth.OK


def _praise(health: FeedHealth, state: FeedState) -> str:
    if health is FeedHealth.MOVED:
        return f"moved for good to {state.moved_to}; change the address in feeds.yaml"
    return ""


def _wait(state: FeedState, result: PollResult, now: datetime, policy: PollPolicy) -> timedelta:
    fixed = state.feed.interval or policy.fixed
    usual = fixed or _interval(state, result, now, policy)
    if state.failures:
        wait = _backed_off(usual, state, result)
        return wait if fixed and state.failures == 1 else _spread(wait, state, _LONGEST_WAIT)
    if fixed:
        return fixed
    return _outside(result.skip_hours, now, _spread(usual, state, policy.ceiling), policy.ceiling)


def _interval(state: FeedState, result: PollResult, now: datetime, policy: PollPolicy) -> timedelta:
    """Half the time between two entries, and thrice before a short document has run through."""
    if state.entries_per_day > 0:
        between = _DAY / max(state.entries_per_day, 0.1)
        interval = between / 2
        window = between * max(result.total_entries, 1) / 3
    else:
        interval, window = _UNKNOWN_RHYTHM, policy.ceiling
    if state.pushed and now - state.pushed < _PUSHED:
        # News come by themselves; polls only make sure that none is missing.
        interval = policy.ceiling
    wish = max(filter(None, (result.ttl, result.fresh_for)), default=timedelta())
    interval = max(interval, min(wish, _LONGEST_WISH))
    if result.total_entries:
        interval = min(interval, window)
    return min(max(interval, policy.floor), max(policy.ceiling, policy.floor))


def _backed_off(usual: timedelta, state: FeedState, result: PollResult) -> timedelta:
    doubled = usual * (1 << min(state.failures - 1, 20))
    if result.outcome is FetchOutcome.THROTTLED:
        asked = result.retry_after or max(usual, _THROTTLED_WAIT)
        return min(max(asked, usual), _LONGEST_WAIT)
    return min(max(doubled, result.retry_after or timedelta()), max(_LONGEST_WAIT, usual))


def _spread(wait: timedelta, state: FeedState, most: timedelta) -> timedelta:
    """Lengthened a little by identity: feeds that were polled together drift apart."""
    digest = blake2b(state.feed.url.encode("utf-8", "replace"), digest_size=4).digest()
    share = int.from_bytes(digest) / 2**32
    return max(min(wait * (1 + _SPREAD * share), most), min(wait, most))


def _outside(hours: tuple[int, ...], now: datetime, wait: timedelta, most: timedelta) -> timedelta:
    """The end of the hours (GMT) in which the feed asks not to be polled, within `most`."""
    moment = now + wait
    while moment.hour in hours and moment - now < most:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(moment - now, max(most, wait))
