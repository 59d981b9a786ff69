"""This process among others on the same database: its posts, and how it takes part."""

from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import fields
from importlib.util import find_spec

import structlog

from bot.app.wiring import Parts
from bot.engine.hints import FarBell, Hints
from bot.engine.local import Bell
from bot.engine.membership import Duty, Membership, Standing
from bot.errors import TryLater
from bot.fleet import PostName
from bot.model import ChatId, Message
from bot.ports import Messenger
from bot.roles.fleet import FILE, SERVER, Rhythm
from bot.settings import Settings

log = structlog.get_logger()

# Grouping needs all recent reports in one memory, and their order: one process places them.
# Summaries need neither, so every member with the role writes them.
SUMMARISER = PostName("summarise")
PLANNER = PostName("digest")
# Deletes what is old, makes backups.
KEEPER = PostName("keeper")


def sender(settings: Settings) -> PostName:
    """One in the fleet for each bot: what it counts is then what Telegram counts."""
    return PostName(f"deliver:{settings.bot_id}")


def listener(settings: Settings) -> PostName:
    """Long polling: Telegram gives a bot's updates to one caller."""
    return PostName(f"chat:{settings.bot_id}")


def watcher(settings: Settings) -> PostName:
    """Tells the admins of troubles, once."""
    return PostName(f"watch:{settings.bot_id}")


def rhythm_of(settings: Settings) -> Rhythm:
    return SERVER if settings.is_shared else FILE


@asynccontextmanager
async def a_member(parts: Parts, roles: Sequence[str]) -> AsyncIterator[Membership]:
    """A member of the fleet inside the block; it has joined, and holds what was free."""
    settings = parts.settings
    membership = Membership(
        parts.storage.fleet,
        parts.clock,
        rhythm_of(settings),
        Standing(roles=tuple(roles), wants=_wants(parts, roles)),
    )
    with suppress(TryLater):  # the loop tries again
        await membership.round()
    try:
        yield membership
    finally:
        await membership.leave()


def hints(parts: Parts) -> Sequence[Coroutine[None, None, None]]:
    """Wake-ups to and from other machines, where there may be some."""
    wire = parts.storage.wire
    bells = {field.name: getattr(parts.bells, field.name) for field in fields(parts.bells)}
    far = {name: bell for name, bell in bells.items() if isinstance(bell, FarBell)}
    return () if wire is None else (Hints(wire, far).run(),)


def queue(
    parts: Parts, roles: Sequence[str], membership: Membership
) -> Sequence[Coroutine[None, None, None]]:
    """PgQueuer, where there are other machines and it is installed.

    Without it bells and each loop's own look, every half a minute at least, find all the same.
    """
    duties = _duties(parts, roles, membership)
    if parts.storage.jobs is None or not duties:
        return ()
    if find_spec("pgqueuer") is None:
        log.info("queue.absent", cure="pip install 'sariwarta[cluster]'")
        return ()
    # Only here: it takes 0.2 s and 4 MB, and may be missing.
    from bot.engine.queue import Queue

    return (Queue(parts.storage.jobs, duties, parts.clock).run(),)


def _duties(parts: Parts, roles: Sequence[str], membership: Membership) -> Mapping[str, Duty]:
    """What jobs may call this process to; with a post only its holder."""
    bells = parts.bells

    def held(post: PostName, bell: Bell) -> Duty:
        return Duty(bell=bell, is_mine=lambda: membership.token(post) is not None)

    every: Mapping[str, Mapping[str, Duty]] = {
        "poll": {"poll": Duty(bell=bells.poll)},
        "summarise": {
            "summarise": Duty(bell=bells.summarise),
            "group": held(SUMMARISER, bells.summarise),
        },
        "digest": {"digest": held(PLANNER, bells.digest)},
        "deliver": {sender(parts.settings): held(sender(parts.settings), bells.deliver)},
    }
    return {name: duty for role in roles for name, duty in every.get(role, {}).items()}


def _wants(parts: Parts, roles: Sequence[str]) -> Mapping[PostName, Bell]:
    settings, bells = parts.settings, parts.bells
    wants: dict[PostName, Bell] = {}
    for role in roles:
        match role:
            case "poll":
                wants[KEEPER] = Bell()
            case "summarise":
                wants[SUMMARISER] = bells.summarise
            case "digest":
                wants[PLANNER] = bells.digest
            case "deliver":
                wants[sender(settings)] = bells.deliver
            case "chat":
                wants[listener(settings)] = bells.chat
    if settings.admins and {"chat", "deliver"}.intersection(roles):
        wants[watcher(settings)] = Bell()
    return wants


class HeldMessenger:
    """bot.ports.Messenger that sends only while the sender's post is ours."""

    def __init__(self, inner: Messenger, membership: Membership, post: PostName) -> None:
        self._inner = inner
        self._membership = membership
        self._post = post

    async def send(self, chat_id: ChatId, thread_id: int, message: Message) -> int:
        if self._membership.token(self._post) is None:
            raise TryLater("another process sends now")
        return await self._inner.send(chat_id, thread_id, message)
