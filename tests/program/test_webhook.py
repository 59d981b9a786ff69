"""`sariwarta run` behind a webhook, with Telegram down at the start, and at its end."""

import pytest

from tests.fakes.botapi_faults import Raw
from tests.fakes.botapi_refusals import another_poller
from tests.program.conftest import PATIENCE, Installation, stop

READER = 17
PUBLIC = "https://bot.example"


@pytest.fixture
def listening(installation: Installation, unused_tcp_port: int) -> str:
    """The installation's own address on this machine."""
    installation.settings["SARIWARTA_HTTP_LISTEN"] = f"127.0.0.1:{unused_tcp_port}"
    return f"http://127.0.0.1:{unused_tcp_port}"


async def test_webhook_takes_what_people_say(installation: Installation, listening: str) -> None:
    server = installation.server
    installation.settings["SARIWARTA_WEBHOOK_URL"] = PUBLIC

    async with installation.running("--roles", "chat,web") as bot:
        public = await server.wait_for(lambda: server.updates.webhook.get("url"), PATIENCE)
        address = listening + public.removeprefix(PUBLIC)
        await server.user_says(READER, "/bantuan")
        assert await server.updates.push_webhook(address) == [200]
        await server.wait_for(lambda: server.texts(READER), PATIENCE)

        server.updates.webhook["secret_token"] = "orang-lain"
        await server.user_says(READER, "/bantuan")
        assert await server.updates.push_webhook(address) == [403]
        assert await stop(bot) == 0

    assert ("getUpdates", None) not in server.world.calls


async def test_webhook_without_a_place_to_listen(installation: Installation) -> None:
    installation.settings["SARIWARTA_WEBHOOK_URL"] = PUBLIC

    code, _, err = await installation.call("run")

    assert (code, "SARIWARTA_HTTP_LISTEN" in err) == (78, True)


async def test_start_without_network_waits_and_tells(installation: Installation) -> None:
    server = installation.server
    server.refuse(Raw(502, b"Bad Gateway"), "getMe", times=2)

    async with installation.running() as bot:
        await server.wait_for(lambda: not server.script.lines, PATIENCE)
        await server.user_says(READER, "/bantuan")
        await server.wait_for(lambda: server.texts(READER), PATIENCE)
        assert await stop(bot) == 0

    assert installation.logs[0].count("telegram.unreachable") == 2


async def test_stop_while_waiting_for_the_network(installation: Installation) -> None:
    server = installation.server
    server.refuse(Raw(502, b"Bad Gateway"), "getMe", times=None)

    async with installation.running() as bot:
        await server.wait_for(lambda: ("getMe", None) in server.world.calls, PATIENCE)
        assert await stop(bot) == 0


async def test_another_poller_ends_with_a_sentence(installation: Installation) -> None:
    """409: the supervisor must not start it again and again."""
    installation.server.refuse(another_poller(), "getUpdates")

    code, _, err = await installation.call("run", "--roles", "chat")

    assert code == 78
    assert "another program takes this bot's updates" in err
    assert "Traceback" not in err
