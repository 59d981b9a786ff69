"""The public pages over HTTP, on a database that the main job's tests would know."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

import aiohttp
import feedparser
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parse import parse
from bot.model import Quote, StoryId
from bot.ports import Storage
from bot.stories.topics.catalogue import builtin
from bot.web import server
from bot.web.archive import Archive, Source
from bot.web.guarding import Bucket
from bot.web.permalinks import Permalinks
from storage import open_storage
from tests.storage.test_released import RELEASED, load
from tests.web.test_webhook import no_metrics, nothing_wrong

EVIL = '<script>alert(1)</script> & "kutip"'
SITE = "https://warta.contoh.id"
PERMALINKS = Permalinks(SITE, b"rahasia")
EDITION = f"/edisi/{PERMALINKS.code([StoryId(17), StoryId(13)])}"
TEMPLATES = Path(__file__).parents[2] / "bot" / "web" / "templates"


def mistakes(page: str) -> list[str]:
    """What HTML's own rules of parsing call an error; tags that are not closed among them."""
    parser = html5lib.HTMLParser()
    parser.parse(page)
    return [code for _, code, _ in parser.errors]


async def opml() -> str:
    return "<opml/>"


def filled(path: Path) -> datetime:
    """A database with stories, one of them hostile; returns a moment after all of them."""
    load(RELEASED[0], path)
    with closing(connect(path)) as database, database:
        database.execute("UPDATE entries SET title = ? WHERE story_id = 13", (EVIL,))
        database.execute("UPDATE entries SET link = 'javascript:alert(1)' WHERE story_id = 13")
        [newest] = database.execute("SELECT max(published) FROM entries").fetchone()
    return datetime.fromtimestamp(newest / 1e6, UTC) + timedelta(hours=1)


async def develop(storage: Storage) -> None:
    """The newest report of story 17 brings something that was not known before."""
    [story] = await storage.stories.get([StoryId(17)])
    newest = max(story.reports, key=lambda report: report.published)
    told = Quote(text="Jembatan dibuka lagi.", entry_id=newest.id, outlet=newest.outlet)
    await storage.stories.finish(story.id, story.topics, story.summary, news=(told,))


def edit(path: Path, now: datetime) -> None:
    """The outlet of one report of story 17 has changed its headline."""
    with closing(connect(path)) as database, database:
        database.execute(
            "UPDATE entries SET edited = ?, first_title = ?"
            " WHERE id = (SELECT min(id) FROM entries WHERE story_id = 17)",
            (int(now.timestamp() * 1e6), EVIL),
        )


@pytest.fixture
async def base(tmp_path: Path) -> AsyncIterator[str]:
    now = filled(tmp_path / "old.db")
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}") as storage:
        await develop(storage)
        edit(tmp_path / "old.db", now)
        source = Source(
            storage=storage,
            topics=builtin(),
            sources=opml,
            now=lambda: now,
            zone="Asia/Jakarta",
            url=SITE,
            permalinks=PERMALINKS,
        )
        probes = server.Probes(unwell=nothing_wrong, unready=nothing_wrong, metrics=no_metrics)
        async with server.serve(("127.0.0.1", 0), probes, None, Archive(source)) as address:
            yield address


async def got(url: str, language: str = "id") -> tuple[int, str, Mapping[str, str]]:
    headers = {"Accept-Language": language}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/topik/irak",
        "/berita/13",
        "/berita/17",
        EDITION,
        "/cari?q=Basra",
        "/cari",
        "/berita/999",
    ],
)
async def test_pages_are_whole_and_load_nothing_foreign(base: str, path: str) -> None:
    _, page, headers = await got(base + path)

    assert mistakes(page) == []
    assert page.count("<h1>") == 1
    assert "<script" not in page
    assert "javascript:" not in page
    assert re.findall(r'<(?:link|img|script)[^>]+(?:src|href)="http', page) == []
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_story_names_the_outlet_of_every_sentence_and_all_reports(base: str) -> None:
    status, page, _ = await got(f"{base}/berita/17")

    assert status == 200
    assert page.count("<cite>") >= 1
    assert page.count("<li>") >= 1
    assert "WIB" in page


