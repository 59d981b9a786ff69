"""The fetcher against a real server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network

import pytest

from bot.feeds.fetch import Fetched, FetchLimits, FetchOutcome, FetchRequest, HttpFetcher
from tests.fakes.feedserver import FeedServer, Reply, bomb, endless, feed_server

LOOPBACK = (ip_network("127.0.0.0/8"),)
# Patient: however busy the machine, only a server that hangs for ever is too slow.
LIMITS = FetchLimits(
    feed_bytes=100_000,
    page_bytes=20_000,
    first_byte=timedelta(seconds=60),
    whole=timedelta(seconds=90),
)
BODY = b"<rss version='2.0'/>"


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as running:
        yield running


def a_fetcher(limits: FetchLimits = LIMITS) -> HttpFetcher:
    return HttpFetcher(
        user_agent="Sariwarta/0.1 (+mailto:a@b.id)", allow_networks=LOOPBACK, limits=limits
    )


@pytest.fixture
async def fetcher() -> AsyncIterator[HttpFetcher]:
    async with a_fetcher() as running:
        yield running


async def test_a_document_comes_with_its_validators(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    headers = {"Last-Modified": "Mon, 02 Feb 2026 00:00:00 GMT", "Cache-Control": "max-age=60"}
    url = server.put("/rss", Reply(body=BODY, headers=headers, etag=True))

    fetched = await fetcher.fetch(FetchRequest(url=url))

    assert (fetched.outcome, fetched.status, fetched.body) == (FetchOutcome.NEW, 200, BODY)
    assert fetched.etag.startswith('"')
    assert fetched.last_modified == headers["Last-Modified"]
    assert fetched.fresh_for == timedelta(minutes=1)
    assert fetched.final_url == url


async def test_an_unchanged_document_does_not_come(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    url = server.put("/rss", Reply(body=BODY, etag=True))
    first = await fetcher.fetch(FetchRequest(url=url))

    second = await fetcher.fetch(
        FetchRequest(url=url, etag=first.etag, last_modified="Mon, 02 Feb 2026 00:00:00 GMT")
    )

    assert (second.outcome, second.body, second.etag) == (FetchOutcome.SAME, b"", first.etag)
    assert server.asked[-1].headers["If-Modified-Since"] == "Mon, 02 Feb 2026 00:00:00 GMT"


async def test_the_bot_names_itself(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.put("/rss", Reply(body=BODY))

    await fetcher.fetch(FetchRequest(url=url, headers=(("X-Key", "rahasia"),)))

    assert server.asked[0].headers["User-Agent"] == "Sariwarta/0.1 (+mailto:a@b.id)"
    assert server.asked[0].headers["X-Key"] == "rahasia"
    assert "gzip" in server.asked[0].headers["Accept-Encoding"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        pytest.param(Reply(status=404), FetchOutcome.GONE, id="not found"),
        pytest.param(Reply(status=410), FetchOutcome.GONE, id="gone"),
        pytest.param(Reply(status=403), FetchOutcome.WALLED, id="forbidden"),
        pytest.param(Reply(status=429), FetchOutcome.THROTTLED, id="too many"),
        pytest.param(Reply(status=500), FetchOutcome.SERVER_ERROR, id="server error"),
        pytest.param(Reply(status=503), FetchOutcome.SERVER_ERROR, id="unavailable"),
        pytest.param(
            Reply(status=503, headers={"Retry-After": "5"}), FetchOutcome.THROTTLED, id="come later"
        ),
        pytest.param(
            Reply(body=b"<!doctype html><title>Just a moment...</title>"),
            FetchOutcome.WALLED,
            id="bot wall with status 200",
        ),
        pytest.param(bomb(50_000_000), FetchOutcome.TOO_LARGE, id="gzip bomb"),
        pytest.param(Reply(body=bytes(100_001)), FetchOutcome.TOO_LARGE, id="too large"),
        pytest.param(
            Reply(body=b"bukan gzip" * 9, headers={"Content-Encoding": "gzip"}),
            FetchOutcome.UNREACHABLE,
            id="no gzip",
        ),
        pytest.param(
            Reply(body=b"x", headers={"X-Big": "x" * 90_000}),
            FetchOutcome.SERVER_ERROR,
            id="header",
        ),
        pytest.param(
            Reply(status=302, headers={"Location": "file:///etc/passwd"}),
            FetchOutcome.SERVER_ERROR,
            id="redirect to a file",
        ),
        pytest.param(Reply(status=302), FetchOutcome.SERVER_ERROR, id="redirect to nowhere"),
        pytest.param(
            Reply(status=302, headers={"Location": "http://10.0.0.1/"}),
            FetchOutcome.REFUSED,
            id="redirect into a private network",
        ),
        pytest.param(
            Reply(status=302, headers={"Location": "http://[::ffff:192.168.1.1]/"}),
            FetchOutcome.REFUSED,
            id="redirect to a mapped private address",
        ),
    ],
)
async def test_outcomes(
    server: FeedServer, fetcher: HttpFetcher, reply: Reply, outcome: FetchOutcome
) -> None:
    fetched = await fetcher.fetch(FetchRequest(url=server.put("/rss", reply)))

    assert (fetched.outcome, fetched.body) == (outcome, b"")
    assert fetched.detail


async def test_large_headers_of_real_feeds_pass(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.put("/rss", Reply(body=BODY, headers={"X-Big": "x" * 20_000}))

    assert (await fetcher.fetch(FetchRequest(url=url))).outcome is FetchOutcome.NEW


SOON = timedelta(seconds=0.2)


@pytest.mark.parametrize("behaviour", ["hold", "drip"])
@pytest.mark.parametrize(
    "hasty", [replace(LIMITS, first_byte=SOON), replace(LIMITS, whole=SOON)], ids=["byte", "whole"]
)
async def test_silent_servers_time_out(
    server: FeedServer, behaviour: str, hasty: FetchLimits
) -> None:
    url = server.put("/rss", getattr(server, behaviour))

    async with a_fetcher(hasty) as fetcher:
        fetched = await fetcher.fetch(FetchRequest(url=url))

    assert fetched.outcome is FetchOutcome.TIMEOUT


async def test_endless_documents_are_cut_off(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.put("/rss", endless)

    assert (await fetcher.fetch(FetchRequest(url=url))).outcome is FetchOutcome.TOO_LARGE


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("ftp://a.id/x", FetchOutcome.BAD_URL),
        ("http://", FetchOutcome.BAD_URL),
        ("http://127.0.0.1:1/x", FetchOutcome.UNREACHABLE),
        ("http://169.254.169.254/latest", FetchOutcome.REFUSED),
        ("http://[::1]/x", FetchOutcome.REFUSED),
    ],
)
async def test_bad_addresses(fetcher: HttpFetcher, url: str, outcome: FetchOutcome) -> None:
    assert (await fetcher.fetch(FetchRequest(url=url))).outcome is outcome


async def test_names_that_lead_home_are_refused(server: FeedServer) -> None:
    """The check looks at the dialled address, so a name can not hide it."""
    url = server.put("/rss", Reply(body=BODY)).replace("127.0.0.1", "localhost")

    async with HttpFetcher(user_agent="Sariwarta/0.1", limits=LIMITS) as closed:
        fetched = await closed.fetch(FetchRequest(url=url))

    assert fetched.outcome is FetchOutcome.REFUSED
    assert "ALLOW_NETWORKS" in fetched.detail
    assert server.asked == []


async def follow(server: FeedServer, fetcher: HttpFetcher, *statuses: int) -> Fetched:
    server.put(f"/{len(statuses)}", Reply(body=BODY))
    for number, status in enumerate(statuses):
        server.put(f"/{number}", Reply(status=status, headers={"Location": f"/{number + 1}"}))
    return await fetcher.fetch(FetchRequest(url=server.url("/0")))


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((307,), "")],
)
async def test_only_permanent_redirects_move_a_feed(
    server: FeedServer, fetcher: HttpFetcher, statuses: tuple[int, ...], moved_to: str
) -> None:
    fetched = await follow(server, fetcher, *statuses)

    assert fetched.outcome is FetchOutcome.NEW
    assert fetched.moved_permanently_to.removeprefix(server.base) == moved_to
    assert fetched.final_url == server.url(f"/{len(statuses)}")


async def test_redirects_end(server: FeedServer, fetcher: HttpFetcher) -> None:
    assert (await follow(server, fetcher, *[302] * 5)).outcome is FetchOutcome.NEW
    assert (await follow(server, fetcher, *[302] * 6)).outcome is FetchOutcome.SERVER_ERROR


async def test_own_headers_stay_with_their_host(server: FeedServer, fetcher: HttpFetcher) -> None:
    async with feed_server() as other:
        target = other.put("/rss", Reply(body=BODY))
        url = server.put("/rss", Reply(status=302, headers={"Location": target}))

        await fetcher.fetch(FetchRequest(url=url, headers=(("Authorization", "Basic x"),)))

    assert "Authorization" in server.asked[0].headers
    assert "Authorization" not in other.asked[0].headers


async def test_robots_txt_rules_pages_and_not_feeds(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    server.put("/robots.txt", Reply(body=b"User-agent: sariwarta\nDisallow: /premium/"))
    url = server.put("/premium/1", Reply(body=BODY))
    server.put("/bebas/1", Reply(body=BODY))

    page = await fetcher.fetch(FetchRequest(url=url, kind="page"))
    feed = await fetcher.fetch(FetchRequest(url=url))
    free = await fetcher.fetch(FetchRequest(url=server.url("/bebas/1"), kind="page"))

    assert (page.outcome, "robots.txt" in page.detail) == (FetchOutcome.REFUSED, True)
    assert (feed.outcome, free.outcome) == (FetchOutcome.NEW, FetchOutcome.NEW)
    assert server.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("status", "outcome"), [(404, FetchOutcome.NEW), (500, FetchOutcome.REFUSED)]
)
async def test_missing_robots_txt_permits_and_a_broken_one_does_not(
    server: FeedServer, fetcher: HttpFetcher, status: int, outcome: FetchOutcome
) -> None:
    server.put("/robots.txt", Reply(status=status))
    url = server.put("/1", Reply(body=BODY))

    assert (await fetcher.fetch(FetchRequest(url=url, kind="page"))).outcome is outcome


async def test_pages_have_a_smaller_limit(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.put("/1", Reply(body=bytes(20_001)))

    assert (await fetcher.fetch(FetchRequest(url=url))).outcome is FetchOutcome.NEW
    assert (
        await fetcher.fetch(FetchRequest(url=url, kind="page"))
    ).outcome is FetchOutcome.TOO_LARGE


async def test_connections_are_bounded(server: FeedServer) -> None:
    url = server.put("/rss", Reply(body=BODY))
    limits = FetchLimits(in_flight=4)

    async with HttpFetcher(user_agent="x", allow_networks=LOOPBACK, limits=limits) as narrow:
        fetched = await asyncio.gather(*(narrow.fetch(FetchRequest(url=url)) for _ in range(40)))

    assert {answer.outcome for answer in fetched} == {FetchOutcome.NEW}
    assert server.most_open <= 4


async def test_cancellation_passes(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.put("/rss", server.hold)
    task = asyncio.create_task(fetcher.fetch(FetchRequest(url=url)))
    await server.first_request.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
