"""PTB's own calls go through our transport to the local Bot API server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from pytest_asyncio import fixture
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.chat.transport import AiohttpRequest, NotSent, NotSentInTime
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.botapi_faults import Drop, Moment
from tests.fakes.botapi_refusals import blocked, too_many_requests


@fixture
async def server() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(open_chats=True) as server:
        yield server


@fixture
async def bot(server: FakeBotApi) -> AsyncIterator[Bot]:
    calls, updates = AiohttpRequest(), AiohttpRequest(connections=1)
    base, files = server.base_url, server.file_url
    async with Bot(TOKEN, base, files, request=calls, get_updates_request=updates) as bot:
        yield bot


async def test_sends_text_of_all_alphabets(server: FakeBotApi, bot: Bot) -> None:
    text = "Presiden & menteri: 100% \u201csiap\u201d + 😀 = ١٢\nbaris"

    await bot.send_message(17, text)

    assert server.texts(17) == [text]


async def test_uploads_bytes_with_their_name(server: FakeBotApi, bot: Bot) -> None:
    await bot.send_document(17, b"<opml/>" * 9, filename="sumber.opml", caption="Sumber Anda")

    assert server.messages[0].document == ("sumber.opml", b"<opml/>" * 9)
    assert server.messages[0].text == "Sumber Anda"


async def test_downloads_what_was_uploaded(server: FakeBotApi, bot: Bot) -> None:
    await bot.send_document(17, b"isi", filename="a.txt")

    file = await bot.get_file("file1")

    assert bytes(await file.download_as_bytearray()) == b"isi"


def test_needs_no_arguments_and_no_loop() -> None:
    assert AiohttpRequest().read_timeout == 20


def test_other_proxies_are_refused() -> None:
    with pytest.raises(ValueError, match="http"):
        AiohttpRequest(proxy="socks5://127.0.0.1:9")


async def test_goes_through_the_proxy(server: FakeBotApi) -> None:
    """A plain HTTP proxy gets the whole URL; our server takes it as the path."""
    request = AiohttpRequest(proxy=server.base_url.removesuffix("/bot"))

    status, body = await request.do_request(f"http://telegram.invalid/bot{TOKEN}/getMe", "POST")
    await request.shutdown()

    assert status == 200
    assert b"sariwarta_test_bot" in body


async def test_works_again_after_shutdown(server: FakeBotApi) -> None:
    request = AiohttpRequest()
    url = f"{server.base_url}{TOKEN}/getMe"

    await request.do_request(url, "POST")
    await request.shutdown()
    status, _ = await request.do_request(url, "POST")
    await request.shutdown()

    assert status == 200


async def test_polling_does_not_wait_for_sends(server: FakeBotApi) -> None:
    gate = server.hold("sendMessage", times=1)
    calls, updates = AiohttpRequest(connections=1), AiohttpRequest(connections=1)
    async with Bot(TOKEN, server.base_url, request=calls, get_updates_request=updates) as bot:
        stuck = asyncio.create_task(bot.send_message(17, "a"))
        await gate.reached.wait()

        await server.user_says(17, "halo")
        [update] = await bot.get_updates(timeout=5)

        gate.open()
        await stuck
    assert update.message is not None
    assert update.message.text == "halo"


async def test_opens_no_more_connections_than_told(server: FakeBotApi) -> None:
    gate, other = server.hold("sendMessage", times=None), AiohttpRequest()
    async with Bot(TOKEN, server.base_url, request=AiohttpRequest(connections=2)) as bot:
        sends = [asyncio.create_task(bot.send_message(17, str(i))) for i in range(5)]
        await server.wait_for(lambda: _sends(server) == 2)
        # A call on another way: all five had their chance to connect by its end.
        await other.do_request(f"{server.base_url}{TOKEN}/getMe", "POST")
        seen = _sends(server)
        gate.open()
        await asyncio.gather(*sends)
    await other.shutdown()

    assert seen == 2
    assert len(server.messages) == 5


async def test_refusals_keep_their_kind(server: FakeBotApi, bot: Bot) -> None:
    server.refuse(too_many_requests(9))
    server.refuse(blocked())

    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(17, "a")
    assert caught.value.retry_after == timedelta(seconds=9)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(17, "a")
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await bot.send_message(17, "<p>", parse_mode="HTML")


@pytest.mark.parametrize("moment", list(Moment), ids=lambda moment: moment.value)
async def test_lost_connection_keeps_its_cause(
    server: FakeBotApi, bot: Bot, moment: Moment
) -> None:
    server.refuse(Drop(moment))

    with pytest.raises(NetworkError) as caught:
        await bot.send_message(17, "a")

    assert not isinstance(caught.value, NotSent)
    assert isinstance(caught.value.__cause__, aiohttp.ClientError)


async def test_silence_times_out(server: FakeBotApi, bot: Bot) -> None:
    gate = server.hold("sendMessage")

    with pytest.raises(TimedOut) as caught:
        await bot.send_message(17, "a", read_timeout=0.01, write_timeout=0.01)
    gate.open()

    assert not isinstance(caught.value, NotSent)
    assert isinstance(caught.value.__cause__, aiohttp.ServerTimeoutError)


async def test_closed_port_was_not_sent() -> None:
    request = AiohttpRequest()

    with pytest.raises(NotSent) as caught:
        await request.do_request("http://127.0.0.1:1/bot/getMe", "POST")
    await request.shutdown()

    assert isinstance(caught.value.__cause__, aiohttp.ClientConnectorError)


async def test_no_free_connection_was_not_sent(server: FakeBotApi) -> None:
    gate = server.hold("sendMessage")
    async with Bot(TOKEN, server.base_url, request=AiohttpRequest(connections=1)) as bot:
        stuck = asyncio.create_task(bot.send_message(17, "a"))
        await gate.reached.wait()

        with pytest.raises(NotSentInTime):
            await bot.send_message(17, "b", pool_timeout=0.01, connect_timeout=0.01)

        gate.open()
        await stuck
    assert server.texts(17) == ["a"]


@pytest.mark.parametrize(
    "host", ["http://127.0.0.1:1", "nonsense://a.id", "http://"], ids=["closed", "scheme", "empty"]
)
async def test_errors_never_show_the_token(host: str) -> None:
    request = AiohttpRequest()

    with pytest.raises(NotSent) as caught:
        await request.do_request(f"{host}/bot{TOKEN}/getMe", "POST")
    await request.shutdown()

    assert TOKEN not in str(caught.value)


def _sends(server: FakeBotApi) -> int:
    return sum(method == "sendMessage" for method, _ in server.world.calls)
