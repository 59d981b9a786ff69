"""The only reader of the system clock."""

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time; `stop` ends every sleep at once, now and later."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, duration: timedelta) -> None:
        """Wait; ends early when the program stops."""
        try:
            async with asyncio.timeout(max(duration.total_seconds(), 0)):
                await self._stopped.wait()
        except TimeoutError:
            return

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()
