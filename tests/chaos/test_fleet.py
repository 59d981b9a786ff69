"""Four processes and PostgreSQL: whatever ends, nothing is lost and nobody works twice."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.fleet import ROLES, Fleet, a_fleet
from tests.contract.server import start_own
from tests.fakes.botapi import TOKEN

SENDER = f"deliver:{TOKEN.partition(':')[0]}"


async def assert_whole(fleet: Fleet) -> None:
    assert fleet.lost() == []
    assert fleet.press.at_once == 1
    assert await fleet.unexplained() == []
    assert fleet.installation.server.complaints == []


# Four processes on two busy cores may miss each other's heartbeats: not part of every run.
@pytest.mark.disaster
async def test_sender_is_killed_and_all_connections_are_cut(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_fleet(postgres_url, tmp_path, readers=8) as fleet:
        titles = await fleet.wave()
        await fleet.first_arrives(titles)
        sender = (await fleet.holders())[SENDER]
        await fleet.kill(sender)
        await fleet.all_arrive(titles)

        titles = await fleet.wave()
        await fleet.first_arrives(titles)
        await fleet.cut_connections()
        await fleet.all_arrive(titles)

        assert (await fleet.holders())[SENDER] != sender
        await assert_whole(fleet)


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A server of its own that may be restarted in the middle of its work."""
    folder = Path(tempfile.mkdtemp(prefix="sariwarta-fleet-"))
    try:
        server = start_own(folder)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL of its own: {error}")
    yield server.url, server.crash
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.disaster
@pytest.mark.timeout(900)
async def test_nothing_is_lost_whoever_ends(
    own_server: tuple[str, Callable[[], None]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, crash = own_server
    async with a_fleet(url, tmp_path, readers=40) as fleet:
        for roles in ROLES:
            titles = await fleet.wave()
            await fleet.first_arrives(titles)
            await fleet.kill(roles)
            await fleet.all_arrive(titles)
            await fleet.start(roles)
        for trouble in (fleet.cut_connections, crash):
            titles = await fleet.wave()
            await fleet.first_arrives(titles)
            if (waited := trouble()) is not None:
                await waited
            await fleet.all_arrive(titles)

        with capsys.disabled():
            print(
                f"\n{len(ROLES)} kills, a cut, a crash of the server: "
                f"{len(fleet.press.titles)} stories to {fleet.readers} readers, "
                f"{len(fleet.lost())} lost, {len(fleet.doubled())} told twice of "
                f"{len(await fleet.uncertain())} unacknowledged; {fleet.press.asked} polls, "
                f"at most {fleet.press.at_once} of a feed at once"
            )
        await assert_whole(fleet)
