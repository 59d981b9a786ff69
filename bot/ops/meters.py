"""Metrics for Prometheus; docs/operations.md tells what each one means."""

from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.model import RoleReport

# Seconds; answers to people suffer from a tenth of a second on.
LAG_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
WORK_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What only the database knows at the moment of the question."""

    rows: Mapping[str, int]
    feeds: Mapping[str, int]  # by health
    subscribers: Mapping[str, int]  # by status
    outbox_age: float  # seconds that the oldest due message waits


class Meters:
    """Counts what the roles report; answers in Prometheus's text format."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._count_reports()
        self._time_work()
        self._read_database()

    def _count_reports(self) -> None:
        self._polls = self._counter("polls", "Feeds polled, by outcome.", "outcome")
        self._sends = self._counter("sends", "Messages, by what came of sending them.", "outcome")
        self._entries = self._counter("entries", "Entries that no feed had shown before.")
        self._placed = self._counter("entries_placed", "Entries put into a story.")
        self._stories = self._counter("stories_summarised", "Stories given topics and a summary.")
        self._digests = self._counter("digests", "Digests made.")
        self._updates = self._counter("updates", "Messages and button presses taken.")
        self._failed = self._counter("failures", "Things that failed, by role.", "role")
        self._rounds = Gauge(
            "sariwarta_last_round_timestamp_seconds",
            "When each role last finished a round.",
            ["role"],
            registry=self._registry,
        )

    def _time_work(self) -> None:
        self._work = Histogram(
            "sariwarta_worker_seconds",
            "Parsing, extracting and summarising in the worker, by task.",
            ["task"],
            buckets=WORK_BUCKETS,
            registry=self._registry,
        )
        self._lag = Histogram(
            "sariwarta_loop_lag_seconds",
            "How late the event loop wakes.",
            buckets=LAG_BUCKETS,
            registry=self._registry,
        )

    def _read_database(self) -> None:
        self._rows = self._gauge("rows", "Rows of the database.", "table")
        self._feeds = self._gauge("feeds", "Feeds, by health.", "health")
        self._subscribers = self._gauge("subscribers", "Subscribers, by status.", "status")
        self._queued = self._gauge("outbox_messages", "Messages that wait to be sent.")
        self._age = self._gauge("outbox_age_seconds", "How long the oldest due message waits.")
        self._bytes = self._gauge("database_bytes", "Size of the database.")

    def hear(self, report: RoleReport, now: float) -> None:
        """Count one finished round; `now` in Unix time."""
        self._rounds.labels(report.role).set(now)
        if report.failed:
            self._failed.labels(report.role).inc(report.failed)
        counts = report.counts
        match report.role:
            case "poll":
                self._entries.inc(counts.get("new_entries", 0))
                self._by_outcome(self._polls, counts, ("new_entries",))
            case "deliver":
                self._by_outcome(self._sends, counts, ())
            case "summarise":
                self._placed.inc(counts.get("entries", 0))
                self._stories.inc(counts.get("stories", 0))
            case "digest":
                self._digests.inc(counts.get("digests", 0))
            case "chat":
                self._updates.inc(counts.get("updates", 0))

    def worked(self, task: str, seconds: float) -> None:
        """One task of the worker ended."""
        self._work.labels(task).observe(seconds)

    def lagged(self, seconds: float) -> None:
        """The event loop woke so late."""
        self._lag.observe(seconds)

    def text(self, readings: Readings) -> bytes:
        """Prometheus text format."""
        for gauge, found in (
            (self._rows, readings.rows),
            (self._feeds, readings.feeds),
            (self._subscribers, readings.subscribers),
        ):
            gauge.clear()
            for label, value in found.items():
                gauge.labels(label).set(value)
        self._queued.set(readings.rows.get("outbox_queued", 0))
        self._bytes.set(readings.rows.get("database_bytes", 0))
        self._age.set(readings.outbox_age)
        return generate_latest(self._registry)

    @staticmethod
    def _by_outcome(counter: Counter, counts: Mapping[str, int], others: tuple[str, ...]) -> None:
        for outcome, count in counts.items():
            if outcome not in others:
                counter.labels(outcome).inc(count)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"sariwarta_{name}", says, labels, registry=self._registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"sariwarta_{name}", says, labels, registry=self._registry)
