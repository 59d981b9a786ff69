"""`check --fetch` over real HTTP."""

import io
import json
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.ops.check import Progress, check_fetch
from tests.fakes.feedserver import FeedServer, Reply, feed_server

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Warta</title>
<language>id</language><item><title>Jembatan dibuka</title><link>{page}</link>
<pubDate>Tue, 24 Nov 2026 06.10 WIB</pubDate><description>Jembatan itu dibuka.</description></item>
</channel></rss>"""
PAGE = (
    "<html><body><article><h1>Jembatan dibuka</h1>"
    + "<p>Jembatan itu dibuka lagi setelah tiga bulan diperbaiki, kata kepala dinas.</p>" * 6
    + "</article></body></html>"
)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as running:
        yield running


def text(body: str) -> Reply:
    return Reply(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


async def checked(folder: Path, *lines: str, as_json: bool = False) -> int:
    path = folder / "feeds.yaml"
    path.write_text("feeds:\n" + "".join(f"  - {line}\n" for line in lines))
    return await check_fetch(
        path,
        as_json=as_json,
        user_agent="Sariwarta test",
        allow_networks=(ip_network("127.0.0.0/8"),),
    )


async def test_good_feed_is_a_row(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.put("/rss", text(RSS.format(page=server.url("/1"))))

    code = await checked(tmp_path, f"{{url: {url}, outlet: Warta}}")
    head, row, last = capsys.readouterr().out.splitlines()

    assert code == 0
    assert head.split() == [
        "kind",
        "items",
        "newest",
        "chars",
        "lang",
        "zone",
        "ETag",
        "robots",
        "feed",
    ]
    assert row.split()[:7] == ["ok", "rss20", "1", "2026-11-23", "23:10", "20", "id"]
    assert row.split()[7:10] == ["WIB", "-", "yes"]
    assert last == "1 of 1 feeds work."


async def test_page_of_a_full_text_feed_is_tried(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = server.put("/artikel", text(PAGE))
    url = server.put("/rss", text(RSS.format(page=page)))

    code = await checked(tmp_path, f"{{url: {url}, full_text: true}}", as_json=True)
    [line] = capsys.readouterr().out.splitlines()

    assert code == 0
    assert json.loads(line)["page"].endswith(" characters")


async def test_page_that_robots_forbid_is_told(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.put("/robots.txt", text("User-agent: *\nDisallow: /artikel\n"))
    page = server.put("/artikel", text(PAGE))
    url = server.put("/rss", text(RSS.format(page=page)))

    await checked(tmp_path, f"{{url: {url}, full_text: true}}")

    assert "robots.txt forbids" in capsys.readouterr().out


async def test_robots_of_the_article_are_told_for_every_feed(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One robots.txt a host is asked for, however many feeds it has."""
    server.put("/robots.txt", text("User-agent: *\nDisallow: /tertutup\n"))
    closed = server.put("/a", text(RSS.format(page=server.url("/tertutup/1"))))
    opened = server.put("/b", text(RSS.format(page=server.url("/terbuka/1"))))

    await checked(tmp_path, closed, opened, as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert {row["url"]: row["robots"] for row in rows} == {closed: "no", opened: "yes"}
    assert server.paths().count("/robots.txt") == 1


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_over() -> None:
    screen = Screen()
    progress = Progress(screen, 2)

    progress.clear()
    progress.step()
    progress.clear()
    progress.step()

    assert screen.getvalue() == "1/2 \r\x1b[K2/2 "


def test_progress_is_for_screens_only() -> None:
    pipe = io.StringIO()

    Progress(pipe, 2).step()

    assert pipe.getvalue() == ""


async def test_page_is_answered_with_its_feeds(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    url = server.put(
        "/", text(f"<html><head><title>Warta</title>{link}</head><body>Halo</body></html>")
    )

    code = await checked(tmp_path, url)
    shown = capsys.readouterr().out

    assert code == 1
    assert "FAIL" in shown
    assert f"try {url}rss" in shown
