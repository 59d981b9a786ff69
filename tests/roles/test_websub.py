"""WebSub with a real hub, a real feed server and our real callback, all over loopback."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.engine.offload import WorkerPool
from bot.feeds.fetch import HttpFetcher
from bot.feeds.schedule import PollPolicy
from bot.hubs import HubLine, HubStage
from bot.model import Feed
from bot.ports import Storage
from bot.roles.poll import PollTools, poll_round
from bot.roles.pushed import PushedBodies
from bot.roles.websub import HubTools, websub_round
from bot.web import server as web_server
from bot.web.websub import HubDoor
from storage.opening import open_storage
from tests.fakes.clock import START, FakeClock
from tests.fakes.feedserver import FeedServer, Reply, feed_server


@dataclass(slots=True)
class Hub:
    """Takes requests and does what a hub does, when the test says so."""

    status: int = 202
    forms: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=self.status, text="" if self.status < 300 else "too busy")

    async def verify(self, **other: str) -> tuple[int, str]:
        """Ask back about the last request, as it was or with something else in it."""
        form = self.forms[-1]
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "tantangan",
            "hub.lease_seconds": "864000",
        } | {f"hub.{name}": value for name, value in other.items()}
        async with (
            aiohttp.ClientSession() as http,
            http.get(form["hub.callback"], params=query) as answer,
        ):
            return answer.status, await answer.text()

    async def push(self, body: bytes, secret: str = "") -> int:
        form = self.forms[0]
        key = (secret or form["hub.secret"]).encode()
        headers = {"X-Hub-Signature": "sha256=" + hmac.new(key, body, "sha256").hexdigest()}
        async with (
            aiohttp.ClientSession() as http,
            http.post(form["hub.callback"], data=BytesIO(body), headers=headers) as answer,
        ):
            return answer.status


@dataclass(slots=True)
class World:
    server: FeedServer
    hub: Hub
    storage: Storage
    clock: FakeClock
    poll: PollTools
    hubs: HubTools

    async def subscribe(self) -> None:
        """A feed that names the hub is polled and its line verified."""
        await self.poll_first(self.body("1"))
        await websub_round(self.hubs)
        assert await self.hub.verify() == (200, "tantangan")

    async def poll_first(self, body: bytes) -> None:
        url = self.server.put("/rss", Reply(body=body))
        await self.storage.feeds.sync([Feed(url=url, outlet="A")], START)
        await poll_round(self.poll)

    def body(self, *links: str) -> bytes:
        hub, own = self.server.url("/hub"), self.server.url("/rss")
        items = "".join(
            f"<item><title>{link}</title><link>https://a.example/{link}</link></item>"
            for link in links
        )
        return (
            "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>A</title>"
            f"<a:link rel='hub' href='{hub}'/><a:link rel='self' href='{own}'/>{items}"
            "</channel></rss>"
        ).encode()

    async def line(self) -> HubLine | None:
        token = self.hub.forms[0]["hub.callback"].rpartition("/")[2]
        return await self.storage.hubs.of_token(token)

    async def stage(self) -> HubStage | None:
        line = await self.line()
        return None if line is None else line.stage


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    hub, clock, bodies, pool = Hub(), FakeClock(START), PushedBodies(), WorkerPool()
    async with (
        feed_server() as server,
        open_storage(f"sqlite+aiosqlite:///{tmp_path / 'hub.db'}") as storage,
        HttpFetcher(user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),)) as fetcher,
    ):
        server.put("/hub", hub.answer)
        poll = PollTools(
            feeds=storage.feeds,
            fetcher=fetcher,
            offload=pool,
            clock=clock,
            policy=PollPolicy(),
            pushed=bodies,
        )
        tools = HubTools(
            hubs=storage.hubs,
            feeds=storage.feeds,
            fetcher=fetcher,
            clock=clock,
            callback="",
            bodies=bodies,
            wake=lambda: None,
        )
        probes = web_server.Probes(unwell=nothing, unready=nothing, metrics=no_metrics)
        serving = web_server.serve(("127.0.0.1", 0), probes, hubs=HubDoor(tools))
        async with serving as base:
            asking = replace(tools, callback=f"{base}/websub/")
            yield World(server, hub, storage, clock, poll, asking)
    await pool.close()


async def nothing() -> tuple[str, ...]:
    return ()


async def no_metrics() -> bytes:
    return b""


async def test_pushed_news_are_stored_without_a_fetch(world: World) -> None:
    await world.subscribe()
    asked = world.server.paths().count("/rss")

    status = await world.hub.push(world.body("2"))
    report = await poll_round(world.poll)

    assert status == 202
    assert report.counts["new_entries"] == 1
    assert world.server.paths().count("/rss") == asked
    assert (await world.storage.stats())["entries"] == 2


async def test_push_moves_no_poll(world: World) -> None:
    await world.subscribe()
    [before] = await world.storage.feeds.all()

    await world.hub.push(world.body("2"))
    await poll_round(world.poll)

    [after] = await world.storage.feeds.all()
    assert after.next_poll == before.next_poll
    assert await world.storage.feeds.next_due() == before.next_poll
    assert after.pushed == world.clock.now()


async def test_hub_is_asked_once_and_again_before_the_lease_ends(world: World) -> None:
    await world.subscribe()
    await websub_round(world.hubs)
    assert len(world.hub.forms) == 1

    world.clock.advance(timedelta(days=8))
    await websub_round(world.hubs)

    assert len(world.hub.forms) == 2
    assert world.hub.forms[1]["hub.callback"] == world.hub.forms[0]["hub.callback"]
    assert await world.stage() is HubStage.ACTIVE


async def test_push_with_a_wrong_signature_changes_nothing(world: World) -> None:
    await world.subscribe()

    status = await world.hub.push(world.body("2"), secret="lain")
    await poll_round(world.poll)

    assert status == 202
    assert (await world.storage.stats())["entries"] == 1


@pytest.mark.parametrize("size", [0, 1, 2_000_001], ids=["empty", "no feed", "too large"])
async def test_push_that_can_not_be_read_makes_the_feed_be_fetched(world: World, size: int) -> None:
    await world.subscribe()
    world.server.put("/rss", Reply(body=world.body("1", "2")))

    status = await world.hub.push(b" " * size)
    report = await poll_round(world.poll)

    assert status == 202
    assert report.counts["new_entries"] == 1


async def test_push_is_polled_when_the_program_ended_before_reading_it(world: World) -> None:
    await world.subscribe()
    world.server.put("/rss", Reply(body=world.body("1", "2")))

    await world.hub.push(world.body("2"))
    report = await poll_round(replace(world.poll, pushed=PushedBodies()))

    assert report.counts["new_entries"] == 1


@pytest.mark.parametrize(
    "other",
    [{"topic": "https://lain.example/rss"}, {"mode": "unsubscribe"}, {"challenge": ""}],
    ids=["topic", "mode", "challenge"],
)
async def test_nobody_else_verifies_a_line(world: World, other: dict[str, str]) -> None:
    await world.subscribe()

    status, _ = await world.hub.verify(**other)

    assert status == 404
    assert await world.stage() is HubStage.ACTIVE


@pytest.mark.parametrize("token", ["0" * 32, "x"])
async def test_unknown_addresses_answer_nothing(world: World, token: str) -> None:
    await world.subscribe()
    world.hub.forms[0]["hub.callback"] = world.hubs.callback + token

    assert (await world.hub.verify())[0] == 404
    assert await world.hub.push(world.body("2")) == 410


async def test_removed_feed_is_unsubscribed(world: World) -> None:
    await world.subscribe()
    await world.storage.feeds.sync([], START)

    await websub_round(world.hubs)

    assert world.hub.forms[-1]["hub.mode"] == "unsubscribe"
    assert await world.hub.push(world.body("2")) == 410
    assert await world.hub.verify() == (200, "tantangan")
    assert await world.stage() is None


async def test_failing_hub_is_asked_later(world: World) -> None:
    world.hub.status = 503
    await world.poll_first(world.body("1"))

    report = await websub_round(world.hubs)
    again = await websub_round(world.hubs)

    assert (report.done, report.failed, again.done) == (1, 1, 0)
    line = await world.line()
    assert line is not None
    assert line.detail == "the hub answers 503 too busy"
    assert line.due == START + timedelta(minutes=15)


async def test_hub_in_a_private_network_is_not_asked(world: World) -> None:
    ours = world.server.url("/hub").encode()
    await world.poll_first(world.body("1").replace(ours, b"http://10.0.0.1/hub"))

    report = await websub_round(world.hubs)

    assert (report.done, report.failed) == (1, 1)
    [line] = await world.storage.hubs.due(START + timedelta(hours=1), 10)
    assert "is not public" in line.detail


async def test_denied_line_is_not_pushed(world: World) -> None:
    await world.subscribe()

    status, _ = await world.hub.verify(mode="denied", reason="closed")

    assert status == 200
    assert await world.stage() is HubStage.WANTED


async def test_link_headers_name_the_hub(world: World) -> None:
    body = b"<rss version='2.0'><channel><title>A</title></channel></rss>"
    link = f'<{world.server.url("/hub")}>; rel="hub"'
    url = world.server.put("/rss", Reply(body=body, headers={"Link": link}))
    await world.storage.feeds.sync([Feed(url=url, outlet="A")], START)
    await poll_round(world.poll)

    await websub_round(world.hubs)

    assert [form["hub.topic"] for form in world.hub.forms] == [url]
