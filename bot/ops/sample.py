"""Serves the bundled fictional outlets on loopback, for the demo and for tests."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network
from pathlib import Path

from aiohttp import web

from bot.model import Feed
from bot.ops.sample_documents import content_type, feed_document
from bot.ops.sample_outlets import (
    STEP,
    SampleFeed,
    SampleOutlet,
    find_folder,
    items_at,
    load_outlets,
    sample_feeds,
)
from bot.ops.sample_pages import page, picture

__all__ = [
    "NETWORKS",
    "STEP",
    "SampleOutlet",
    "SampleSite",
    "feed_document",
    "find_folder",
    "load_outlets",
    "page",
    "sample_feeds",
    "serve",
]

# The guard against private addresses must let these through, or no sample can be fetched.
NETWORKS = (IPv4Network("127.0.0.0/8"),)

_ROBOTS = "User-agent: *\nDisallow: /pencarian\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    """A running server of the sample outlets."""

    base_url: str
    feeds: tuple[Feed, ...]


@asynccontextmanager
async def serve(folder: Path, clock_now: Callable[[], datetime]) -> AsyncIterator[SampleSite]:
    """Serve a folder of outlets on a free loopback port until the block ends.

    The world begins now and moves on by one step every STEP.
    """
    outlets = load_outlets(folder)
    app = web.Application()
    runner = web.AppRunner(app, access_log=None)
    world = _World(outlets={o.slug: o for o in outlets}, began=clock_now(), clock_now=clock_now)
    app.router.add_get("/robots.txt", _robots)
    app.router.add_get("/{outlet}/{path:.+}", world.answer)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        base_url = f"http://{host}:{port}"
        yield SampleSite(base_url=base_url, feeds=sample_feeds(base_url, outlets))
    finally:
        await runner.cleanup()


async def _robots(_: web.Request) -> web.Response:
    return web.Response(text=_ROBOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    outlets: dict[str, SampleOutlet]
    began: datetime
    clock_now: Callable[[], datetime]

    @property
    def step(self) -> int:
        return int((self.clock_now() - self.began) / STEP)

    async def answer(self, request: web.Request) -> web.Response:
        outlet = self.outlets.get(request.match_info["outlet"])
        if outlet is None:
            raise web.HTTPNotFound
        base_url = f"{request.scheme}://{request.host}"
        path = request.match_info["path"].removesuffix("/amp")
        feed = next((feed for feed in outlet.feeds if feed.path == path), None)
        if feed is not None:
            return self._feed(request, outlet, feed, base_url)
        if path.endswith(".png"):
            return web.Response(body=picture(), content_type="image/png")
        return self._page(outlet, path, base_url)

    def _feed(
        self, request: web.Request, outlet: SampleOutlet, feed: SampleFeed, base_url: str
    ) -> web.Response:
        body = feed_document(outlet, base_url=base_url, now=self.began, step=self.step, feed=feed)
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        headers = {"ETag": tag, "Content-Type": f"{content_type(outlet.kind)}; charset=utf-8"}
        return web.Response(body=body, headers=headers)

    def _page(self, outlet: SampleOutlet, path: str, base_url: str) -> web.Response:
        for item in items_at(outlet, self.step):
            if path == f"{item.slug}.html":
                html = page(outlet, item, base_url, now=self.began)
                return web.Response(text=html, content_type="text/html")
        raise web.HTTPNotFound
