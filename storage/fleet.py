"""The fleet: members with their beats, posts with their tokens, and what the dead had leased."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from bot.fleet import Member, MemberId, Post, PostName, Roster
from storage.columns import AnyRow
from storage.database import Database
from storage.dialects import insert_or
from storage.tables import feeds, inbox, members, posts, stories


class Fleet:
    """Implements bot.fleet.FleetStore."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # In whose name the stores of this process lease; nobody's before it has joined.
        self.me: MemberId | None = None

    async def join(self, name: str, mark: str, roles: Sequence[str], now: datetime) -> MemberId:
        self.me = await self._database.write(_join, name, mark, roles, now)
        return self.me

    async def beat(self, member: MemberId, now: datetime) -> Roster | None:
        return await self._database.write(_beat, member, now)

    async def bury(self, member: Member) -> bool:
        return await self._database.write(_bury, member)

    async def leave(self, member: MemberId) -> None:
        await self._database.write(_free, member, died=False)

    async def take(self, post: PostName, member: MemberId, now: datetime) -> int | None:
        return await self._database.write(_take, post, member, now)

    async def roster(self) -> Roster:
        return await self._database.read(_roster)


def _join(
    connection: Connection, name: str, mark: str, roles: Sequence[str], now: datetime
) -> MemberId:
    values = {"name": name, "mark": mark, "roles": list(roles), "beat": 0}
    new = insert(members).values(values | {"started": now, "seen": now})
    return MemberId(connection.execute(new.returning(members.c.id)).scalar_one())


def _beat(connection: Connection, member: MemberId, now: datetime) -> Roster | None:
    row = update(members).where(members.c.id == member)
    beaten = connection.execute(row.values(beat=members.c.beat + 1, seen=now)).rowcount
    return _roster(connection) if beaten else None


def _roster(connection: Connection) -> Roster:
    everybody = connection.execute(select(members).order_by(members.c.id)).all()
    every = connection.execute(select(posts).order_by(posts.c.name)).all()
    return Roster(members=tuple(map(_member, everybody)), posts=tuple(map(_post, every)))


def _bury(connection: Connection, member: Member) -> bool:
    silent = (members.c.id == member.id) & (members.c.beat == member.beat)
    if connection.execute(select(members.c.id).where(silent).with_for_update()).first() is None:
        return False
    _free(connection, member.id, died=True)
    return True


def _free(connection: Connection, member: MemberId, *, died: bool) -> None:
    """Leases end at once: nobody waits until they would have run out."""
    # The feeds were not polled: they are due as before.
    leased = update(feeds).where(feeds.c.holder == member)
    connection.execute(leased.values(holder=None, due=feeds.c.next_poll))
    # An update during which a program ends time and again is the likely cause.
    tried = {"attempts": inbox.c.attempts + 1} if died else {}
    handling = update(inbox).where(inbox.c.holder == member, inbox.c.handled.is_(None))
    connection.execute(handling.values({"holder": None} | tried))
    placing = update(stories).where(stories.c.holder == member)
    behind = stories.c.finished < stories.c.version
    connection.execute(placing.where(behind).values(holder=None))
    connection.execute(update(posts).where(posts.c.holder == member).values(holder=None))
    connection.execute(delete(members).where(members.c.id == member))


def _take(connection: Connection, post: PostName, member: MemberId, now: datetime) -> int | None:
    # Held until the end: who is being buried takes no post.
    lives = select(members.c.id).where(members.c.id == member).with_for_update(read=True)
    if connection.execute(lives).first() is None:
        return None
    new = insert_or(connection, posts).values(name=post, token=0, since=now)
    connection.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    vacant = or_(posts.c.holder.is_(None), posts.c.holder.not_in(select(members.c.id)))
    taken = update(posts).where(posts.c.name == post, vacant).returning(posts.c.token)
    values = {"holder": member, "token": posts.c.token + 1, "since": now}
    return connection.execute(taken.values(values)).scalar()


def has_ended(holder: Column[int]) -> ColumnElement[bool]:
    """Whether nobody who lives holds it."""
    return or_(holder.is_(None), ~exists().where(members.c.id == holder))


def holds(connection: Connection, post: PostName, token: int) -> bool:
    """Whether the token is still the post's; nobody can take it before this transaction ends."""
    mine: ColumnElement[bool] = (posts.c.name == post) & (posts.c.token == token)
    held = select(posts.c.name).where(mine, posts.c.holder.is_not(None))
    return connection.execute(held.with_for_update(read=True)).first() is not None


def _member(row: AnyRow) -> Member:
    return Member(
        id=MemberId(row.id),
        name=row.name,
        mark=row.mark,
        roles=tuple(row.roles),
        beat=row.beat,
        started=row.started,
        seen=row.seen,
    )


def _post(row: AnyRow) -> Post:
    holder = None if row.holder is None else MemberId(row.holder)
    return Post(name=PostName(row.name), holder=holder, token=row.token, since=row.since)
