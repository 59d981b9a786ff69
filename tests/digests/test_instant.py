"""Which stories break, and for whom."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digests.instant import InstantPolicy, Standing, Why, decide, is_big
from bot.digests.interest import Interest
from bot.model import (
    ChatId,
    QuietHours,
    Story,
    StoryId,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
)
from bot.reading import Mute, MuteKind, Sent, Watcher
from tests.digests.test_compose import NOW, in_title, story

POLICY = InstantPolicy(voices=3, within=timedelta(hours=2), a_day=2)
NIGHT = QuietHours(start=time(22), end=time(5))


def told(outlets: int, *, apart: timedelta = timedelta(minutes=10)) -> Story:
    """A story that one outlet after the other reports."""
    one = story(1, ["irak"], outlets=outlets)
    reports = tuple(
        replace(report, published=NOW + at * apart) for at, report in enumerate(one.reports)
    )
    return replace(one, reports=reports)


def watcher(*alerts: str, **changes: object) -> Watcher:
    reader = Subscriber(
        id=SubscriberId(1),
        chat_id=ChatId(1),
        topics=(TopicKey("irak"),),
        status=SubscriberStatus.ACTIVE,
        instant=True,
        joined=NOW,
    )
    return Watcher(subscriber=replace(reader, **changes), alerts=alerts)  # type: ignore[arg-type]  # test data by keyword


def why(who: Watcher, *, big: bool = True, now: datetime = NOW, **more: object) -> Why:
    standing = Standing(watcher=who, interest=Interest.of(who.subscriber))
    changed = replace(standing, **more)  # type: ignore[arg-type]  # test data by keyword
    return decide(told(3), changed, big=big, fits=in_title, policy=POLICY, now=now)


@pytest.mark.parametrize(("outlets", "big"), [(2, False), (3, True), (5, True)])
def test_big_is_told_by_many(outlets: int, big: bool) -> None:
    assert is_big(told(outlets), POLICY) is big


@pytest.mark.parametrize(("minutes", "big"), [(60, True), (61, False)])
def test_big_is_told_within_a_short_time(minutes: int, big: bool) -> None:
    assert is_big(told(3, apart=timedelta(minutes=minutes)), POLICY) is big


def test_late_wave_is_big_too() -> None:
    """What one outlet had long before breaks when the others find it."""
    one = told(4)
    early = replace(one.reports[0], published=NOW - timedelta(days=1))

    assert is_big(replace(one, reports=(early, *one.reports[1:])), POLICY)


def test_copies_of_an_agency_are_one_voice() -> None:
    one = told(4)
    head, *others = one.reports
    copies = (head, *(replace(report, copy_of=head.id) for report in others))

    assert not is_big(replace(one, reports=copies), POLICY)


def test_big_story_of_a_followed_topic_is_sent() -> None:
    assert why(watcher()) is Why.BIG


def test_marked_own_topic_needs_no_crowd() -> None:
    who = watcher("Berita 1", instant=False, queries=("Berita 1",))

    assert why(who, big=False) is Why.MARKED


@pytest.mark.parametrize(
    "changes",
    [{"instant": False}, {"topics": (TopicKey("rusia"),)}],
    ids=["switched off", "another topic"],
)
def test_others_wait_for_their_digest(changes: dict[str, object]) -> None:
    assert why(watcher(**changes)) is Why.OTHER


def test_small_story_waits() -> None:
    assert why(watcher(), big=False) is Why.OTHER


def test_muted_story_is_not_sent() -> None:
    mute = Mute(kind=MuteKind.TOPIC, value="irak")
    interest = Interest.of(watcher().subscriber, mutes=(mute,))

    assert why(watcher(), interest=interest) is Why.OTHER


def test_night_is_quiet() -> None:
    midnight = datetime(2026, 11, 24, 17, tzinfo=UTC)

    assert why(watcher(quiet=NIGHT), now=midnight) is Why.SILENT


def test_pause_is_quiet() -> None:
    assert why(watcher(paused_until=NOW + timedelta(days=1))) is Why.SILENT


def test_what_a_digest_covered_is_known() -> None:
    assert why(watcher(cursor=1)) is Why.KNOWN


def test_what_was_sent_is_known() -> None:
    assert why(watcher(), sent=(Sent(story_id=StoryId(1), made=NOW),)) is Why.KNOWN


def test_enough_is_enough_for_a_day() -> None:
    early = tuple(Sent(story_id=StoryId(n), made=NOW - timedelta(hours=n)) for n in (8, 9))
    old = tuple(replace(one, made=one.made - timedelta(days=1)) for one in early)

    assert why(watcher(), sent=early) is Why.ENOUGH
    assert why(watcher(), sent=old) is Why.BIG
