"""Faults that a test scripts: refusals, lost connections, answers that are held back."""

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from tests.fakes.botapi_refusals import Refusal


class Moment(Enum):
    """When the fault strikes: before the call had its effect or after."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer that is not Telegram's: a proxy's page, half a JSON."""

    status: int
    body: bytes
    content_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection breaks without an answer."""

    moment: Moment = Moment.BEFORE


@dataclass
class Gate:
    """Holds calls until the test opens it."""

    moment: Moment = Moment.BEFORE
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> None:
        self._open.set()

    async def wait(self) -> None:
        self.reached.set()
        await self._open.wait()


@dataclass(frozen=True, slots=True)
class Delay:
    """A slow answer, for measurements; tests use a Gate."""

    seconds: float
    moment: Moment = Moment.BEFORE


Fault = Refusal | Raw | Drop | Gate | Delay


@dataclass
class _Line:
    fault: Fault
    method: str
    chat_id: int | None
    left: int | None  # None = for ever


@dataclass
class Script:
    """The faults to come, the oldest fitting line first."""

    lines: list[_Line] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def add(self, fault: Fault, method: str, chat_id: int | None, times: int | None) -> None:
        self.lines.append(_Line(fault, method.lower(), chat_id, times))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for line in self.lines:
            if line.method != method.lower() or line.chat_id not in (None, chat_id):
                continue
            if line.left is not None:
                line.left -= 1
                if line.left <= 0:
                    self.lines.remove(line)
            self.struck.append(type(line.fault).__name__)
            return line.fault
        return None

    def clear(self) -> None:
        self.lines.clear()
