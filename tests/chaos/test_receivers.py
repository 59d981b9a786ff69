"""Two receivers of one webhook behind a proxy: whoever gets an update, a chat's order is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

from tests.fakes.botapi import FakeBotApi
from tests.program.conftest import PATIENCE, Installation

PUBLIC = "https://bot.example"
CHATS, QUESTIONS = 6, 8


@dataclass
class Proxy:
    """Hands requests out in turn, as a balancer without memory does; skips who does not answer."""

    receivers: list[str]
    answered: list[str] = field(default_factory=list)

    async def hand_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        first = len(self.answered) % len(self.receivers)
        async with ClientSession() as http:
            for receiver in (*self.receivers[first:], *self.receivers[:first]):
                try:
                    async with http.post(
                        receiver + request.path, data=body, headers=request.headers
                    ) as reply:
                        self.answered.append(receiver)
                        return web.Response(status=reply.status)
                except ClientError:
                    continue
        return web.Response(status=502)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/{path:.*}", self.hand_on)
        async with TestServer(app) as server:
            yield f"http://127.0.0.1:{server.port}"


def asked(chat: int) -> list[str]:
    return [f"kata{chat}x{number}" for number in range(QUESTIONS)]


def answers(server: FakeBotApi, chat: int) -> list[str]:
    """The words that the chat was answered about; an answer that came twice counts once."""
    words = asked(chat)
    told = [word for text in server.texts(chat) for word in words if word in text]
    return [word for word, _ in groupby(told)]


async def ask(server: FakeBotApi, numbers: range) -> None:
    for number in numbers:
        for chat in range(1, CHATS + 1):
            await server.user_says(chat, f"/cari {asked(chat)[number]}")


@pytest.mark.disaster
async def test_order_is_kept_while_one_receiver_ends(
    postgres_url: str, tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    ports = [unused_tcp_port_factory() for _ in range(2)]
    (tmp_path / "feeds.yaml").write_text("feeds: [{url: 'http://127.0.0.1:9/'}]", encoding="utf-8")
    async with FakeBotApi(open_chats=True) as server:
        one = Installation(
            folder=tmp_path,
            server=server,
            settings={
                "SARIWARTA_DATABASE_URL": postgres_url,
                "SARIWARTA_WEBHOOK_URL": PUBLIC,
                "SARIWARTA_HTTP_LISTEN": f"127.0.0.1:{ports[0]}",
            },
        )
        listen = {"SARIWARTA_HTTP_LISTEN": f"127.0.0.1:{ports[1]}"}
        other = replace(one, settings=one.settings | listen)
        proxy = Proxy([f"http://127.0.0.1:{port}" for port in ports])
        roles = ("--roles", "chat,web")
        async with one.running(*roles) as doomed, other.running(*roles), proxy.serving() as front:
            await both_answer(ports)
            public = await server.wait_for(lambda: server.updates.webhook.get("url"), PATIENCE)
            door = front + public.removeprefix(PUBLIC)
            await ask(server, range(QUESTIONS // 2))
            assert set(await server.updates.push_webhook(door)) == {200}
            assert set(proxy.answered) == set(proxy.receivers)

            doomed.kill()
            await ask(server, range(QUESTIONS // 2, QUESTIONS))
            assert set(await server.updates.push_webhook(door)) == {200}

            everybody = range(1, CHATS + 1)
            await server.wait_for(
                lambda: all(asked(chat)[-1] in answers(server, chat) for chat in everybody),
                PATIENCE,
            )
            assert {chat: answers(server, chat) for chat in everybody} == {
                chat: asked(chat) for chat in everybody
            }


async def both_answer(ports: list[int]) -> None:
    """Until each receiver has its door open."""
    async with ClientSession() as http, asyncio.timeout(PATIENCE):
        for port in ports:
            while not await _is_ready(http, port):  # noqa: ASYNC110 -- another process
                await asyncio.sleep(0.05)


async def _is_ready(http: ClientSession, port: int) -> bool:
    try:
        async with http.get(f"http://127.0.0.1:{port}/readyz") as reply:
            return reply.status == 200
    except ClientError:
        return False
