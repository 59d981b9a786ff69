"""An honest feed and page server on loopback: scripted answers, and a memory of every request."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one address answers; `etag=True` makes it answer 304 to its own ETag."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it."""

    path: str
    headers: Mapping[str, str]


class FeedServer:
    """Replies by path; the last of several replies to a path is repeated for ever."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.base = ""
        self.open_requests = 0
        self.most_open = 0
        self.first_request = asyncio.Event()
        self._replies: dict[str, list[Reply | Handler]] = {}
        # Held requests wait here until the server closes.
        self._closing = asyncio.Event()

    def url(self, path: str) -> str:
        """The full address of a path."""
        return self.base + path

    def put(self, path: str, *replies: Reply | Handler) -> str:
        """Script a path's answers, one a request; returns its address."""
        self._replies[path] = list(replies)
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(path=request.path_qs, headers=dict(request.headers)))
        self.first_request.set()
        self.open_requests += 1
        self.most_open = max(self.most_open, self.open_requests)
        try:
            return await self._reply(request)
        finally:
            self.open_requests -= 1

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        script = self._replies.get(request.path, [])
        if not script:
            return web.Response(status=404)
        reply = script.pop(0) if len(script) > 1 else script[0]
        if not isinstance(reply, Reply):
            return await reply(request)
        headers = dict(reply.headers)
        if reply.etag:
            headers["ETag"] = f'"{blake2b(reply.body, digest_size=8).hexdigest()}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return web.Response(status=304, headers=headers)
        return web.Response(status=reply.status, body=reply.body, headers=headers)

    async def hold(self, _: web.Request) -> web.StreamResponse:
        """A handler that never answers."""
        await self._closing.wait()
        return web.Response(status=503)

    async def drip(self, request: web.Request) -> web.StreamResponse:
        """A handler that begins an answer and never ends it."""
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        await response.write(b"<rss>")
        await self._closing.wait()
        return response

    def close(self) -> None:
        self._closing.set()


async def endless(request: web.Request) -> web.StreamResponse:
    """A handler that sends zeros until nobody listens."""
    response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    await response.prepare(request)
    with suppress(ConnectionError):
        while True:
            await response.write(bytes(65_536))
    return response


def bomb(size: int) -> Reply:
    """`size` zeros that are a thousandth of it on the wire."""
    return Reply(body=gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"})


@asynccontextmanager
async def feed_server() -> AsyncIterator[FeedServer]:
    """A running server on a free port of 127.0.0.1."""
    server = FeedServer()
    application = web.Application(client_max_size=1_000_000)
    application.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.base = f"http://{host}:{port}"
    try:
        yield server
    finally:
        server.close()
        await runner.cleanup()
