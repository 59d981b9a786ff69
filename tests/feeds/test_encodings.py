"""Compressed answers: every encoding that we ask for, and bombs in each of them."""

import gzip
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import brotli
import pytest

from bot.feeds.fetch import Fetched, FetchLimits, FetchOutcome, FetchRequest, HttpFetcher
from tests.fakes.feedserver import Reply, feed_server

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b"<rss version='2.0'>" + b"<item/>" * 1000 + b"</rss>"
ENCODINGS = pytest.mark.parametrize(
    ("name", "compress"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress),
     ("zstd", zstd.compress)],
)  # fmt: skip
Compress = Callable[[bytes], bytes]


async def fetch(body: bytes, encoding: str) -> Fetched:
    limits = FetchLimits(feed_bytes=1_000_000, whole=timedelta(seconds=60))
    async with (
        feed_server() as server,
        HttpFetcher(
            user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),), limits=limits
        ) as fetcher,
    ):
        url = server.put("/rss", Reply(body=body, headers={"Content-Encoding": encoding}))
        fetched = await fetcher.fetch(FetchRequest(url=url))
        assert encoding in server.asked[0].headers["Accept-Encoding"]
        return fetched


@ENCODINGS
async def test_compressed_feeds_are_unpacked(name: str, compress: Compress) -> None:
    assert (await fetch(compress(BODY), name)).body == BODY


@ENCODINGS
async def test_bombs_are_stopped(name: str, compress: Compress) -> None:
    fetched = await fetch(compress(bytes(20_000_000)), name)

    assert (fetched.outcome, fetched.body) == (FetchOutcome.TOO_LARGE, b"")
