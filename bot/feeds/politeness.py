"""How much of our traffic one owner of hosts sees: a few at once, with a gap, pauses obeyed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The rules; defaults are what a news site does not notice."""

    at_once: int = 2  # connections to one registrable domain
    gap: timedelta = timedelta(milliseconds=250)  # between the starts of two of them
    longest_gap: timedelta = timedelta(seconds=5)  # however long a Crawl-delay is
    longest_pause: timedelta = timedelta(hours=1)  # however long a Retry-After is


@dataclass(slots=True)
class _Lane:
    """One domain: who is under way and when the next may start (loop time)."""

    slots: asyncio.Semaphore
    gap: float
    next_start: float = 0.0
    users: int = 0
    paused_until: float = field(default=0.0)


class Politeness:
    """One lane a domain; lanes that nobody uses and that hold no pause are forgotten."""

    def __init__(self, manners: Manners | None = None) -> None:
        self._manners = manners or Manners()
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, domain: str) -> AsyncIterator[None]:
        """Wait for this domain's turn; "" is nobody's domain and waits for nothing."""
        if not domain:
            yield
            return
        lane = self._lane(domain)
        lane.users += 1
        try:
            async with lane.slots:
                await self._wait(lane)
                yield
        finally:
            lane.users -= 1
            self._forget(domain, lane)

    def pause(self, domain: str, duration: timedelta) -> None:
        """The domain asked to be left alone."""
        if domain:
            seconds = min(duration, self._manners.longest_pause).total_seconds()
            lane = self._lane(domain)
            lane.paused_until = max(lane.paused_until, _time() + seconds)

    def pause_left(self, domain: str) -> timedelta:
        """How long the domain still wants to be left alone; zero = not at all."""
        lane = self._lanes.get(domain)
        left = lane.paused_until - _time() if lane else 0.0
        return timedelta(seconds=max(left, 0.0))

    def slow_down(self, domain: str, gap: timedelta) -> None:
        """robots.txt asks for a longer gap."""
        if domain:
            lane = self._lane(domain)
            lane.gap = max(lane.gap, min(gap, self._manners.longest_gap).total_seconds())

    async def _wait(self, lane: _Lane) -> None:
        # The turn is taken before the wait: two waiters never get the same one.
        now = _time()
        start = max(now, lane.next_start)
        lane.next_start = start + lane.gap
        if start > now:
            await asyncio.sleep(start - now)

    def _lane(self, domain: str) -> _Lane:
        lane = self._lanes.get(domain)
        if lane is None:
            slots = asyncio.Semaphore(self._manners.at_once)
            lane = _Lane(slots=slots, gap=self._manners.gap.total_seconds())
            self._lanes[domain] = lane
        return lane

    def _forget(self, domain: str, lane: _Lane) -> None:
        idle = not lane.users and max(lane.paused_until, lane.next_start) <= _time()
        if idle and lane.gap <= self._manners.gap.total_seconds():
            self._lanes.pop(domain, None)


def _time() -> float:
    return asyncio.get_running_loop().time()
