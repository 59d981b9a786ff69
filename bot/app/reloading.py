"""feeds.yaml in force: read again when it changes, swapped whole or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.app.wiring import Parts, topics_of
from bot.digests.timetable import next_digest
from bot.engine.local import Bell, Loop
from bot.errors import BadFeedsFile
from bot.feeds.catalog import Catalog, difference, parse_text, read_text
from bot.feeds.difference import Reloaded
from bot.model import RoleReport
from bot.roles.bind import bind_editions
from bot.stories.topics.catalogue import Catalogue

if TYPE_CHECKING:
    from bot.stories.topics.matching import Matcher

log = structlog.get_logger()


Told = Callable[[Reloaded], Awaitable[None]]


async def nobody(_: Reloaded) -> None:
    """For a program without admins."""


class FeedsFileInForce:
    """Keeps the program at what feeds.yaml says; a bad edit leaves the former list running."""

    def __init__(
        self, path: Path, catalog: Catalog, parts: Parts, told: Told = nobody, *, text: str = ""
    ) -> None:
        """`text` is what `catalog` was read from: it is not read again before it changes."""
        self._path = path
        self._catalog = catalog
        self._parts = parts
        self.told = told
        self._seen = text
        self._reading = asyncio.Lock()

    async def look(self) -> RoleReport:
        """Reload when the file's text is not the one that was read last."""
        async with self._reading:
            text = await self._in_force()
            if text is None or text == self._seen:
                return RoleReport(role="reload")
            reloaded = await self._apply(text)
            # Last: what failed on the way (a database that does not answer) is tried again.
            self._seen = text
        if reloaded.problems or reloaded.difference:
            await self.told(reloaded)
        return RoleReport(role="reload", counts={"problems": len(reloaded.problems)})

    async def reload(self) -> Reloaded:
        """Read the file now, whether it changed or not."""
        async with self._reading:
            text = await self._in_force()
            if text is None:
                return Reloaded(problems=(f"{self._path}: the file can not be read now",))
            reloaded = await self._apply(text)
            self._seen = text
            return reloaded

    async def _in_force(self) -> str | None:
        """The file's text, or what the fleet has agreed on since."""
        text, shared = await self._text(), self._parts.shared
        return text if text is None or shared is None else await shared.agreed(text)

    async def _text(self) -> str | None:
        """None while an editor replaces the file: the next look finds it."""
        try:
            return await asyncio.to_thread(read_text, self._path)
        except BadFeedsFile as error:
            log.warning("feeds.unreadable", problems=list(error.problems))
            return None

    async def _apply(self, text: str) -> Reloaded:
        try:
            catalog = await asyncio.to_thread(parse_text, text, str(self._path))
            topics = topics_of(catalog)
        except BadFeedsFile as error:
            log.warning("feeds.refused", problems=list(error.problems))
            return Reloaded(problems=error.problems)
        change = difference(self._catalog, catalog)
        if not change:
            return Reloaded()
        parts = self._parts
        matcher = await asyncio.to_thread(_matcher, topics) if change.topics else None
        # First what can fail, and does no harm when it is done twice.
        now = parts.clock.now()
        await parts.storage.feeds.sync(catalog.feeds, now, change.moves)
        await bind_editions(parts.storage.subscribers, catalog.editions, now, next_digest)
        if matcher is not None:
            parts.matcher.become(matcher)
            parts.topics.become(topics)
        self._catalog = catalog
        parts.editions.become(catalog.editions)
        parts.bells.poll.ring()
        parts.bells.digest.ring()
        log.info("feeds.reloaded", changes=list(change.lines()))
        return Reloaded(difference=change)


def _matcher(topics: Catalogue) -> "Matcher":
    # Not above: a poller that reads the file at its start needs none.
    from bot.stories.topics.matching import Matcher

    return Matcher(topics)


def reload_loop(in_force: FeedsFileInForce, bell: Bell) -> Loop:
    """Looks at the file when the bell rings, and as often as every loop looks by itself."""

    async def when_told() -> None:
        return None

    return Loop(name="reload", work=in_force.look, next_due=when_told, bell=bell)
