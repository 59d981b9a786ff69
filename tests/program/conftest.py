"""The real process against a local Bot API server and the sample outlets over HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ops import sample
from tests.fakes.botapi import TOKEN, FakeBotApi

ROOT = Path(__file__).parents[2]
# Only what hangs is given up: a busy machine starts the process in a minute.
PATIENCE = 240


@dataclass(slots=True, kw_only=True)
class Installation:
    """A folder with feeds.yaml and data, and the servers that the bot talks to."""

    folder: Path
    server: FakeBotApi
    settings: dict[str, str] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)  # one a run that has ended

    def environment(self) -> dict[str, str]:
        kept = {name: v for name, v in os.environ.items() if not name.startswith("SARIWARTA_")}
        return kept | {
            "SARIWARTA_TELEGRAM_TOKEN": TOKEN,
            "SARIWARTA_TELEGRAM_API_URL": self.server.base_url,
            "SARIWARTA_TELEGRAM_FILE_URL": self.server.file_url,
            "SARIWARTA_DATA_DIR": str(self.folder / "data"),
            "SARIWARTA_FEEDS_FILE": str(self.folder / "feeds.yaml"),
            "SARIWARTA_ALLOW_NETWORKS": "127.0.0.0/8",
            "SARIWARTA_POLL_INTERVAL": "5s",
            "SARIWARTA_HTTP_LISTEN": "",
            **self.settings,
        }

    async def start(self, *arguments: str, stdin: int | None = None) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.folder,
            env=self.environment() | {"PYTHONPATH": str(ROOT)},
            stdin=stdin or asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def call(self, *arguments: str, given: str = "") -> tuple[int, str, str]:
        """Run to the end; exit code, output, errors."""
        process = await self.start(*arguments, stdin=asyncio.subprocess.PIPE)
        work = asyncio.create_task(process.communicate(given.encode()))
        _, late = await asyncio.wait([work], timeout=PATIENCE)
        if late:
            process.kill()
        out, err = await work
        assert not late, f"it did not end: {out.decode()} {err.decode()}"
        return process.returncode or 0, out.decode(), err.decode()

    @asynccontextmanager
    async def running(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """The bot inside the block; killed at its end if it still runs."""
        process = await self.start("run", *arguments)
        drain = asyncio.create_task(process.communicate())
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            self.logs.append("".join(part.decode() for part in await drain))


async def stop(process: asyncio.subprocess.Process) -> int:
    """SIGTERM; the exit code."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        return await process.wait()


@pytest.fixture
async def installation(tmp_path: Path) -> AsyncIterator[Installation]:
    """Ready to run on three of the sample outlets' feeds."""
    async with (
        FakeBotApi(open_chats=True) as server,
        sample.serve(sample.find_folder(), lambda: datetime.now(UTC)) as site,
    ):
        lines = (f"  - {{url: '{feed.url}', outlet: '{feed.outlet}'}}\n" for feed in site.feeds[:4])
        (tmp_path / "feeds.yaml").write_text("feeds:\n" + "".join(lines), encoding="utf-8")
        yield Installation(folder=tmp_path, server=server)
