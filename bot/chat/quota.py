"""How much one person may ask for: enough for quick fingers, not for a script."""

from collections import OrderedDict
from datetime import datetime, timedelta
from enum import StrEnum

# Somebody who taps through a set-up presses about once a second.
REQUESTS_A_MINUTE = 60
_WINDOW = timedelta(minutes=1)
_MOST_REMEMBERED = 10_000


class Verdict(StrEnum):
    GRANTED = "granted"
    TELL = "tell"  # too much, and it was not said yet
    IGNORE = "ignore"  # too much, and it was said


class Quota:
    """Counts what each user asks for within a minute."""

    def __init__(self, most: int = REQUESTS_A_MINUTE) -> None:
        self._most = most
        self._windows: OrderedDict[int, tuple[datetime, int]] = OrderedDict()

    def take(self, user_id: int, now: datetime) -> Verdict:
        start, count = self._windows.get(user_id, (now, 0))
        if now - start >= _WINDOW:
            start, count = now, 0
        self._windows[user_id] = (start, count + 1)
        self._windows.move_to_end(user_id)
        if len(self._windows) > _MOST_REMEMBERED:
            self._windows.popitem(last=False)
        if count < self._most:
            return Verdict.GRANTED
        return Verdict.TELL if count == self._most else Verdict.IGNORE
