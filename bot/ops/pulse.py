"""Whether the work goes on: when each role last finished a round, and last did something."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.model import RoleReport

# A loop wakes at least every 30 s; a round over many slow feeds may take minutes.
SILENT_FOR = timedelta(minutes=10)
# A message may wait for its chat's turn, or for Telegram after "too many requests".
LATE_AFTER = timedelta(minutes=15)


class Pulse:
    """Listens to the reports of the roles; answers health checks."""

    def __init__(self, roles: Iterable[str], now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = dict.fromkeys(roles, now())
        self._did = dict(self._last)
        self._finished: Counter[str] = Counter()

    def hear(self, report: RoleReport) -> None:
        """Note one finished round."""
        now = self._now()
        self._finished[report.role] += 1
        # Roles that nobody asked about (tidy, reload, backup) may be silent for hours.
        if report.role in self._last:
            self._last[report.role] = now
            if report.done:
                self._did[report.role] = now

    def rounds(self, role: str) -> int:
        """How many rounds a role has finished since the start."""
        return self._finished[role]

    def silent(self) -> tuple[str, ...]:
        """The roles that finished no round for too long; empty = all is well."""
        now = self._now()
        return tuple(role for role, last in self._last.items() if now - last > SILENT_FOR)

    def is_outbox_late(self, oldest_due: datetime | None) -> bool:
        """Whether messages wait although none was sent for long.

        A long queue alone is no fault: at 25 messages a second 100,000 take an hour.
        """
        now = self._now()
        did = self._did.get("deliver")
        if oldest_due is None or did is None:
            return False
        return now - oldest_due > LATE_AFTER and now - did > LATE_AFTER
