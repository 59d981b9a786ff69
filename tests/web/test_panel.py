"""The admins' page over HTTP: who gets in, how often, and what is shown."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.model import Feed
from bot.web import server
from bot.web.charts import bars
from bot.web.panel import Desk, Panel
from bot.web.passes import LINK_LASTS, PASS_LASTS, Passes
from storage import open_storage
from tests.fakes.clock import START, FakeClock
from tests.web.test_archive import mistakes
from tests.web.test_webhook import no_metrics, nothing_wrong

ADMIN, STRANGER = 91, 17


class Office:
    """A browser, the page, and the bot that gives links to it."""

    def __init__(self, base: str, desk: Desk, clock: FakeClock, http: aiohttp.ClientSession):
        self.base, self.desk, self.clock, self.http = base, desk, clock, http
        self._drawn = 0

    def link(self, admin: int = ADMIN) -> str:
        self._drawn += 1
        return self.desk.link(admin, f"{self._drawn:x}").replace(self.desk.url, self.base)

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.base + path) as answer:
            return answer.status, await answer.text()

    async def open(self, link: str) -> tuple[int, str]:
        async with self.http.post(link) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    clock = FakeClock(START)
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'p.db'}") as storage:
        feeds = [
            Feed(url="https://satu.example/rss", outlet='<b>Satu</b> & "Dua"'),
            Feed(url="https://dua.example/rss", outlet="Dua", section="ekonomi"),
        ]
        await storage.feeds.sync(feeds, clock.now())
        desk = Desk(
            storage=storage,
            passes=Passes(b"rahasia"),
            admins=frozenset({ADMIN}),
            now=clock.now,
            zone="Asia/Jakarta",
            url="http://panel.contoh.id",
        )
        probes = server.Probes(unwell=nothing_wrong, unready=nothing_wrong, metrics=no_metrics)
        async with (
            server.serve(("127.0.0.1", 0), probes, panel=Panel(desk)) as base,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
        ):
            yield Office(base, desk, clock, http)


async def test_link_opens_the_page_once(office: Office) -> None:
    link = office.link()

    first, page = await office.open(link)
    second, refused = await office.open(link)

    assert (first, second) == (200, 403)
    assert "Sumber (2)" in page
    assert "tidak berlaku lagi" in refused


async def test_looking_at_the_link_does_not_use_it_up(office: Office) -> None:
    """Telegram fetches what is sent, to show a preview."""
    link = office.link()

    looked, door = await office.get(link.removeprefix(office.base))

    assert looked == 200
    assert mistakes(door) == []
    assert (await office.open(link))[0] == 200


async def test_pass_lasts_an_hour(office: Office) -> None:
    await office.open(office.link())

    assert (await office.get("/panel"))[0] == 200
    office.clock.advance(PASS_LASTS)
    assert (await office.get("/panel"))[0] == 403


async def test_leaving_closes_the_page(office: Office) -> None:
    await office.open(office.link())
    async with office.http.post(f"{office.base}/panel/keluar") as answer:
        left = answer.status

    assert (left, (await office.get("/panel"))[0]) == (403, 403)


async def test_late_link_opens_nothing(office: Office) -> None:
    link = office.link()
    office.clock.advance(LINK_LASTS)

    assert (await office.open(link))[0] == 403


async def test_who_is_no_admin_any_more_stays_out(office: Office) -> None:
    assert (await office.open(office.link(STRANGER)))[0] == 403


@pytest.mark.parametrize("code", ["x", "91.1.0.aa", "91.99999999999.0." + "a" * 40])
async def test_made_up_codes_open_nothing(office: Office, code: str) -> None:
    assert (await office.open(f"{office.base}/panel/masuk/{code}"))[0] == 403


async def test_link_is_no_pass(office: Office) -> None:
    code = office.link().rpartition("/")[2]

    assert office.desk.passes.admin_of(code, office.clock.now()) is None


async def test_cookie_is_for_this_page_and_no_script(office: Office) -> None:
    async with office.http.post(office.link(), allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/panel" in cookie


async def test_page_is_whole_and_keeps_no_copy(office: Office) -> None:
    async with office.http.post(office.link()) as answer:
        page, headers = await answer.text(), answer.headers

    assert mistakes(page) == []
    assert "&lt;b&gt;Satu" in page
    assert page.count("<svg") == 4
    assert "style=" not in page
    assert "<script" not in page
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_guessing_is_slowed_down(office: Office) -> None:
    seen = [(await office.get("/panel"))[0] for _ in range(22)]
    office.clock.advance(timedelta(seconds=2))
    later, _ = await office.get("/panel")

    assert seen == [403] * 20 + [429] * 2
    assert later == 403


def test_bars_fill_the_picture_and_the_smallest_can_be_seen() -> None:
    found = bars((0, 1, 100))

    assert [bar.height for bar in found] == [0.5, 1.5, 24]
    assert [bar.top for bar in found] == [23.5, 22.5, 0]
    assert re.fullmatch(r"0 5 10", " ".join(str(bar.left) for bar in found))


def test_picture_of_nothing_has_no_height_to_speak_of() -> None:
    assert {bar.height for bar in bars((0, 0))} == {0.5}
