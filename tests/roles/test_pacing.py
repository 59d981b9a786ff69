"""When messages may go: a table of moments in seconds, and properties over random traffic."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChatId
from bot.roles.pacing import Lane, Pace, Pacer, Scope
from tests.fakes.clock import START

ANNA, BUDI, GROUP = ChatId(1), ChatId(2), ChatId(-3)
SLOW = Pace(per_second=4, catch_up=timedelta(0))


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def send_all(
    pacer: Pacer, chat_id: ChatId, how_many: int, lane: Lane, at: datetime = START
) -> list[float]:
    return send_each(pacer, [chat_id] * how_many, lane, at)


def send_each(
    pacer: Pacer, chats: list[ChatId], lane: Lane = Lane.DIGEST, at: datetime = START
) -> list[float]:
    """Send one after the other as early as allowed; seconds from the start."""
    moments = []
    for chat_id in chats:
        kind = "private" if chat_id > 0 else "supergroup"
        at = pacer.next_slot(chat_id, kind, at, lane)
        assert pacer.take(chat_id, kind, at, lane)
        moments.append((at - START).total_seconds())
    return moments


def test_chats_share_one_even_rate() -> None:
    pacer = Pacer(SLOW)

    moments = send_each(pacer, [ChatId(chat) for chat in range(1, 6)])

    assert moments == [0, 0.25, 0.5, 0.75, 1]


def test_idle_time_is_not_saved_for_a_burst() -> None:
    pacer = Pacer(SLOW)
    send_all(pacer, ANNA, 1, Lane.DIGEST)

    moments = send_each(pacer, [BUDI, ChatId(4), ChatId(5)], at=after(60))

    assert moments == [60, 60.25, 60.5]


def test_late_timers_are_made_up_for() -> None:
    pacer = Pacer(Pace(per_second=25))
    pacer.take(ANNA, "private", START, Lane.DIGEST)

    late = after(0.035)
    pacer.take(BUDI, "private", late, Lane.DIGEST)

    assert pacer.lane_free(late, Lane.DIGEST) == after(0.06)


def test_digests_to_one_chat_go_each_second() -> None:
    assert send_all(Pacer(SLOW), ANNA, 3, Lane.DIGEST) == [0, 1, 2]


def test_answers_to_one_chat_may_burst_briefly() -> None:
    pacer = Pacer(Pace(per_second=4, reply_share=1, reply_burst=3, catch_up=timedelta(0)))

    assert send_all(pacer, ANNA, 5, Lane.REPLY) == [0, 0.25, 0.5, 1, 2]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_group_gets_twenty_a_minute(kind: str) -> None:
    pacer = Pacer()
    at = START
    for _ in range(20):
        at = pacer.next_slot(GROUP, kind, at, Lane.DIGEST)
        pacer.take(GROUP, kind, at, Lane.DIGEST)

    assert pacer.next_slot(GROUP, kind, at, Lane.DIGEST) == after(60)


def test_private_chat_has_no_minute_limit() -> None:
    assert send_all(Pacer(), ANNA, 25, Lane.DIGEST)[-1] == 24


def test_answer_goes_before_waiting_digests() -> None:
    pacer = Pacer(SLOW)
    send_all(pacer, ANNA, 1, Lane.DIGEST)

    assert pacer.lane_free(START, Lane.REPLY) == START
    assert pacer.lane_free(START, Lane.DIGEST) == after(0.25)


def test_answer_moves_the_next_digest_back() -> None:
    pacer = Pacer(SLOW)
    send_all(pacer, ANNA, 1, Lane.REPLY)
    send_all(pacer, BUDI, 1, Lane.REPLY)

    assert pacer.lane_free(after(0.3125), Lane.DIGEST) >= after(0.5)


def test_answers_leave_digests_their_share() -> None:
    """With answers waiting all the time digests still get a fifth."""
    pacer = Pacer(Pace(per_second=10, catch_up=timedelta(0)))
    sent = {Lane.REPLY: 0, Lane.DIGEST: 0}
    at, chat = START, 1
    while at < after(100):
        for lane in (Lane.REPLY, Lane.DIGEST):
            chat += 1
            sent[lane] += pacer.take(ChatId(chat), "private", at, lane)
        at += timedelta(milliseconds=25)

    assert sent[Lane.REPLY] == pytest.approx(800, rel=0.02)
    assert sent[Lane.DIGEST] == pytest.approx(200, rel=0.05)


def test_too_early_is_not_taken() -> None:
    pacer = Pacer(SLOW)
    assert pacer.take(ANNA, "private", START, Lane.DIGEST)

    assert not pacer.take(BUDI, "private", after(0.2), Lane.DIGEST)
    assert pacer.take(BUDI, "private", after(0.25), Lane.DIGEST)


def test_throttled_chat_waits_alone() -> None:
    pacer = Pacer()

    scope = pacer.throttled(ANNA, timedelta(seconds=9), START)

    assert scope is Scope.CHAT
    assert pacer.next_slot(ANNA, "private", START, Lane.REPLY) == after(9)
    assert pacer.next_slot(BUDI, "private", START, Lane.DIGEST) == START


def test_shorter_wait_does_not_shorten_the_longer() -> None:
    pacer = Pacer()
    pacer.throttled(ANNA, timedelta(seconds=60), START)
    pacer.throttled(ANNA, timedelta(seconds=2), after(1))

    assert pacer.chat_free(ANNA, "private", after(2), Lane.DIGEST) == after(60)


def test_many_throttled_chats_pause_all() -> None:
    pacer = Pacer()

    scopes = [pacer.throttled(ChatId(chat), timedelta(seconds=30), START) for chat in (1, 2, 3)]

    assert scopes == [Scope.CHAT, Scope.CHAT, Scope.ALL]
    assert pacer.lane_free(START, Lane.REPLY) == after(30)


def test_one_long_penalty_is_not_everybodys() -> None:
    pacer = Pacer()
    pacer.throttled(ANNA, timedelta(seconds=10_072), START)
    pacer.throttled(BUDI, timedelta(seconds=5), START)
    pacer.throttled(GROUP, timedelta(seconds=6), START)

    assert pacer.lane_free(START, Lane.DIGEST) == after(6)


def test_slow_drip_of_throttled_chats_pauses_nobody() -> None:
    pacer = Pacer()

    scopes = {pacer.throttled(ChatId(n), timedelta(seconds=1), after(3 * n)) for n in range(1, 9)}

    assert scopes == {Scope.CHAT}


def test_known_limit_of_all_pauses_all_at_once() -> None:
    pacer = Pacer()

    assert pacer.throttled(ANNA, timedelta(seconds=9), START, everyone=True) is Scope.ALL
    assert pacer.lane_free(START, Lane.DIGEST) == after(9)


def test_after_the_pause_the_rate_is_even_again() -> None:
    pacer = Pacer(SLOW)
    pacer.throttled(ANNA, timedelta(seconds=9), START, everyone=True)

    moments = send_each(pacer, [BUDI, ChatId(4), ChatId(5)])

    assert moments == [9, 9.25, 9.5]


def test_clock_set_back_delays_nobody() -> None:
    pacer = Pacer(SLOW)
    send_all(pacer, ANNA, 1, Lane.DIGEST, after(3600))

    assert pacer.next_slot(BUDI, "private", START, Lane.DIGEST) == after(0.25)
    assert pacer.next_slot(ANNA, "private", START, Lane.DIGEST) == after(1)


def test_clock_set_forward_makes_no_burst() -> None:
    pacer = Pacer(SLOW)
    send_all(pacer, ANNA, 1, Lane.DIGEST)

    moments = send_each(pacer, [BUDI, ChatId(4)], at=after(9999))

    assert moments == [9999, 9999.25]


def test_free_chats_are_forgotten() -> None:
    pacer = Pacer(Pace(per_second=1000))
    at = START
    for chat in range(20_000):
        at = pacer.next_slot(ChatId(chat), "private", at, Lane.DIGEST)
        pacer.take(ChatId(chat), "private", at, Lane.DIGEST)

    assert pacer.remembered() < 2500  # twice those of the last second, and some


EVENTS = st.lists(
    st.tuples(
        st.integers(-4, 4).filter(bool),
        st.sampled_from(Lane),
        st.floats(0, 3),
        st.sampled_from([0, 0, 0, 0, 2, 30]),
    ),
    max_size=120,
)


@given(EVENTS)
def test_no_limit_is_ever_broken(events: list[tuple[int, Lane, float, int]]) -> None:
    """Whatever is asked for: chats keep their distance, groups their minute, pauses hold."""
    pacer, at = Pacer(Pace(per_second=5, reply_burst=1, reply_share=0.5)), START
    went: dict[int, list[datetime]] = {}
    paused: dict[int, datetime] = {}
    for chat, lane, wait, retry_after in events:
        at += timedelta(seconds=wait)
        if retry_after:
            pacer.throttled(ChatId(chat), timedelta(seconds=retry_after), at)
            paused[chat] = max(paused.get(chat, at), at + timedelta(seconds=retry_after))
        elif pacer.take(ChatId(chat), "private" if chat > 0 else "group", at, lane):
            assert at >= paused.get(chat, at)
            went.setdefault(chat, []).append(at)

    for chat, moments in went.items():
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(moments))
        if chat < 0:
            spans = zip(moments, moments[20:], strict=False)
            assert all(later - earlier >= timedelta(minutes=1) for earlier, later in spans)


@given(st.lists(st.tuples(st.sampled_from(Lane), st.floats(0, 0.5)), max_size=200))
def test_all_together_stay_below_the_rate(events: list[tuple[Lane, float]]) -> None:
    pacer, at, went = Pacer(Pace(per_second=10, reply_share=0.8)), START, []
    for chat, (lane, wait) in enumerate(events):
        at += timedelta(seconds=wait)
        if pacer.take(ChatId(chat + 1), "private", at, lane):
            went.append(at)

    for first in went:
        # One answer that does not queue, and a timer's lateness, may come on top of ten.
        assert sum(first <= each < first + timedelta(seconds=1) for each in went) <= 12


@given(st.lists(st.integers(-7200, 7200), max_size=30))
def test_clock_jumps_never_stall(jumps: list[int]) -> None:
    pacer, now = Pacer(), START
    for chat, jump in enumerate(jumps):
        now += timedelta(seconds=jump)
        wait = pacer.next_slot(ChatId(chat + 1), "private", now, Lane.DIGEST) - now
        assert wait <= timedelta(seconds=1)
        pacer.take(ChatId(chat + 1), "private", now, Lane.DIGEST)
