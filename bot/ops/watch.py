"""Rings when a file is saved, replaced by another one, or when SIGHUP asks to look."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

log = structlog.get_logger()

# An editor writes a file in several steps: wait for the last one, at most this long (ms).
SETTLE = 300


@asynccontextmanager
async def watched(path: Path, ring: Callable[[], None]) -> AsyncIterator[None]:
    """Ring at every change of the file while the block runs.

    The folder is watched, since many editors replace a file instead of writing into it.
    Where changes can not be seen (some network file systems) only the signal rings.
    """
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, ring)
    stop = asyncio.Event()
    task = asyncio.create_task(_watch(path, ring, stop), name="watch")
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        stop.set()
        await task


async def _watch(path: Path, ring: Callable[[], None], stop: asyncio.Event) -> None:
    # Only now: it loads a compiled library that `sariwarta try` has no use for.
    from watchfiles import awatch

    folder = awatch(_folder(path), recursive=False, stop_event=stop, debounce=SETTLE)
    try:
        async for changes in folder:
            if any(Path(changed).name == path.name for _, changed in changes):
                ring()
    except OSError as error:
        log.warning("feeds.not_watched", reason=str(error))


def _folder(path: Path) -> Path:
    return path.absolute().parent
