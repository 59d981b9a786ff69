"""A clock whose time passes only when everybody sleeps."""

import asyncio
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

# A Tuesday, 06.00 in Jakarta.
START = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)

# Turns of the event loop that runnable tasks get before time moves: enough for a chain of
# awaits to come to rest.
_SETTLING_TURNS = 20


class FakeClock:
    """Virtual time: `sleep` returns in the order of the deadlines, without waiting.

    Time moves to the earliest deadline once the other tasks had their turns. It can not see
    work in threads or sockets: hold it with `still` while such work must count as instant.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._order = count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._driver: asyncio.Task[None] | None = None
        self._holders = 0
        self._stopped = False
        self.slept: list[timedelta] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        self.slept.append(duration)
        if self._stopped or duration <= timedelta(0):
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + duration, next(self._order), woken))
        if self._driver is None or self._driver.done():
            self._driver = asyncio.create_task(self._drive(), name="fake clock")
        await woken

    def advance(self, duration: timedelta) -> None:
        """Move time by hand; whoever was to wake up meanwhile wakes up."""
        self._now += duration
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _wake(heapq.heappop(self._sleepers)[2])

    def jump(self, to: datetime) -> None:
        """Set the clock, as an operator or NTP would: nobody wakes up from it."""
        shift = to - self._now
        self._now = to
        # Adding the same shift to all keeps the heap in order.
        self._sleepers = [(at + shift, order, woken) for at, order, woken in self._sleepers]

    def stop(self) -> None:
        """End every sleep, now and later."""
        self._stopped = True
        while self._sleepers:
            _wake(heapq.heappop(self._sleepers)[2])

    @property
    def stopped(self) -> bool:
        return self._stopped

    @contextmanager
    def still(self) -> Iterator[None]:
        """Time stands while inside: real work in here takes no virtual time."""
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1

    async def _drive(self) -> None:
        while self._sleepers:
            await self._settle()
            if not self._sleepers:
                return
            deadline, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self._now = max(self._now, deadline)
                woken.set_result(None)

    async def _settle(self) -> None:
        quiet = 0
        while quiet < _SETTLING_TURNS:
            quiet = 0 if self._holders else quiet + 1
            await asyncio.sleep(0)


def _wake(woken: asyncio.Future[None]) -> None:
    if not woken.done():
        woken.set_result(None)
