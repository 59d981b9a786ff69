"""Who of the fleet is dead: a pure look at beats, by this process's own steady time.

Nobody compares clocks of two machines: a member is dead when its beat has not grown while this
process looked on for as long as patience lasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.fleet import Member, MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often members give a beat, and how long others wait for one."""

    every: timedelta
    patience: timedelta

    @property
    def safe(self) -> timedelta:
        """After a beat nobody takes the member for dead for so long, and it counts on no more."""
        return self.patience * 0.8


# On PostgreSQL; PATIENCE is how long a post is vacant after a machine died.
SERVER = Rhythm(every=timedelta(seconds=3), patience=timedelta(seconds=10))
# All processes of an SQLite file are on one machine, where the dead are seen at once: beats only
# tell of a process in another container, or one that hangs.
FILE = Rhythm(every=timedelta(seconds=10), patience=timedelta(seconds=40))


@dataclass(slots=True, kw_only=True)
class Observer:
    """Remembers since when each member's beat is the same."""

    rhythm: Rhythm
    _since: dict[MemberId, tuple[int, float]] = field(default_factory=dict)
    _last: float | None = None

    def silent(self, members: Iterable[Member], at: float) -> tuple[Member, ...]:
        """Those whose beat stood still for too long; `at` is in seconds and only grows."""
        patience = self.rhythm.patience.total_seconds()
        if self._last is not None and at - self._last > patience / 2:
            # Nobody could give a beat while the database was away, or we slept ourselves.
            self._since = {}
        self._last = at
        known, self._since = self._since, {}
        silent = []
        for member in members:
            beat, since = known.get(member.id, (-1, at))
            if beat != member.beat:
                since = at
            self._since[member.id] = (member.beat, since)
            if at - since >= patience:
                silent.append(member)
        return tuple(silent)
