"""Names and the addresses behind them: only what is dialled counts."""

import socket
from ipaddress import ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds.fetch import Fetched, FetchOutcome, FetchRequest, HttpFetcher
from tests.fakes.feedserver import FeedServer, Reply, feed_server


class Names(AbstractResolver):
    """Every name has these addresses; each look-up takes the next list, the last for ever."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        addresses = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in addresses
        ]

    async def close(self) -> None: ...


async def fetch_by_name(server: FeedServer, names: Names, network: str = "127.0.0.0/8") -> Fetched:
    url = server.put("/rss", Reply(body=b"<rss version='2.0'/>"))
    async with HttpFetcher(
        user_agent="x", allow_networks=(ip_network(network),), resolver=names
    ) as fetcher:
        return await fetcher.fetch(FetchRequest(url=url.replace("127.0.0.1", "berita.example")))


async def test_a_name_with_private_addresses_only_is_refused() -> None:
    async with feed_server() as server:
        fetched = await fetch_by_name(server, Names(("127.0.0.1", "10.0.0.1")), "192.0.2.0/24")

    assert fetched.outcome is FetchOutcome.REFUSED
    assert server.asked == []


async def test_of_several_addresses_a_private_one_is_passed_over() -> None:
    async with feed_server() as server:
        fetched = await fetch_by_name(server, Names(("10.0.0.1", "127.0.0.1")))

    assert fetched.outcome is FetchOutcome.NEW


async def test_a_name_that_changes_its_address_is_judged_by_the_dialled_one() -> None:
    """Rebinding: what an earlier look-up said does not matter, since nothing relies on it."""
    names = Names(("127.0.0.1",), ("10.0.0.1",))
    async with feed_server() as server:
        first = await fetch_by_name(server, names)
        second = await fetch_by_name(server, names)

    assert (first.outcome, second.outcome) == (FetchOutcome.NEW, FetchOutcome.REFUSED)
    assert names.asked == 2
