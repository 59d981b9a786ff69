"""Which text of feeds.yaml is in force when several machines have the file.

On a shared database the text is published there, and the newest is in force everywhere. A file
that was edited while its machine looked on is published; at a start, so is one that nobody knows
or that was written after the newest text. A machine with an older file follows.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.errors import BadFeedsFile
from bot.feeds.catalog import Catalog, parse_text, read_text
from bot.fleet import FeedLists
from bot.ports import Clock

log = structlog.get_logger()


class SharedList:
    """The agreement of this machine's file with the others'."""

    def __init__(self, path: Path, lists: FeedLists, clock: Clock) -> None:
        self._path = path
        self._lists = lists
        self._clock = clock
        self._file = ""
        self._text = ""
        self._version = 0

    async def catalog(self, catalog: Catalog) -> Catalog:
        """At a start: what the fleet agreed on, which may be newer than this machine's file."""
        if not await asyncio.to_thread(self._path.is_file):
            return catalog
        text = await self.agreed(await asyncio.to_thread(read_text, self._path))
        return await asyncio.to_thread(parse_text, text, str(self._path))

    async def agreed(self, file: str) -> str:
        """The text in force, given what the file says now; a bad file is told, not published."""
        if file != self._file and not await self._is_bad(file):
            await self._publish(file)
            self._file = file
        if await self._lists.version() != self._version:
            newest = await self._lists.newest()
            if newest is not None:
                self._version, self._text = newest.version, newest.text
        return self._text if self._file == file else file

    async def _publish(self, file: str) -> None:
        newest = await self._lists.newest()
        if newest is not None and newest.text == file:
            return
        if newest is None or self._file or not await self._lists.knows(file):
            wins = True
        else:
            wins = await self._written() > newest.made
        if wins:
            version = await self._lists.publish(file, self._clock.now())
            log.info("feeds.published", version=version)

    async def _written(self) -> datetime:
        stat = await asyncio.to_thread(self._path.stat)
        return datetime.fromtimestamp(stat.st_mtime, UTC)

    async def _is_bad(self, text: str) -> bool:
        try:
            await asyncio.to_thread(parse_text, text, str(self._path))
        except BadFeedsFile:
            return True
        return False
