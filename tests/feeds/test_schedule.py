from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.outcome import FetchOutcome
from bot.feeds.schedule import PollPolicy, PollResult, address, after_poll
from bot.model import Feed, FeedHealth, FeedId, FeedState

NOW = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
POLICY = PollPolicy()
FEED = Feed(url="https://a.example/rss", outlet="A")
STATE = FeedState(id=FeedId(1), feed=FEED, next_poll=NOW)
FAILURES = [
    outcome for outcome in FetchOutcome if outcome not in (FetchOutcome.NEW, FetchOutcome.SAME)
]


def new(entries: int = 10, oldest: timedelta = timedelta(days=1), **more: object) -> PollResult:
    return PollResult(
        outcome=FetchOutcome.NEW,
        total_entries=entries,
        oldest=NOW - oldest,
        newest=NOW - timedelta(minutes=1),
        **more,  # type: ignore[arg-type] # fields of PollResult
    )


def polled(state: FeedState, result: PollResult, policy: PollPolicy = POLICY) -> FeedState:
    return after_poll(state, result, now=NOW, policy=policy)


def wait(state: FeedState, result: PollResult, policy: PollPolicy = POLICY) -> timedelta:
    return polled(state, result, policy).next_poll - NOW


def test_a_busy_feed_is_polled_at_the_floor() -> None:
    found = wait(STATE, new(entries=50, oldest=timedelta(hours=3)))

    assert timedelta(minutes=5) <= found <= timedelta(minutes=6)


def test_a_quiet_feed_is_polled_at_the_ceiling() -> None:
    found = wait(STATE, new(entries=10, oldest=timedelta(days=90)))

    assert timedelta(minutes=100) <= found <= timedelta(hours=2)


def test_a_short_feed_is_polled_before_it_runs_through() -> None:
    policy = PollPolicy(floor=timedelta(minutes=1))

    found = wait(STATE, new(entries=2, oldest=timedelta(hours=1), ttl=timedelta(days=1)), policy)

    assert found <= timedelta(minutes=24)


@pytest.mark.parametrize("seconds", [1, 5, 600, 90_000])
def test_a_fixed_interval_is_obeyed_to_the_letter(seconds: int) -> None:
    every = timedelta(seconds=seconds)

    assert wait(STATE, new(), PollPolicy(fixed=every)) == every
    assert wait(replace(STATE, feed=replace(FEED, interval=every)), new()) == every
    assert wait(STATE, PollResult(outcome=FetchOutcome.TIMEOUT), PollPolicy(fixed=every)) == every


def test_a_feed_that_is_pushed_is_polled_seldom() -> None:
    pushed = replace(STATE, pushed=NOW - timedelta(days=1))
    silent = replace(STATE, pushed=NOW - timedelta(days=3))
    busy = new(entries=500, oldest=timedelta(days=2))

    assert timedelta(hours=1.7) <= wait(pushed, busy) <= timedelta(hours=2)
    assert wait(silent, busy) <= timedelta(minutes=6)
    assert wait(pushed, busy, PollPolicy(fixed=timedelta(seconds=5))) == timedelta(seconds=5)


def test_the_feeds_own_interval_comes_first() -> None:
    state = replace(STATE, feed=replace(FEED, interval=timedelta(minutes=7)))

    assert wait(state, new(), PollPolicy(fixed=timedelta(seconds=5))) == timedelta(minutes=7)


@pytest.mark.parametrize("field", ["ttl", "fresh_for"])
def test_a_wish_for_rest_counts_up_to_a_quarter_of_an_hour(field: str) -> None:
    def wait_for(wish: timedelta) -> timedelta:
        return wait(STATE, new(entries=50, oldest=timedelta(hours=3), **{field: wish}))

    modest = wait_for(timedelta(minutes=10))
    greedy = wait_for(timedelta(days=1))

    assert timedelta(minutes=10) <= modest <= timedelta(minutes=12)
    assert timedelta(minutes=15) <= greedy <= timedelta(minutes=18)


def test_hours_to_skip_are_skipped() -> None:
    state = polled(STATE, new(entries=10, oldest=timedelta(days=90), skip_hours=(9,)))

    assert state.next_poll == datetime(2026, 2, 2, 10, 0, tzinfo=UTC)


def test_identities_are_spread() -> None:
    urls = [f"https://a.example/{number}" for number in range(50)]

    waits = {wait(replace(STATE, feed=replace(FEED, url=url)), new()) for url in urls}

    assert len(waits) == 50


def test_failures_back_off_to_a_day_and_come_back() -> None:
    state, waits = STATE, []
    for _ in range(15):
        state = polled(state, PollResult(outcome=FetchOutcome.UNREACHABLE, detail="no host"))
        waits.append(state.next_poll - NOW)
    recovered = polled(state, new(entries=50, oldest=timedelta(hours=3)))

    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)
    assert (state.failures, state.health, state.detail) == (15, FeedHealth.FAILING, "no host")
    assert (recovered.failures, recovered.health, recovered.detail) == (0, FeedHealth.OK, "")
    assert recovered.next_poll - NOW <= timedelta(minutes=6)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (timedelta(hours=3), timedelta(hours=3), timedelta(hours=4)),
        (timedelta(days=30), timedelta(days=1), timedelta(days=1)),
        (timedelta(seconds=1), timedelta(minutes=5), timedelta(hours=1)),
        (None, timedelta(minutes=15), timedelta(hours=1)),
    ],
)
def test_retry_after_is_obeyed_within_a_day(
    asked: timedelta | None, least: timedelta, most: timedelta
) -> None:
    result = PollResult(outcome=FetchOutcome.THROTTLED, retry_after=asked)

    assert least <= wait(STATE, result) <= most
    assert polled(STATE, result).health is FeedHealth.THROTTLED


