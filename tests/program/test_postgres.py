"""The whole program on PostgreSQL: the address of the database is all that it takes."""

import json

from tests.program.conftest import Installation, stop
from tests.program.test_run import follow_and_wait


async def test_reader_gets_a_digest_from_postgresql(
    installation: Installation, postgres_url: str
) -> None:
    installation.settings["SARIWARTA_DATABASE_URL"] = postgres_url

    async with installation.running() as bot:
        digest = await follow_and_wait(installation)
        _, out, _ = await installation.call("stats")

        assert await stop(bot) == 0
    assert "Irak" in digest
    assert json.loads(out)["outbox"] >= 1
    assert not list((installation.folder / "data").glob("*.db"))
    assert installation.server.complaints == []
