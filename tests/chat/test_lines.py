"""Lines from pipes, files and strings."""

import asyncio
import io
import os
from pathlib import Path

from bot.chat.lines import lines_of


async def test_pipe_gives_whole_lines() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, encoding="utf-8") as stream:
        lines = lines_of(stream, asyncio.Event())
        os.write(writer, b"sa")
        os.write(writer, "tu\ndua\r\n\xe4".encode()[:-1])
        first = [await anext(lines), await anext(lines)]
        os.write(writer, "\xe4".encode()[-1:] + b"tiga")
        os.close(writer)

        assert first == ["satu", "dua"]
        assert [line async for line in lines] == ["\xe4tiga"]


async def test_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("satu\ndua", encoding="utf-8")
    with path.open(encoding="utf-8") as stream:
        assert [line async for line in lines_of(stream, asyncio.Event())] == ["satu", "dua"]


async def test_string_is_read_to_its_end() -> None:
    lines = lines_of(io.StringIO("satu\n"), asyncio.Event())

    assert [line async for line in lines] == ["satu"]


async def test_stop_ends_a_waiting_reader() -> None:
    reader, writer = os.pipe()
    stop = asyncio.Event()
    with os.fdopen(reader, encoding="utf-8") as stream:
        asyncio.get_running_loop().call_soon(stop.set)

        assert [line async for line in lines_of(stream, stop)] == []
    os.close(writer)
