"""Health: who is silent, and whether the outbox is late or only long."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import RoleReport
from bot.ops.pulse import LATE_AFTER, SILENT_FOR, Pulse
from tests.fakes.clock import FakeClock

START = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def pulse(clock: FakeClock) -> Pulse:
    return Pulse(("poll", "deliver"), clock.now)


def test_role_without_rounds_is_silent(pulse: Pulse, clock: FakeClock) -> None:
    clock.advance(SILENT_FOR + MINUTE)
    pulse.hear(RoleReport(role="poll"))

    assert pulse.silent() == ("deliver",)


def test_role_that_nobody_asked_about_may_be_silent(pulse: Pulse, clock: FakeClock) -> None:
    pulse.hear(RoleReport(role="tidy", done=1))
    clock.advance(SILENT_FOR + MINUTE)
    pulse.hear(RoleReport(role="poll"))
    pulse.hear(RoleReport(role="deliver"))

    assert pulse.silent() == ()


@pytest.mark.parametrize(
    ("waits", "sent_before", "late"),
    [
        pytest.param(LATE_AFTER + MINUTE, LATE_AFTER + MINUTE, True, id="nothing goes out"),
        pytest.param(10 * LATE_AFTER, MINUTE, False, id="long, but it shrinks"),
        pytest.param(MINUTE, 10 * LATE_AFTER, False, id="just begun"),
    ],
)
def test_outbox_is_late_when_it_stands_still(
    pulse: Pulse, clock: FakeClock, waits: timedelta, sent_before: timedelta, late: bool
) -> None:
    clock.advance(10 * LATE_AFTER)
    pulse.hear(RoleReport(role="deliver", done=1))
    clock.advance(sent_before)

    assert pulse.is_outbox_late(clock.now() - waits) is late


def test_empty_outbox_is_never_late(pulse: Pulse, clock: FakeClock) -> None:
    clock.advance(10 * LATE_AFTER)

    assert not pulse.is_outbox_late(None)
