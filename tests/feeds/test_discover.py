import pytest

from bot.feeds.discover import feed_links

BASE = "https://a.example/berita/"


@pytest.mark.parametrize(
    ("page", "links"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="/rss">',
            ("https://a.example/rss",),
            id="declared",
        ),
        pytest.param(
            "<LINK href=atom.xml title='a > b' TYPE='application/atom+xml' REL='Alternate'/>",
            ("https://a.example/berita/atom.xml",),
            id="any order and quotes",
        ),
        pytest.param(
            '<link rel=alternate type=application/rss+xml title="Komentar" href=/k>'
            "<link rel=alternate type=application/rss+xml href=/u>",
            ("https://a.example/u", "https://a.example/k"),
            id="comments last",
        ),
        pytest.param(
            '<base href="https://b.example/">'
            "<link rel=alternate type=application/feed+json href=f>",
            ("https://b.example/f",),
            id="base",
        ),
        pytest.param(
            '<a href="/tentang">x</a><a href="/rss/nasional">RSS</a>',
            ("https://a.example/rss/nasional",),
            id="anchors when nothing is declared",
        ),
        pytest.param('<link rel="alternate" hreflang="en" href="/en">', (), id="translation"),
        pytest.param(
            '<link rel=alternate type=application/rss+xml href="javascript:x">', (), id="no address"
        ),
        pytest.param("", (), id="nothing"),
    ],
)
def test_feeds_of_a_page(page: str, links: tuple[str, ...]) -> None:
    assert feed_links(page, BASE) == links
    assert feed_links(page.encode(), BASE) == links


def test_bait_takes_no_time() -> None:
    assert feed_links("<link " * 300_000, BASE) == ()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("tag", ["<link ", "<link '", "<a ", '<link a="'])
def test_unclosed_tags_take_no_time(tag: str) -> None:
    assert feed_links(tag * (2_000_000 // len(tag)), BASE) == ()