async def test_search_finds_and_says_how_many(base: str) -> None:
    _, page, _ = await got(f"{base}/cari?q=Basra")
    _, nothing, _ = await got(f"{base}/cari?q=%3Cb%3Etidakada")
    _, not_asked, _ = await got(f"{base}/cari")

    assert "Basra" in page
    assert "0 berita" in nothing
    assert "Coba kata lain" in nothing
    assert "misalnya harga beras" in not_asked
    assert "<b>tidakada" not in nothing


async def test_english_readers_get_english_words(base: str) -> None:
    _, page, _ = await got(base, "en-GB,en;q=0.9,id;q=0.5")

    assert '<html lang="en">' in page
    assert "Latest stories" in page


@pytest.mark.parametrize("path", ["/berita/999", "/topik/bukan-topik", "/topik/bukan-topik.rss"])
async def test_what_is_not_there_is_said_in_a_page(base: str, path: str) -> None:
    status, page, _ = await got(base + path)

    assert status == 404
    assert "Halaman ini tidak ada" in page
    assert '<a href="/">Berita terbaru</a>' in page


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
async def test_feeds_are_read_by_our_own_parser_and_another(base: str, form: str) -> None:
    status, text, _ = await got(f"{base}/topik/irak.{form}")

    ours = parse(text.encode(), url=f"https://warta.contoh.id/topik/irak.{form}")
    # What looks like markup is taken out of a title by readers of feeds, and ours is one.
    titles = [entry.title for entry in ours.entries if "kutip" not in entry.title]
    assert status == 200
    assert titles
    assert ours.complaints == ()
    assert all(e.link.startswith("https://warta.contoh.id/berita/") for e in ours.entries)
    if form == "json":
        assert [i["title"] for i in json.loads(text)["items"] if i["title"] != EVIL] == titles
    else:
        other = feedparser.parse(text)
        assert not other.bozo
        assert [e.title for e in other.entries if e.title != EVIL] == titles
        assert "<script" not in text


async def test_digest_can_be_read_at_its_address(base: str) -> None:
    """In the digest's order; search engines are asked to leave it alone."""
    status, page, headers = await got(base + EDITION)

    assert status == 200
    assert re.findall(r"/berita/(\d+)", page) == ["17", "13"]
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("code", ["A" * 20, PERMALINKS.code([StoryId(17)])[:-1] + "x", "A" * 12])
async def test_nobody_makes_an_edition_of_their_own(base: str, code: str) -> None:
    status, _, _ = await got(f"{base}/edisi/{code}")

    assert status == 404


@given(st.lists(st.integers(1, 2**40), max_size=24))
def test_address_holds_its_stories(numbers: list[int]) -> None:
    stories = tuple(map(StoryId, numbers))

    assert PERMALINKS.stories(PERMALINKS.code(stories)) == stories


async def test_too_many_requests_are_answered_with_a_pause(base: str) -> None:
    """Sixty at once are served, whoever asks on is told to wait; probes never are."""
    async with aiohttp.ClientSession() as http:
        seen = []
        for _ in range(70):
            async with http.get(f"{base}/gaya.css") as answer:
                seen.append((answer.status, answer.headers.get("Retry-After")))
        async with http.get(f"{base}/healthz") as probe:
            well = probe.status

    assert seen == [(200, None)] * 60 + [(429, "5")] * 10
    assert well == 200


async def test_story_tells_what_changed_and_when(base: str) -> None:
    _, page, _ = await got(f"{base}/berita/17")

    assert "Apa yang berubah, dan kapan" in page
    assert page.count("Laporan pertama") == 1
    assert re.search(r"Diubah .* WIB · Judul semula: &lt;script&gt;", page)
    [news] = re.findall(r'<p class="new">(.*?)</p>', page)
    assert news == "<strong>Yang baru:</strong> Jembatan dibuka lagi."


def test_bucket_fills_again_with_time() -> None:
    bucket = Bucket(burst=2, per_second=1)

    asked = [bucket.take("a", at) for at in (0, 0, 0, 1.5, 1.5)]

    assert asked == [True, True, False, True, False]
    assert bucket.take("b", 1.5)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "good", "bad"])
@pytest.mark.parametrize("paper", ["paper", "quote"])
def test_text_stands_out_as_wcag_aa_wants(mode: int, ink: str, paper: str) -> None:
    style = (TEMPLATES / "gaya.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w{6})", style.split("@media")[mode]))

    light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5
