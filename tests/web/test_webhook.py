"""The webhook's door: Telegram gets in, nobody else, and nothing is confirmed unstored."""

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.errors import TryLater
from bot.web import server
from bot.web.webhook import MOST_BYTES, Door

SECRET = "rahasia-penerima"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Taker:
    """Takes what begins with a brace; may be told to be busy."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.busy = False

    async def __call__(self, body: bytes) -> bool:
        if self.busy:
            raise TryLater("the database is locked")
        self.taken.append(body)
        return body.startswith(b"{")


async def nothing_wrong() -> tuple[str, ...]:
    return ()


async def no_metrics() -> bytes:
    return b""


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest.fixture
async def address(taker: Taker) -> AsyncIterator[str]:
    probes = server.Probes(unwell=nothing_wrong, unready=nothing_wrong, metrics=no_metrics)
    door = Door(path="/telegram/alamat", secret=SECRET, take=taker)
    async with server.serve(("127.0.0.1", 0), probes, door) as base:
        yield f"{base}/telegram/alamat"


async def status(method: str, url: str, headers: Mapping[str, str], body: bytes = b"{}") -> int:
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_update_with_the_secret_is_taken(address: str, taker: Taker) -> None:
    assert await status("POST", address, HEADERS, b'{"update_id": 1}') == 200
    assert taker.taken == [b'{"update_id": 1}']


@pytest.mark.parametrize("secret", [None, "", "rahasia", SECRET + "x", "Ã¤"])
async def test_wrong_secret_stays_outside(address: str, taker: Taker, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}

    assert await status("POST", address, headers) == 403
    assert taker.taken == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_only_post_is_answered(address: str, taker: Taker, method: str) -> None:
    assert await status(method, address, HEADERS) == 405
    assert taker.taken == []


async def test_other_paths_do_not_exist(address: str) -> None:
    assert await status("POST", address + "x", HEADERS) == 404


async def test_too_large_body_is_not_read(address: str, taker: Taker) -> None:
    assert await status("POST", address, HEADERS, b"{" * (MOST_BYTES + 1)) == 413
    assert taker.taken == []


async def test_what_is_no_update_is_told(address: str) -> None:
    assert await status("POST", address, HEADERS, b"halo") == 400


async def test_unstored_update_is_not_confirmed(address: str, taker: Taker) -> None:
    taker.busy = True

    assert await status("POST", address, HEADERS) == 503


async def test_closed_door_asks_to_come_later() -> None:
    probes = server.Probes(unwell=nothing_wrong, unready=nothing_wrong, metrics=no_metrics)
    door = Door(path="/telegram/alamat", secret=SECRET)
    async with server.serve(("127.0.0.1", 0), probes, door) as base:
        assert await status("POST", f"{base}/telegram/alamat", HEADERS) == 503
