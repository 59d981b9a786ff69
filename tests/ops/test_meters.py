"""What Prometheus reads."""

from bot.model import RoleReport
from bot.ops.meters import Meters, Readings

READINGS = Readings(
    rows={"entries": 60, "outbox_queued": 3, "database_bytes": 4096},
    feeds={"ok": 4, "failing": 1},
    subscribers={"active": 2},
    outbox_age=12.5,
)


def shown(meters: Meters) -> dict[str, float]:
    lines = meters.text(READINGS).decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_rounds_are_counted_by_outcome() -> None:
    meters = Meters()
    for _ in range(2):
        meters.hear(
            RoleReport(role="poll", done=5, failed=1, counts={"new_entries": 7, "ok": 4}), 1.0
        )
    meters.hear(RoleReport(role="deliver", done=1, counts={"sent": 1, "throttled": 2}), 9.0)

    found = shown(meters)

    assert found['sariwarta_polls_total{outcome="ok"}'] == 8
    assert found["sariwarta_entries_total"] == 14
    assert found['sariwarta_failures_total{role="poll"}'] == 2
    assert found['sariwarta_sends_total{outcome="throttled"}'] == 2
    assert found['sariwarta_last_round_timestamp_seconds{role="deliver"}'] == 9


def test_readings_are_those_of_the_moment() -> None:
    meters = Meters()
    meters.text(
        Readings(rows={"gone": 1}, feeds={"gone": 1}, subscribers={"gone": 1}, outbox_age=99)
    )

    found = shown(meters)

    assert found["sariwarta_outbox_messages"] == 3
    assert found["sariwarta_outbox_age_seconds"] == 12.5
    assert found['sariwarta_feeds{health="failing"}'] == 1
    assert not [name for name in found if "gone" in name]


def test_work_and_lag_are_histograms() -> None:
    meters = Meters()
    meters.worked("summarise_stories", 0.3)
    meters.lagged(0.02)

    found = shown(meters)

    assert found['sariwarta_worker_seconds_count{task="summarise_stories"}'] == 1
    assert found['sariwarta_loop_lag_seconds_bucket{le="0.05"}'] == 1
