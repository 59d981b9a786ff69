"""Whether another process on this machine has ended."""

import asyncio
import sys

from bot.engine import processes


async def test_process_is_gone_when_it_ended() -> None:
    program = (
        "import sys\nfrom bot.engine import processes\nprint(processes.mark())\nsys.stdin.read()"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    mark = (await process.stdout.readline()).decode().strip()
    before = processes.is_gone(mark)
    process.kill()
    await process.wait()

    assert mark
    assert (before, processes.is_gone(mark)) == (False, True)


def test_own_process_lives() -> None:
    assert not processes.is_gone(processes.mark())


def test_number_that_another_process_has_now_is_gone() -> None:
    place, number, _ = processes.mark().split(" ")

    assert processes.is_gone(f"{place} {number} 1")


def test_nobody_can_tell_about_other_machines() -> None:
    assert not processes.is_gone("another-boot/pid:[1] 1 1")
    assert not processes.is_gone("")
