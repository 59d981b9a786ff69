"""Lines of a terminal, pipe or file as they come, without a thread that blocks the end."""

import asyncio
import codecs
import os
from collections.abc import AsyncIterator
from io import UnsupportedOperation
from typing import TextIO

_CHUNK = 65_536


async def lines_of(stream: TextIO, stop: asyncio.Event) -> AsyncIterator[str]:
    """Lines without their ends, until the stream ends or `stop` is set."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    fd = _pollable(stream, queue)
    stopping = asyncio.create_task(stop.wait())
    stopping.add_done_callback(lambda _: queue.put_nowait(None))
    try:
        while (line := await queue.get()) is not None:
            yield line
    finally:
        stopping.cancel()
        if fd is not None:
            loop.remove_reader(fd)


def _pollable(stream: TextIO, queue: asyncio.Queue[str | None]) -> int | None:
    """Fill the queue whenever there is input; a plain file or a string is read at once."""
    try:
        fd = stream.fileno()
        asyncio.get_running_loop().add_reader(fd, _Reader(fd, queue))
    except (PermissionError, UnsupportedOperation, NotImplementedError, ValueError):
        for line in stream:
            queue.put_nowait(line.rstrip("\r\n"))
        queue.put_nowait(None)
        return None
    return fd


class _Reader:
    """Called when the descriptor is readable."""

    def __init__(self, fd: int, queue: asyncio.Queue[str | None]) -> None:
        self._fd = fd
        self._queue = queue
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def __call__(self) -> None:
        data = os.read(self._fd, _CHUNK)
        *lines, self._rest = (self._rest + self._decoder.decode(data, not data)).split("\n")
        for line in lines:
            self._queue.put_nowait(line.rstrip("\r"))
        if not data:
            asyncio.get_running_loop().remove_reader(self._fd)
            if self._rest:
                self._queue.put_nowait(self._rest)
            self._queue.put_nowait(None)
