"""This process as a member of the fleet: gives beats, buries the dead, holds posts.

round: beat -> who is silent, or certainly gone? -> bury them -> take wanted posts that are free
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.engine import processes
from bot.engine.local import Bell, Loop
from bot.errors import SariwartaError
from bot.fleet import FleetStore, MemberId, PostName, Roster
from bot.model import RoleReport
from bot.ports import Clock
from bot.roles.fleet import Observer, Rhythm

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What this process wants to be."""

    roles: Sequence[str]
    # The posts it would hold, and who is woken when it gets one.
    wants: Mapping[PostName, Bell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Work to which jobs of one name call this process."""

    bell: Bell
    # False while a post that goes with it is another member's.
    is_mine: Callable[[], bool] = lambda: True


class Membership:
    """Knows which posts this process holds, and stops to believe it before others may doubt it."""

    def __init__(self, store: FleetStore, clock: Clock, rhythm: Rhythm, standing: Standing) -> None:
        self._store = store
        self._clock = clock
        self._rhythm = rhythm
        self._standing = standing
        self._observer = Observer(rhythm=rhythm)
        self._me: MemberId | None = None
        self._tokens: dict[PostName, int] = {}
        self._good_until = 0.0

    def token(self, post: PostName) -> int | None:
        """The token while the post is ours; it is not when nobody heard of us for too long."""
        if asyncio.get_running_loop().time() >= self._good_until:
            return None
        return self._tokens.get(post)

    async def round(self) -> RoleReport:
        """One beat and a look at the others."""
        began = asyncio.get_running_loop().time()
        roster = await self._beat()
        self._good_until = began + self._rhythm.safe.total_seconds()
        buried = await self._bury(roster, began)
        living = {member.id for member in roster.members} - buried
        await self._take_posts(roster, living)
        return RoleReport(role="fleet", counts={"members": len(living)})

    async def leave(self) -> None:
        """A clean end; others need not wait for our silence."""
        me, self._me, self._good_until = self._me, None, 0.0
        self._tokens.clear()
        if me is None:
            return
        try:
            await self._store.leave(me)
        except SariwartaError as error:
            log.warning("fleet.not-left", reason=str(error))

    async def _beat(self) -> Roster:
        now = self._clock.now()
        roster = None if self._me is None else await self._store.beat(self._me, now)
        if roster is not None:
            return roster
        if self._me is not None:
            log.warning("fleet.taken-for-dead", member=self._me)
        self._tokens.clear()
        self._me = await self._store.join(
            processes.name(), processes.mark(), self._standing.roles, now
        )
        return await self._store.beat(self._me, now) or Roster()

    async def _bury(self, roster: Roster, at: float) -> set[MemberId]:
        silent = self._observer.silent(roster.members, at)
        gone = [member for member in roster.members if processes.is_gone(member.mark)]
        buried = set()
        for member in {each.id: each for each in (*silent, *gone)}.values():
            if member.id != self._me and await self._store.bury(member):
                log.warning("fleet.buried", member=member.id, name=member.name)
                buried.add(member.id)
        return buried

    async def _take_posts(self, roster: Roster, living: set[MemberId]) -> None:
        held = {post.name: post for post in roster.posts if post.holder in living}
        for name, bell in self._standing.wants.items():
            post = held.get(name)
            if post is not None and post.holder == self._me:
                self._tokens[name] = post.token
                continue
            self._tokens.pop(name, None)
            if post is None and self._me is not None:
                token = await self._store.take(name, self._me, self._clock.now())
                if token is not None:
                    self._tokens[name] = token
                    log.info("fleet.post-taken", post=name, token=token)
                    bell.ring()


def membership_loop(membership: Membership, clock: Clock, rhythm: Rhythm) -> Loop:
    async def next_due() -> datetime:
        return clock.now() + rhythm.every

    return Loop(name="fleet", work=membership.round, next_due=next_due, bell=Bell())


def held(
    loop: Loop,
    membership: Membership,
    post: PostName,
    begin: Callable[[int], Awaitable[None]] | None = None,
) -> Loop:
    """The loop, working only while the post is ours; `begin` is called with each new token."""
    begun: int | None = None

    async def work() -> RoleReport:
        nonlocal begun
        token = membership.token(post)
        if token is None:
            return RoleReport(role=loop.name)
        if begin is not None and token != begun:
            await begin(token)
        begun = token
        return await loop.work()

    async def next_due() -> datetime | None:
        return None if membership.token(post) is None else await loop.next_due()

    return replace(loop, work=work, next_due=next_due)
