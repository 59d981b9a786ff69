"""What is said to hubs, and what their answers mean."""

import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feeds.websub import (
    Verification,
    after_denial,
    after_request,
    after_verification,
    hub_and_topic,
    is_meant,
    is_signed,
    request,
)
from bot.hubs import HubLine, HubStage
from bot.model import FeedId
from tests.fakes.clock import START

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOPIC = "https://warta.example/rss"
LINE = HubLine(
    feed_id=FeedId(1),
    hub="https://hub.example/",
    topic=TOPIC,
    token="a" * 32,
    secret="rahasia",
    due=START,
)
ACTIVE = replace(LINE, stage=HubStage.ACTIVE, lease_ends=START + DAY)
LEAVING = replace(LINE, stage=HubStage.LEAVING)
ASKED = Verification(mode="subscribe", topic=TOPIC, challenge="abc", lease=10 * DAY)


def test_request_names_everything_that_the_hub_needs() -> None:
    assert request(LINE, "https://bot.example/websub/a") == {
        "hub.callback": "https://bot.example/websub/a",
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.secret": "rahasia",
        "hub.lease_seconds": "864000",
    }


def test_goodbye_gives_no_secret_away() -> None:
    form = request(LEAVING, "https://bot.example/websub/a")

    assert form["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in form


def test_accepted_request_waits_for_its_verification() -> None:
    after = after_request(LINE, "", START)

    assert after == replace(LINE, stage=HubStage.ASKED, due=START + HOUR)


def test_renewal_leaves_the_line_active() -> None:
    after = after_request(ACTIVE, "", START)

    assert after is not None
    assert after.stage is HubStage.ACTIVE


def test_refusals_are_asked_again_ever_later() -> None:
    line: HubLine | None = LINE
    waits = []
    for _ in range(9):
        assert line is not None
        line = after_request(line, "the hub answers 500", START)
        assert line is not None
        waits.append(line.due - START)

    assert waits[:3] == [15 * MINUTE, 30 * MINUTE, HOUR]
    assert waits[-1] == DAY
    assert line is not None
    assert (line.failures, line.detail) == (9, "the hub answers 500")


def test_hub_that_never_verifies_counts_as_failing() -> None:
    after = after_request(replace(LINE, stage=HubStage.ASKED), "", START)

    assert after is not None
    assert after.failures == 1
    assert after.stage is HubStage.ASKED


def test_line_outlives_a_failed_renewal_while_its_lease_lasts() -> None:
    after = after_request(ACTIVE, "the hub answers 500", START)
    later = after_request(ACTIVE, "the hub answers 500", START + DAY)

    assert after is not None
    assert later is not None
    assert after.stage is HubStage.ACTIVE
    assert later.stage is HubStage.WANTED


def test_goodbye_that_nobody_hears_ends_after_some_tries() -> None:
    line: HubLine | None = LEAVING
    tries = 0
    while line is not None:
        line = after_request(line, "the hub answers 500", START)
        tries += 1

    assert tries == 4


def test_verified_line_is_renewed_before_its_lease_ends() -> None:
    after = after_verification(LINE, ASKED, START)

    assert after is not None
    assert after.stage is HubStage.ACTIVE
    assert after.lease_ends == START + 10 * DAY
    assert after.due == START + 8 * DAY


@pytest.mark.parametrize(
    ("granted", "kept"),
    [(None, 10 * DAY), (timedelta(0), 5 * MINUTE), (timedelta(days=9999), 30 * DAY)],
    ids=["unsaid", "nothing", "for ever"],
)
def test_lease_is_kept_within_reason(granted: timedelta | None, kept: timedelta) -> None:
    after = after_verification(LINE, replace(ASKED, lease=granted), START)

    assert after is not None
    assert after.lease_ends == START + kept


@pytest.mark.parametrize(
    ("line", "asked", "meant"),
    [
        (LINE, ASKED, True),
        (ACTIVE, ASKED, True),
        (LINE, replace(ASKED, topic=TOPIC + "2"), False),
        (LINE, replace(ASKED, mode="unsubscribe"), False),
        (LINE, replace(ASKED, challenge=""), False),
        (LEAVING, ASKED, False),
        (LEAVING, replace(ASKED, mode="unsubscribe"), True),
    ],
)
def test_only_what_we_want_is_confirmed(line: HubLine, asked: Verification, *, meant: bool) -> None:
    assert is_meant(line, asked) is meant


def test_denied_line_is_asked_for_again_tomorrow() -> None:
    denied = replace(ASKED, mode="denied", reason="not now")

    after = after_denial(ACTIVE, denied, START)

    assert after is not None
    assert after.stage is HubStage.WANTED
    assert after.due == START + DAY
    assert after.detail == "the hub denies: not now"
    assert after_denial(LEAVING, denied, START) is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_signature_of_each_method_is_known(method: str) -> None:
    right = hmac.new(b"rahasia", b"<rss/>", method).hexdigest()

    assert is_signed(b"<rss/>", f"{method}={right}", "rahasia")
    assert not is_signed(b"<rss/> ", f"{method}={right}", "rahasia")
    assert not is_signed(b"<rss/>", f"{method}={right}", "lain")


@pytest.mark.parametrize("header", ["", "sha1=", "md5=abc", "sha256", "=", "sha1=\u00e4"])
def test_anything_else_is_no_signature(header: str) -> None:
    assert not is_signed(b"", header, "rahasia")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", ("https://hub.example/", "https://warta.example/self")),
        (
            '<https://h2.example/>; rel="hub", <https://warta.example/other>; rel=self',
            ("https://h2.example/", "https://warta.example/other"),
        ),
        (
            '<https://warta.example/page>; rel="alternate"',
            ("https://hub.example/", "https://warta.example/self"),
        ),
    ],
    ids=["document", "headers first", "other links"],
)
def test_hub_is_named_by_headers_or_document(link: str, expected: tuple[str, str]) -> None:
    named = hub_and_topic(
        "https://hub.example/", "https://warta.example/self", {"link": link}, TOPIC
    )

    assert named == expected


def test_topic_without_an_address_is_where_the_feed_is() -> None:
    assert hub_and_topic("https://hub.example/", "/rss", {}, TOPIC)[1] == TOPIC
    assert hub_and_topic("hub", TOPIC, {}, TOPIC) == ("", "")
