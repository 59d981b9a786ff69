"""The roles as loops in this process, woken by each other and by the clock."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.errors import OperatorMustAct, SariwartaError
from bot.model import RoleReport
from bot.ports import Clock

log = structlog.get_logger()

# A loop looks at the database at least so often, so that a missed wake-up costs little.
LONGEST_SLEEP = timedelta(seconds=30)
# After a failure: long enough not to spin, short enough that nobody waits for it.
AFTER_FAILURE = timedelta(seconds=5)


class Bell:
    """Wakes one loop; rings before the loop listens are not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._idle = asyncio.Event()

    def ring(self) -> None:
        self.ring_here()

    def ring_here(self) -> None:
        self._event.set()
        self._idle.clear()

    def ring_elsewhere(self) -> None:
        """In every other process that may help; there is none."""

    async def wait(self, longest: timedelta) -> None:
        """Until it rings, at most `longest`; then it is silent again."""
        if not self._event.is_set():
            self._idle.set()
        try:
            async with asyncio.timeout(max(longest.total_seconds(), 0)):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()

    async def answered(self) -> None:
        """Until the loop that it woke has nothing left to do, and listens again."""
        await self._idle.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One role: a round of work, and when the next round is due by itself."""

    name: str
    work: Callable[[], Awaitable[RoleReport]]
    next_due: Callable[[], Awaitable[datetime | None]]
    bell: Bell
    # Rung when a round did something: the role that goes on with it.
    then: tuple[Bell, ...] = ()


async def run_loops(
    loops: tuple[Loop, ...],
    clock: Clock,
    on_report: Callable[[RoleReport], None] = lambda _: None,
) -> None:
    """Run all loops until cancelled; an OperatorMustAct ends them all and is raised."""
    await together(*(_run(loop, clock, on_report) for loop in loops))


async def together(*works: Coroutine[None, None, None]) -> None:
    """Run all to their end; the first OperatorMustAct ends the others and is raised alone."""
    stopped: list[OperatorMustAct] = []
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except* OperatorMustAct as errors:
        # Not raised here: before Python 3.11.4 it would come out inside a group again.
        stopped.append(_first(errors))
    if stopped:
        raise stopped[0]


def _first(errors: BaseExceptionGroup[OperatorMustAct]) -> OperatorMustAct:
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _run(loop: Loop, clock: Clock, on_report: Callable[[RoleReport], None]) -> None:
    while True:
        report = await _round(loop)
        if report is None:
            await loop.bell.wait(AFTER_FAILURE)
            continue
        on_report(report)
        if report.done:
            for bell in loop.then:
                bell.ring()
            # More may be waiting: a round is bounded. But let the others run.
            await asyncio.sleep(0)
            continue
        await loop.bell.wait(await _until_due(loop, clock))


async def _round(loop: Loop) -> RoleReport | None:
    """One round; None when it failed (logged, so that the loop goes on)."""
    try:
        report = await loop.work()
    except OperatorMustAct:
        raise
    except SariwartaError as error:
        log.warning("role.failed", role=loop.name, reason=str(error))
        return None
    except Exception:  # The loop's edge: one bad round must not end the bot.
        log.exception("role.crashed", role=loop.name)
        return None
    if report.done:
        log.info(
            "role.done", role=loop.name, done=report.done, failed=report.failed, **report.counts
        )
    return report


async def _until_due(loop: Loop, clock: Clock) -> timedelta:
    """How long to sleep; a database that can not say is asked again soon."""
    try:
        due = await loop.next_due()
    except OperatorMustAct:
        raise
    except SariwartaError as error:
        log.warning("role.failed", role=loop.name, reason=str(error))
        return AFTER_FAILURE
    if due is None:
        return LONGEST_SLEEP
    return max(min(due - clock.now(), LONGEST_SLEEP), timedelta(milliseconds=20))
