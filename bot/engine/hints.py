"""Wake-ups between processes: a bell that rings here rings in every process.

A hint that gets lost costs half a minute: each loop looks at the database by itself so often.
"""

import asyncio
from collections.abc import Callable, Mapping
from uuid import uuid4

import structlog

from bot.engine.local import AFTER_FAILURE, Bell
from bot.errors import OperatorMustAct, SariwartaError
from bot.fleet import Wire

log = structlog.get_logger()

# Rings within this time go out as one word.
_BREATH = 0.05


class FarBell(Bell):
    """Rings in every process of the fleet."""

    def __init__(self) -> None:
        super().__init__()
        self.tell: Callable[[], None] = lambda: None

    def ring(self) -> None:
        self.ring_here()
        self.ring_elsewhere()

    def ring_elsewhere(self) -> None:
        self.tell()


class Hints:
    """Carries the rings of some bells to other processes, and theirs to these bells."""

    def __init__(self, wire: Wire, bells: Mapping[str, FarBell]) -> None:
        self._wire = wire
        self._bells = bells
        self._me = uuid4().hex
        self._rung: set[str] = set()
        self._something = asyncio.Event()
        for name, bell in bells.items():
            bell.tell = self._teller(name)

    async def run(self) -> None:
        """Until cancelled; a line that is cut is made anew."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._speak())
            group.create_task(self._listen())

    def _teller(self, name: str) -> Callable[[], None]:
        def tell() -> None:
            self._rung.add(name)
            self._something.set()

        return tell

    async def _speak(self) -> None:
        while True:
            await self._something.wait()
            await asyncio.sleep(_BREATH)
            self._something.clear()
            words = {f"{self._me} {name}" for name in self._rung}
            self._rung.clear()
            try:
                await self._wire.send(words)
            except OperatorMustAct:
                raise
            except SariwartaError as error:
                log.warning("hints.not-sent", reason=str(error))

    async def _listen(self) -> None:
        while True:
            try:
                async with self._wire.listening(self._hear) as cut:
                    # What was said while nobody listened.
                    for bell in self._bells.values():
                        bell.ring_here()
                    await cut.wait()
                log.warning("hints.line-cut")
            except OperatorMustAct:
                raise
            except SariwartaError as error:
                log.warning("hints.no-line", reason=str(error))
                await asyncio.sleep(AFTER_FAILURE.total_seconds())

    def _hear(self, word: str) -> None:
        sender, _, name = word.partition(" ")
        bell = self._bells.get(name)
        if bell is not None and sender != self._me:
            bell.ring_here()
