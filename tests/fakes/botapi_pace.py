"""Telegram's sending limits, as far as they are published, with a count of every breach."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class PaceGuard:
    """Answers how long a too early message has to wait; 0 = it may go.

    `slack` is what the network may squeeze two messages together.
    """

    now: Callable[[], datetime]
    per_second: int = 30
    chat_interval: float = 1.0
    group_per_minute: int = 20
    slack: float = 0.1
    rejected: int = 0
    early: int = 0  # calls made before an announced wait was over
    busiest_second: int = 0
    _all: deque[float] = field(default_factory=deque)
    _chats: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _closed: dict[int, float] = field(default_factory=dict)

    def wait(self, chat_id: int, kind: str) -> int:
        at = self.now().timestamp()
        if self._closed.get(chat_id, 0) > at:
            self.early += 1
        seconds = self._shortage(chat_id, kind, at)
        if seconds <= 0:
            self._all.append(at)
            self._chats[chat_id].append(at)
            self.busiest_second = max(self.busiest_second, len(self._all))
            return 0
        self.rejected += 1
        retry_after = max(1, math.ceil(seconds))
        self._closed[chat_id] = at + retry_after - self.slack
        return retry_after

    def _shortage(self, chat_id: int, kind: str, at: float) -> float:
        mine = self._chats[chat_id]
        _forget(self._all, at - 1)
        _forget(mine, at - 60)
        waits = [0.0]
        if len(self._all) >= self.per_second:
            waits.append(self._all[0] + 1 - at)
        if mine and at - mine[-1] < self.chat_interval - self.slack:
            waits.append(mine[-1] + self.chat_interval - at)
        if kind != "private" and len(mine) >= self.group_per_minute:
            waits.append(mine[0] + 60 - at)
        return max(waits)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
