"""Whether the work goes on: when each role last finished a round, and what it counted."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client import Counter as Metric

from bot.model import RoleReport

# A loop wakes at least every 30 s; a round over many slow feeds may take minutes.
SILENT_FOR = timedelta(minutes=10)


class Pulse:
    """Listens to the reports of the roles; answers health checks and metrics."""

    def __init__(self, roles: Iterable[str], now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = dict.fromkeys(roles, now())
        self._finished: Counter[str] = Counter()
        self._registry = CollectorRegistry()
        self._done = Metric(
            "sariwarta_work", "Things done per role.", ["role"], registry=self._registry
        )
        self._failed = Metric(
            "sariwarta_failures", "Things that failed per role.", ["role"], registry=self._registry
        )
        self._events = Metric(
            "sariwarta_events", "What rounds counted.", ["role", "what"], registry=self._registry
        )
        self._rounds = Gauge(
            "sariwarta_last_round_seconds",
            "Unix time of the last round per role.",
            ["role"],
            registry=self._registry,
        )

    def hear(self, report: RoleReport) -> None:
        """Note one finished round."""
        now = self._now()
        self._last[report.role] = now
        self._finished[report.role] += 1
        self._rounds.labels(report.role).set(now.timestamp())
        self._done.labels(report.role).inc(report.done)
        self._failed.labels(report.role).inc(report.failed)
        for what, count in report.counts.items():
            self._events.labels(report.role, what).inc(count)

    def rounds(self, role: str) -> int:
        """How many rounds a role has finished since the start."""
        return self._finished[role]

    def silent(self) -> tuple[str, ...]:
        """The roles that finished no round for too long; empty = all is well."""
        now = self._now()
        return tuple(role for role, last in self._last.items() if now - last > SILENT_FOR)

    def metrics(self) -> bytes:
        """Prometheus text format."""
        return generate_latest(self._registry)
