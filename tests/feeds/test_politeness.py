"""Times are read off the loop's clock, which these tests turn by hand."""

import asyncio
from datetime import timedelta

import pytest

from bot.feeds.politeness import Manners, Politeness
from tests.fakes.handturned import run


async def starts(politeness: Politeness, *domains: str, length: float = 0.0) -> list[float]:
    loop = asyncio.get_running_loop()
    times: list[float] = []

    async def visit(domain: str) -> None:
        async with politeness.turn(domain):
            times.append(round(loop.time(), 3))
            await asyncio.sleep(length)

    await asyncio.gather(*(visit(domain) for domain in domains))
    return sorted(times)


@pytest.fixture
def politeness() -> Politeness:
    return Politeness(Manners(at_once=2, gap=timedelta(seconds=1)))


def test_one_domain_sees_a_gap(politeness: Politeness) -> None:
    assert run(starts(politeness, "a.id", "a.id", "a.id")) == [0.0, 1.0, 2.0]


def test_domains_do_not_wait_for_each_other(politeness: Politeness) -> None:
    assert run(starts(politeness, "a.id", "b.id", "c.id")) == [0.0, 0.0, 0.0]


def test_only_so_many_at_once(politeness: Politeness) -> None:
    assert run(starts(politeness, *["a.id"] * 3, length=10)) == [0.0, 1.0, 10.0]


def test_nobodys_domain_waits_for_nothing(politeness: Politeness) -> None:
    assert run(starts(politeness, *[""] * 5, length=10)) == [0.0] * 5


def test_a_longer_gap_is_kept_within_bounds(politeness: Politeness) -> None:
    async def slowly() -> list[float]:
        politeness.slow_down("a.id", timedelta(minutes=5))
        return await starts(politeness, "a.id", "a.id")

    assert run(slowly()) == [0.0, 5.0]


def test_a_pause_is_told_and_passes(politeness: Politeness) -> None:
    async def paused() -> list[float]:
        politeness.pause("a.id", timedelta(days=3))
        before = politeness.pause_left("a.id").total_seconds()
        await asyncio.sleep(3000)
        return [
            before,
            politeness.pause_left("a.id").total_seconds(),
            politeness.pause_left("b.id").total_seconds(),
        ]

    assert run(paused()) == [3600.0, 600.0, 0.0]
