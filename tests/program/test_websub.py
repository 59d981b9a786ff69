"""`sariwarta run` with a hub: it subscribes, and what is pushed is stored."""

import asyncio
import hmac
import json

import aiohttp
from aiohttp import web

from tests.fakes.feedserver import FeedServer, Reply, feed_server
from tests.program.conftest import PATIENCE, Installation, stop


def document(server: FeedServer, item: str) -> bytes:
    hub, own = server.url("/hub"), server.url("/rss")
    return (
        "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>Warta</title>"
        f"<a:link rel='hub' href='{hub}'/><a:link rel='self' href='{own}'/>"
        f"<item><title>{item}</title><link>https://warta.example/{item}</link></item>"
        "</channel></rss>"
    ).encode()


async def entries(installation: Installation) -> int:
    _, out, _ = await installation.call("stats")
    return int(json.loads(out)["entries"])


async def test_pushed_news_arrive_without_being_fetched(
    installation: Installation, unused_tcp_port: int
) -> None:
    asked: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def hub(request: web.Request) -> web.StreamResponse:
        asked.put_nowait({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=202)

    installation.settings |= {
        "SARIWARTA_HTTP_LISTEN": f"127.0.0.1:{unused_tcp_port}",
        "SARIWARTA_WEBSUB_URL": f"http://127.0.0.1:{unused_tcp_port}",
    }
    async with feed_server() as server, aiohttp.ClientSession() as http:
        url = server.put("/rss", Reply(body=document(server, "satu")))
        server.put("/hub", hub)
        (installation.folder / "feeds.yaml").write_text(f"feeds:\n  - {url}\n", encoding="utf-8")
        async with installation.running("--roles", "poll") as bot:
            async with asyncio.timeout(PATIENCE):
                form = await asked.get()
            query = {name: form[name] for name in ("hub.mode", "hub.topic")}
            async with http.get(form["hub.callback"], params=query | {"hub.challenge": "c"}) as ok:
                assert (ok.status, await ok.text()) == (200, "c")

            body = document(server, "dua")
            signature = hmac.new(form["hub.secret"].encode(), body, "sha1").hexdigest()
            headers = {"X-Hub-Signature": f"sha1={signature}"}
            async with http.post(form["hub.callback"], data=body, headers=headers) as taken:
                assert taken.status == 202

            for _ in range(PATIENCE):
                if await entries(installation) == 2:
                    break
            assert await stop(bot) == 0
    assert await entries(installation) == 2
