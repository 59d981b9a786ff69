"""The loops go on after failures, wake each other and end on what an operator must cure."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.local import Bell, Loop, run_loops
from bot.errors import BadToken, TryLater
from bot.model import RoleReport
from tests.fakes.clock import FakeClock

START = datetime(2026, 11, 20, tzinfo=UTC)


async def never() -> datetime | None:
    return None


def loop(
    work: Callable[[], Awaitable[RoleReport]], bell: Bell | None = None, then: tuple[Bell, ...] = ()
) -> Loop:
    return Loop(name="poll", work=work, next_due=never, bell=bell or Bell(), then=then)


async def run_until(event: asyncio.Event, *loops: Loop) -> list[RoleReport]:
    reports: list[RoleReport] = []
    task = asyncio.create_task(run_loops(loops, FakeClock(START), reports.append))
    async with asyncio.timeout(240):
        await event.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return reports


async def test_work_rings_the_next_role() -> None:
    reached = asyncio.Event()
    bell = Bell()
    rounds = iter([RoleReport(role="poll", done=1)])

    async def first() -> RoleReport:
        return next(rounds, RoleReport(role="poll"))

    async def second() -> RoleReport:
        if len(calls) == 2:
            reached.set()
        calls.append(1)
        return RoleReport(role="summarise")

    calls: list[int] = [1]
    await run_until(reached, loop(second, bell), loop(first, then=(bell,)))


async def test_crashed_round_is_tried_again() -> None:
    again = asyncio.Event()
    bell = Bell()
    failures = iter([TryLater("the disk is full"), ZeroDivisionError()])

    async def work() -> RoleReport:
        failure = next(failures, None)
        if failure:
            bell.ring()
            raise failure
        again.set()
        return RoleReport(role="poll", done=0)

    await run_until(again, loop(work, bell))

    assert next(failures, None) is None


async def test_operator_error_ends_all_loops() -> None:
    async def work() -> RoleReport:
        raise BadToken("Telegram does not know the token")

    async def idle() -> RoleReport:
        return RoleReport(role="digest")

    with pytest.raises(BadToken):
        async with asyncio.timeout(240):
            await run_loops((loop(idle), loop(work)), FakeClock(START))


async def test_ring_before_the_wait_is_not_lost() -> None:
    bell = Bell()
    bell.ring()

    async with asyncio.timeout(240):
        await bell.wait(timedelta(hours=1))


async def test_database_that_cannot_say_what_is_due_ends_nothing() -> None:
    again = asyncio.Event()
    bell = Bell()
    rounds = 0

    async def work() -> RoleReport:
        nonlocal rounds
        rounds += 1
        if rounds > 1:
            again.set()
        return RoleReport(role="poll")

    async def failing() -> datetime | None:
        if rounds == 1:
            bell.ring()
        raise TryLater("the disk does not answer")

    await run_until(again, Loop(name="poll", work=work, next_due=failing, bell=bell))

    assert rounds > 1
