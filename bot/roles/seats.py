"""A few seats for many guests: who stays long stands up, so that nobody waits for a slow one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta


class Seats:
    """So many seats at once; after `patience` a guest's seat goes to the next, the guest stays."""

    def __init__(self, seats: int, patience: timedelta) -> None:
        self._free = asyncio.Semaphore(seats)
        self._patience = patience.total_seconds()

    @asynccontextmanager
    async def seat(self) -> AsyncIterator["Seat"]:
        """Wait for a seat and keep it inside the block, but not longer than patience lasts."""
        await self._free.acquire()
        seat = Seat(self._free)
        timer = asyncio.get_running_loop().call_later(self._patience, seat.lose)
        try:
            yield seat
        finally:
            timer.cancel()
            seat.leave()


@dataclass(slots=True)
class Seat:
    """A guest's place."""

    free: asyncio.Semaphore
    held: bool = True
    kept: bool = False

    def keep(self) -> None:
        """From now on patience is no matter: what the guest waits for is nobody else's slowness."""
        self.kept = True

    def lose(self) -> None:
        if not self.kept:
            self.leave()

    def leave(self) -> None:
        if self.held:
            self.held = False
            self.free.release()
