"""An event loop whose time jumps to the next thing that is due: long waits take none."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class HandTurnedLoop(asyncio.SelectorEventLoop):
    """Its clock stands still while anything is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        # Private, but there is no other place that knows what is due next.
        scheduled, ready = getattr(self, "_scheduled"), getattr(self, "_ready")  # noqa: B009 - private names of asyncio
        if scheduled and not ready:
            self._now = max(self._now, scheduled[0].when())
        super()._run_once()  # type: ignore[misc] # asyncio's own, not in its types


# Any: what the coroutine sends and takes is of no interest.
def run(work: Coroutine[Any, Any, list[float]]) -> list[float]:
    with asyncio.Runner(loop_factory=HandTurnedLoop) as runner:
        return runner.run(work)
