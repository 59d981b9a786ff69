"""A process in the fleet: it holds posts as long as it lives, and knows when it does not."""

import asyncio
from datetime import timedelta

import pytest

from bot.engine.local import Bell, Loop
from bot.engine.membership import Membership, Standing, held
from bot.fleet import PostName
from bot.model import RoleReport
from bot.ports import Storage
from bot.roles.fleet import SERVER, Rhythm
from storage import open_storage
from tests.fakes.clock import START, FakeClock

POST = PostName("deliver:1")
# Nobody is ever taken for dead: the tests say when somebody is.
ENDLESS = Rhythm(every=timedelta(seconds=1), patience=timedelta(hours=9))


def member(storage: Storage, rhythm: Rhythm = ENDLESS) -> Membership:
    standing = Standing(roles=("deliver",), wants={POST: Bell()})
    return Membership(storage.fleet, FakeClock(START), rhythm, standing)


async def test_second_stands_by_until_the_first_has_left(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as here, open_storage(sqlite_url) as there:
        first, second = member(here), member(there)
        await first.round()
        await second.round()
        assert (first.token(POST), second.token(POST)) == (1, None)

        await first.leave()
        await second.round()

        assert (first.token(POST), second.token(POST)) == (None, 2)


async def test_buried_member_begins_anew(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as here, open_storage(sqlite_url) as there:
        first, second = member(here), member(there)
        await first.round()
        [silent] = (await there.fleet.roster()).members
        await there.fleet.bury(silent)
        await second.round()

        await first.round()

        assert (first.token(POST), second.token(POST)) == (None, 2)


async def test_unheard_member_holds_nothing(sqlite_url: str) -> None:
    """Whoever can not reach the database stops before others take over."""
    async with open_storage(sqlite_url) as here:
        hasty = member(here, Rhythm(every=timedelta(seconds=1), patience=timedelta(0)))

        await hasty.round()

        assert hasty.token(POST) is None


async def test_loop_works_only_while_it_holds_the_post(sqlite_url: str) -> None:
    worked, begun = 0, []

    async def work() -> RoleReport:
        nonlocal worked
        worked += 1
        return RoleReport(role="deliver")

    async def begin(token: int) -> None:
        begun.append(token)

    async def never() -> None:
        raise AssertionError("only the holder asks what is due")

    loop = Loop(name="deliver", work=work, next_due=never, bell=Bell())
    async with open_storage(sqlite_url) as here, open_storage(sqlite_url) as there:
        first, second = member(here), member(there)
        await first.round()
        await second.round()
        standby = held(loop, second, POST, begin)
        await standby.work()
        assert await standby.next_due() is None
        assert (worked, begun) == (0, [])

        await first.leave()
        await second.round()
        await standby.work()
        await standby.work()

    assert (worked, begun) == (2, [2])


async def test_bell_rings_when_the_post_is_ours(sqlite_url: str) -> None:
    bell = Bell()
    async with open_storage(sqlite_url) as here:
        standing = Standing(roles=(), wants={POST: bell})
        await Membership(here.fleet, FakeClock(START), SERVER, standing).round()

        async with asyncio.timeout(240):
            await bell.wait(timedelta(hours=1))


@pytest.mark.parametrize("beats", [1, 3])
async def test_member_keeps_its_post_over_rounds(sqlite_url: str, beats: int) -> None:
    async with open_storage(sqlite_url) as here:
        me = member(here)
        for _ in range(beats):
            await me.round()

        assert me.token(POST) == 1
        [one] = (await here.fleet.roster()).members
        assert one.beat == beats
