"""Feeds with a proxy of their own, and hosts that take no connection."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network

import pytest
from aiohttp import web

from bot.feeds.fetch import FetchLimits, FetchOutcome, FetchRequest, HttpFetcher
from tests.fakes.feedserver import FeedServer, Reply, feed_server

# Patient: however busy the machine, only a server that hangs for ever is too slow.
LIMITS = FetchLimits(first_byte=timedelta(seconds=60), whole=timedelta(seconds=90))
BODY = b"<rss version='2.0'/>"
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as running:
        yield running


def a_fetcher(limits: FetchLimits = LIMITS) -> HttpFetcher:
    return HttpFetcher(user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),), limits=limits)


async def test_a_feed_is_fetched_through_its_own_proxy(server: FeedServer) -> None:
    """The proxy gets the whole address and dials itself; a name that only it knows is no matter."""
    proxied: list[str] = []

    async def proxy(request: web.BaseRequest) -> web.StreamResponse:
        proxied.append(str(request.url))
        return web.Response(body=BODY)

    async with _listening(proxy) as proxy_address, a_fetcher() as fetcher:
        feed = FetchRequest(url="http://hanya-proxy.invalid/rss", proxy=proxy_address)
        through = await fetcher.fetch(feed)
        direct = await fetcher.fetch(FetchRequest(url=server.put("/rss", Reply(body=BODY))))

    assert (through.outcome, through.body) == (FetchOutcome.NEW, BODY)
    assert direct.outcome is FetchOutcome.NEW
    assert proxied == ["http://hanya-proxy.invalid/rss"]


async def test_a_proxy_leads_to_no_private_address() -> None:
    async with a_fetcher() as fetcher:
        feed = FetchRequest(url="http://10.0.0.1/rss", proxy="http://127.0.0.1:9")
        fetched = await fetcher.fetch(feed)

    assert fetched.outcome is FetchOutcome.REFUSED


async def test_a_dead_proxy_is_told(server: FeedServer) -> None:
    url = server.put("/rss", Reply(body=BODY))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        # Bound and not listening: whoever connects is refused.
        dead = f"http://127.0.0.1:{free.getsockname()[1]}"
        async with a_fetcher() as fetcher:
            fetched = await fetcher.fetch(FetchRequest(url=url, proxy=dead))

    assert fetched.outcome is FetchOutcome.UNREACHABLE
    assert server.paths() == []


async def test_a_host_that_takes_no_connection_is_given_up() -> None:
    """Its queue is full and it accepts nobody: the kernel drops what knocks, for ever."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        address = deaf.getsockname()
        with ExitStack() as stack:
            for _ in range(4):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(address)
            limits = replace(LIMITS, connect=timedelta(milliseconds=200))
            async with a_fetcher(limits) as fetcher:
                url = f"http://127.0.0.1:{address[1]}/rss"
                fetched = await fetcher.fetch(FetchRequest(url=url))

    assert fetched.outcome is FetchOutcome.TIMEOUT


@asynccontextmanager
async def _listening(
    handler: Handler,
) -> AsyncIterator[str]:
    """A small HTTP proxy: it gets every request whole."""
    runner = web.ServerRunner(web.Server(handler))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
