"""What the running bot tells about itself: is it well, and its figures."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.app.wiring import Parts
from bot.model import RoleReport
from bot.ops.meters import Meters, Readings
from bot.ops.pulse import Pulse

# Counting rows takes a moment on a large database; several scrapers may ask.
FRESH_FOR = timedelta(seconds=30)
LOOK_AT_LAG = 5.0


class Watch:
    """Hears every round; answers the probes."""

    def __init__(self, parts: Parts, pulse: Pulse) -> None:
        self._parts = parts
        self._pulse = pulse
        self._meters = Meters()
        self._readings: tuple[datetime, Readings] | None = None
        parts.offload.on_done = self._meters.worked

    def hear(self, report: RoleReport) -> None:
        self._pulse.hear(report)
        self._meters.hear(report, self._parts.clock.now().timestamp())

    async def unwell(self) -> tuple[str, ...]:
        """What stands still: roles without rounds, an outbox that is not emptied."""
        late = self._pulse.is_outbox_late(await self._parts.storage.outbox.next_due())
        return (*self._pulse.silent(), *(("outbox",) if late else ()))

    async def metrics(self) -> bytes:
        return self._meters.text(await self._read())

    async def _read(self) -> Readings:
        now = self._parts.clock.now()
        if self._readings is not None and now - self._readings[0] < FRESH_FOR:
            return self._readings[1]
        storage = self._parts.storage
        due = await storage.outbox.next_due()
        health = Counter(str(state.health) for state in await storage.feeds.all())
        readings = Readings(
            rows=await storage.stats(),
            feeds=health,
            subscribers=await storage.subscribers.count(),
            outbox_age=max((now - due).total_seconds(), 0) if due else 0,
        )
        self._readings = (now, readings)
        return readings

    @asynccontextmanager
    async def measuring(self) -> AsyncIterator[None]:
        """Measure the event loop's lag inside the block."""
        task = asyncio.create_task(self._lag())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _lag(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            meant = loop.time() + LOOK_AT_LAG
            await asyncio.sleep(LOOK_AT_LAG)
            self._meters.lagged(max(loop.time() - meant, 0))
