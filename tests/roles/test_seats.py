"""Seats over a loop whose time jumps to what is due next."""

import asyncio
from datetime import timedelta

from bot.roles.seats import Seats
from tests.fakes.handturned import run


def test_a_seat_is_free_after_its_guest() -> None:
    assert run(arrivals(1, lengths=[1, 1, 1])) == [0, 1, 2]


def test_who_stays_long_gives_up_the_seat_once() -> None:
    assert run(arrivals(1, lengths=[60, 1, 1, 60, 1])) == [0, 2, 3, 4, 6]


def test_a_kept_seat_is_not_lost() -> None:
    assert run(arrivals(1, lengths=[60, 1], keep=True)) == [0, 60]


async def arrivals(seats: int, lengths: list[float], *, keep: bool = False) -> list[float]:
    """When each guest was seated; patience lasts two seconds."""
    loop = asyncio.get_running_loop()
    places = Seats(seats, timedelta(seconds=2))
    times: list[float] = []

    async def visit(length: float) -> None:
        async with places.seat() as seat:
            if keep:
                seat.keep()
            times.append(round(loop.time(), 3))
            await asyncio.sleep(length)

    await asyncio.gather(*(visit(length) for length in lengths))
    return times