@pytest.mark.parametrize(
    ("result", "health"),
    [
        (new(), FeedHealth.OK),
        (new(entries=0), FeedHealth.EMPTY),
        (new(is_feed=False), FeedHealth.NOT_A_FEED),
        (PollResult(outcome=FetchOutcome.SAME), FeedHealth.OK),
        (PollResult(outcome=FetchOutcome.WALLED), FeedHealth.WALLED),
        (PollResult(outcome=FetchOutcome.GONE), FeedHealth.FAILING),
        (PollResult(outcome=FetchOutcome.TOO_LARGE), FeedHealth.FAILING),
        (PollResult(outcome=FetchOutcome.REFUSED), FeedHealth.FAILING),
    ],
)
def test_health(result: PollResult, health: FeedHealth) -> None:
    assert polled(STATE, result).health is health


def test_three_times_not_found_is_gone() -> None:
    state = STATE
    for _ in range(3):
        state = polled(state, PollResult(outcome=FetchOutcome.GONE))

    assert state.health is FeedHealth.GONE


def test_since_tells_when_the_health_began() -> None:
    earlier = NOW - timedelta(days=2)
    ill = replace(STATE, health=FeedHealth.WALLED, since=earlier)

    assert polled(ill, PollResult(outcome=FetchOutcome.WALLED)).since == earlier
    assert polled(ill, new()).since == NOW


def test_a_permanent_redirect_is_trusted_the_third_time() -> None:
    target = "https://b.example/rss"
    state, addresses = STATE, []
    for _ in range(3):
        state = polled(state, new(moved_to=target))
        addresses.append(address(state))

    assert addresses == [FEED.url, FEED.url, target]
    assert state.health is FeedHealth.MOVED
    assert target in state.detail


def test_a_redirect_that_ends_is_forgotten() -> None:
    state = polled(polled(STATE, new(moved_to="https://b.example/rss")), new())

    assert (state.moved_to, state.moved_seen) == ("", 0)


def test_a_redirect_to_a_page_is_not_followed() -> None:
    state = polled(STATE, new(moved_to="https://b.example/", is_feed=False))

    assert state.moved_seen == 0


def test_a_dead_new_address_leads_back() -> None:
    state = replace(STATE, moved_to="https://b.example/rss", moved_seen=3)
    for _ in range(3):
        state = polled(state, PollResult(outcome=FetchOutcome.GONE))

    assert address(state) == FEED.url


def test_validators_are_kept_when_a_poll_fails() -> None:
    known = polled(STATE, new(etag='"1"', last_modified="x", body_hash="h"))

    failed = polled(known, new(etag='"2"', is_feed=False))

    assert (failed.etag, failed.last_modified, failed.body_hash) == ('"1"', "x", "h")


def test_a_lull_slows_down_and_a_rush_speeds_up() -> None:
    awake = polled(STATE, new(entries=50, oldest=timedelta(hours=5)))
    night = replace(awake, last_poll=NOW - timedelta(hours=8))

    asleep = polled(night, PollResult(outcome=FetchOutcome.SAME))
    again = polled(asleep, new(entries=50, oldest=timedelta(hours=5)))

    assert asleep.entries_per_day < awake.entries_per_day
    assert again.entries_per_day > asleep.entries_per_day


DATES = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
RESULTS = st.builds(
    PollResult,
    outcome=st.sampled_from(FetchOutcome),
    is_feed=st.booleans(),
    total_entries=st.integers(0, 500),
    new_entries=st.none() | st.integers(0, 500),
    oldest=st.none() | DATES,
    newest=st.none() | DATES,
    moved_to=st.sampled_from(["", "https://b.example/", "https://c.example/"]),
    retry_after=st.none() | st.timedeltas(timedelta(), timedelta(days=400)),
    ttl=st.none() | st.timedeltas(timedelta(), timedelta(days=400)),
    skip_hours=st.lists(st.integers(0, 23)).map(tuple),
)


@given(st.lists(RESULTS, min_size=1, max_size=12))
def test_any_history_leads_to_a_next_poll_within_bounds(results: list[PollResult]) -> None:
    state, now = STATE, NOW
    for result in results:
        state = after_poll(state, result, now=now, policy=POLICY)
        rest = state.next_poll - now

        most = timedelta(days=1) if state.failures else POLICY.ceiling
        assert POLICY.floor <= rest <= most
        assert state.last_new is None or state.last_new <= now
        assert state.entries_per_day >= 0
        now = state.next_poll


@given(st.sampled_from(FAILURES), st.integers(0, 100))
def test_failures_never_shorten_the_wait(outcome: FetchOutcome, failures: int) -> None:
    result = PollResult(outcome=outcome)

    first = wait(replace(STATE, failures=failures), result)
    second = wait(replace(STATE, failures=failures + 1), result)

    assert second >= first
