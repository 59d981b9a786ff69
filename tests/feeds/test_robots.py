from datetime import timedelta

import pytest

from bot.feeds.robots import read_robots

TEXT = """
User-agent: *
Disallow: /cari
Allow: /cari/umum
Disallow: /*.pdf$
Disallow: /arsip/*/cetak
Crawl-delay: 2.5

User-agent: lain
User-agent: Penuh   # two names, one group
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "permitted"),
    [
        ("/berita/1", True),
        ("/cari?q=x", False),
        ("/cari/umum/1", True),
        ("/x.pdf", False),
        ("/x.pdf?a", True),
        ("/arsip/2026/cetak/1", False),
        ("/arsip/cetak", True),
        ("/robots.txt", True),
        ("", True),
    ],
)
def test_longest_rule_decides(path: str, permitted: bool) -> None:
    assert read_robots(TEXT, "sariwarta").permits(f"https://a.id{path}") is permitted


def test_own_group_stands_alone() -> None:
    assert not read_robots(TEXT, "penuh").permits("https://a.id/berita")
    assert read_robots(TEXT, "penuh").delay is None


def test_crawl_delay() -> None:
    assert read_robots(TEXT, "sariwarta").delay == timedelta(seconds=2.5)


def test_escapes_are_compared_as_characters() -> None:
    rules = read_robots("User-agent: *\nDisallow: /caf%C3%A9", "x")

    assert not rules.permits("https://a.id/café")


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "<html>", "Disallow: /", "User-agent: *\nDisallow:"]
)
def test_what_forbids_nothing(text: str) -> None:
    assert read_robots(text, "x").permits("https://a.id/x")


def test_wildcard_bait_takes_no_time() -> None:
    rules = read_robots("User-agent: *\n" + ("Disallow: /" + "*a" * 200 + "\n") * 500, "x")

    assert rules.permits("https://a.id/" + "b" * 4000)
