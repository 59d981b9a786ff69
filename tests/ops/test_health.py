"""`sariwarta health` against a server that answers as the bot does."""

import asyncio

import pytest

from bot.ops.health import ask
from bot.web import server
from tests.web.test_webhook import no_metrics, nothing_wrong


async def outbox_stands() -> tuple[str, ...]:
    return ("outbox", "chat")


@pytest.mark.parametrize(
    ("unwell", "code", "told"),
    [
        pytest.param(nothing_wrong, 0, "ok", id="well"),
        pytest.param(outbox_stands, 1, "stands still: outbox, chat", id="unwell"),
    ],
)
async def test_health_says_what_the_bot_says(
    unwell: server.Names, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    probes = server.Probes(unwell=unwell, unready=nothing_wrong, metrics=no_metrics)
    async with server.serve(("127.0.0.1", 0), probes) as address:
        port = int(address.rpartition(":")[2])

        assert await asyncio.to_thread(ask, ("0.0.0.0", port)) == code

    shown = capsys.readouterr()
    assert told in shown.out + shown.err


def test_nobody_there_is_one_sentence(
    unused_tcp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(("127.0.0.1", unused_tcp_port)) == 1

    assert "does not answer" in capsys.readouterr().err


def test_switched_off_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(None) == 1

    assert "SARIWARTA_HTTP_LISTEN is empty" in capsys.readouterr().err
