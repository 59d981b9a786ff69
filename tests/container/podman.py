"""Containers of the image under test, started as compose.yaml starts them."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

IMAGE = "localhost/sariwarta:test"
# What works without systemd and in nested virtual machines; compose.yaml's own limits follow.
_HERE = (
    "--runtime=runc",
    "--cgroup-manager=cgroupfs",
)
NESTED = ("--network=host", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000")
_HARDENED = (
    "--read-only",
    "--read-only-tmpfs=false",
    "--tmpfs=/tmp",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
)
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str


async def podman(*arguments: str) -> Answer:
    process = await asyncio.create_subprocess_exec(
        "podman",
        *_HERE,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    return Answer(process.returncode or 0, out.decode(), err.decode())


async def call(*arguments: str) -> str:
    answer = await podman(*arguments)
    assert answer.code == 0, f"podman {' '.join(arguments)}: {answer.err}"
    return answer.out.strip()


def options(environment: dict[str, str], volume: Path, feeds: Path) -> list[str]:
    """How compose.yaml runs the bot, in podman's words."""
    return [
        *NESTED,
        *_HARDENED,
        *(f"--env={name}={value}" for name, value in environment.items()),
        f"--volume={volume}:/data",
        f"--volume={feeds}:/config/feeds.yaml:ro",
        IMAGE,
    ]


@dataclass(frozen=True, slots=True)
class Container:
    name: str

    async def health(self) -> Answer:
        """What the image's own HEALTHCHECK says now."""
        return await podman("healthcheck", "run", self.name)

    async def run(self, *arguments: str) -> Answer:
        return await podman("exec", self.name, *arguments)

    async def stop(self) -> int:
        """SIGTERM, as the image's STOPSIGNAL says; the exit code."""
        await call("stop", "--time=20", self.name)
        state = json.loads(await call("inspect", "--format={{json .State}}", self.name))
        return int(state["ExitCode"])

    async def logs(self) -> str:
        answer = await podman("logs", self.name)
        return answer.out + answer.err


@asynccontextmanager
async def running(
    environment: dict[str, str], volume: Path, feeds: Path
) -> AsyncIterator[Container]:
    """The bot in a container until the block ends."""
    name = f"sariwarta-test-{os.getpid()}-{id(environment)}"
    await call("run", "--detach", f"--name={name}", *options(environment, volume, feeds))
    container = Container(name)
    try:
        yield container
    except BaseException:
        print(await container.logs())
        raise
    finally:
        await podman("rm", "--force", "--time=1", name)


async def size(name: str) -> int:
    return int(await call("image", "inspect", "--format={{.Size}}", name))
