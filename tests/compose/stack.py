"""A copy of the project, started by `docker compose` as the documents say."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NAME = "sariwarta-test"
# The first start builds the image, on a slow line too.
PATIENCE = 400
# How a container names the machine that it runs on; the override below makes it known.
MACHINE = "host.docker.internal"
OVERRIDE = f"""\
x-machine: &machine {{extra_hosts: ["{MACHINE}:host-gateway"]}}
services:
  bot: *machine
  poller: *machine
"""

Inspected = dict[str, Any]  # Any: JSON


async def run(*command: str, folder: Path = ROOT) -> tuple[int, str]:
    """Exit code, and both outputs as they came."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


async def call(*command: str, folder: Path = ROOT) -> str:
    code, out = await run(*command, folder=folder)
    assert code == 0, f"{' '.join(command)}: {out}"
    return out.strip()


@dataclass(frozen=True, slots=True)
class Stack:
    """The folder of one installation."""

    folder: Path

    async def compose(self, *arguments: str) -> str:
        files = ("-f", "compose.yaml", "-f", "override.yaml")
        return await call("docker", "compose", "-p", NAME, *files, *arguments, folder=self.folder)

    async def inspect(self, service: str) -> Inspected:
        number = await self.compose("ps", "--all", "--quiet", service)
        found: list[Inspected] = json.loads(await call("docker", "inspect", number))
        return found[0]

    async def healthy(self, *services: str) -> None:
        """Until each one's own check passes."""
        for service in services:
            await eventually(self._is_healthy, service)

    async def _is_healthy(self, service: str) -> bool:
        state = (await self.inspect(service))["State"]
        assert not state["Restarting"], await self.logs(service)
        return bool(state["Health"]["Status"] == "healthy")

    async def logs(self, service: str) -> str:
        return await self.compose("logs", "--no-color", "--no-log-prefix", service)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def set(self, **settings: str) -> None:
        """What a person writes into .env, under what .env.example holds."""
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        self.write(".env", (ROOT / ".env.example").read_text(encoding="utf-8") + lines)


async def eventually(holds: Callable[..., Awaitable[bool]], *arguments: str) -> None:
    """Ask until the answer is yes; only asking tells."""
    async with asyncio.timeout(PATIENCE):
        while not await holds(*arguments):  # noqa: ASYNC110 -- another process's state
            await asyncio.sleep(0.5)


@asynccontextmanager
async def installed(folder: Path) -> AsyncIterator[Stack]:
    """The project's files as git has them; containers, network and volumes go at the end."""
    names = (
        await call("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    ).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    stack = Stack(folder)
    stack.write("override.yaml", OVERRIDE)
    stack.set()
    profiles = ("--profile=postgres", "--profile=monitoring")
    try:
        yield stack
    finally:
        # A test that failed shows them.
        print(await stack.compose(*profiles, "logs", "--no-color", "--tail=200"))
        await stack.compose(*profiles, "down", "--volumes", "--timeout=20")


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[int]:
    """A loopback port of this process made known to containers, under another number."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass  # the other side sees the end of its stream
        finally:
            writer.close()

    async def pair(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pipe(reader, inner_writer), pipe(inner_reader, writer))

    server = await asyncio.start_server(pair, "0.0.0.0")
    async with server:
        yield server.sockets[0].getsockname()[1]
