"""After the clock was set back: what was planned by the wrong time is planned again.

While the clock was ahead, due times were set far into the real future; nobody would hear of
anything until then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.digests.timetable import next_digest
from bot.model import SubscriberId
from bot.ports import Storage

log = structlog.get_logger()

# Smaller steps are those of a clock that is kept right; they move nothing that people notice.
NOTICEABLE = timedelta(minutes=1)
# Whoever has digests every day is due within a day, and an hour where the zone changes.
A_DAY = timedelta(hours=25)
# No retry waits for longer, unless Telegram asked for it.
LONGEST_RETRY = timedelta(hours=3)
PAGE = 1000


@dataclass(slots=True)
class ClockWatch:
    """Sees whether the clock was set back since it last looked."""

    latest: datetime | None = None

    def went_back(self, now: datetime) -> bool:
        back = self.latest is not None and now < self.latest - NOTICEABLE
        self.latest = now
        return back


async def replan(storage: Storage, now: datetime, *, beyond: timedelta) -> int:
    """Look at whoever is due later than `beyond` from now; returns how many are due earlier now."""
    moved, last = 0, SubscriberId(0)
    while some := await storage.subscribers.due_after(now + beyond, last, PAGE):
        planned = {one.id: next_digest(one, now) for one in some}
        earlier = {
            one.id: due
            for one in some
            if (due := planned[one.id]) is not None and one.due is not None and due < one.due
        }
        if earlier:
            await storage.subscribers.advance(earlier)
        moved, last = moved + len(earlier), some[-1].id
    hurried = await storage.outbox.hurry(now + LONGEST_RETRY, now)
    if moved or hurried:
        log.warning("clock.replanned", subscribers=moved, messages=hurried)
    return moved
