from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bot.ops.sample import NETWORKS, STEP, SampleSite, find_folder, serve


@dataclass
class Hands:
    """A clock that stands still until it is moved."""

    time: datetime = field(default=datetime(2026, 11, 24, 5, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def site(hands: Hands) -> AsyncIterator[SampleSite]:
    async with serve(find_folder(), hands.now) as site:
        yield site


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def test_every_feed_of_the_catalogue_answers(
    site: SampleSite, session: ClientSession
) -> None:
    for feed in site.feeds:
        async with session.get(feed.url) as response:
            assert response.status == 200
            assert response.content_type in {
                "application/rss+xml",
                "application/atom+xml",
                "application/feed+json",
            }


async def test_unchanged_feed_answers_304(site: SampleSite, session: ClientSession) -> None:
    url = site.feeds[0].url
    async with session.get(url) as first:
        tag = first.headers["ETag"]

    async with session.get(url, headers={"If-None-Match": tag}) as second:
        assert second.status == 304
        assert await second.read() == b""


async def test_world_moves_on_with_the_clock(
    site: SampleSite, session: ClientSession, hands: Hands
) -> None:
    url = f"{site.base_url}/kabar-trembesi/feed.xml"
    async with session.get(url) as response:
        before = await response.text()
        tag = response.headers["ETag"]
    hands.time += STEP

    async with session.get(url, headers={"If-None-Match": tag}) as response:
        after = await response.text()

    assert "lima orang" not in before
    assert "Korban meninggal gempa Halmahera bertambah menjadi lima orang" in after


@pytest.mark.parametrize("suffix", ["", "/amp", "?utm_source=rss"])
async def test_article_answers_at_every_address(
    site: SampleSite, session: ClientSession, suffix: str
) -> None:
    url = f"{site.base_url}/niaga-cempaka/rupiah-ihsg-penutupan.html{suffix}"
    async with session.get(url) as response:
        html = await response.text()

    assert "<h1>IHSG ditutup naik 0,4 persen ditopang saham perbankan</h1>" in html


async def test_article_of_a_later_step_is_not_there_yet(
    site: SampleSite, session: ClientSession
) -> None:
    url = f"{site.base_url}/kabar-trembesi/korban-gempa-halmahera-bertambah.html"
    async with session.get(url) as response:
        assert response.status == 404


@pytest.mark.parametrize("path", ["/tidak-ada/feed.xml", "/kabar-trembesi/tidak-ada.html"])
async def test_unknown_address_answers_404(
    site: SampleSite, session: ClientSession, path: str
) -> None:
    async with session.get(site.base_url + path) as response:
        assert response.status == 404


async def test_robots_allow_articles(site: SampleSite, session: ClientSession) -> None:
    async with session.get(f"{site.base_url}/robots.txt") as response:
        assert await response.text() == "User-agent: *\nDisallow: /pencarian\n"


async def test_pictures_are_served(site: SampleSite, session: ClientSession) -> None:
    async with session.get(f"{site.base_url}/kabar-trembesi/any.png") as response:
        assert response.content_type == "image/png"


async def test_site_lies_in_its_networks(site: SampleSite) -> None:
    address = ip_address(urlsplit(site.base_url).hostname or "")

    assert any(address in network for network in NETWORKS)
