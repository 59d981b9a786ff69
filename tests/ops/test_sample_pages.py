from datetime import UTC, datetime
from html import unescape

import pytest
import trafilatura

from bot.ops.sample_outlets import SampleItem, SampleOutlet, find_folder, load_outlets, paragraphs
from bot.ops.sample_pages import page, picture

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OUTLETS = load_outlets(find_folder())


def article(slug: str) -> tuple[SampleOutlet, SampleItem]:
    return next((o, item) for o in OUTLETS for item in o.items if item.slug == slug)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
def test_article_can_be_extracted(outlet: SampleOutlet) -> None:
    item = outlet.items[0]
    text = trafilatura.extract(page(outlet, item, BASE, now=NOW), favor_precision=True)

    assert text is not None
    for paragraph in paragraphs(outlet, item, NOW):
        assert paragraph in text


def test_page_mixes_its_own_lines_in() -> None:
    html = page(*article("konvoi-bantuan-indonesia-masuk-gaza"), BASE, now=NOW)

    assert "Simak juga video:" in html
    assert "<p>SCROLL TO CONTINUE WITH CONTENT</p>" in html
    assert "<p>Editor: Bagas Wirayudha</p>" in html


def test_page_names_its_canonical_address() -> None:
    html = page(*article("rupiah-ihsg-penutupan"), BASE, now=NOW)

    assert f'<link rel="canonical" href="{BASE}/niaga-cempaka/rupiah-ihsg-penutupan.html">' in html


def test_title_is_escaped_on_the_page() -> None:
    outlet, item = article("irak-gandeng-rusia-atasi-krisis-listrik")
    html = page(outlet, item, BASE, now=NOW)

    heading = html.split("<h1>")[1].split("</h1>")[0]
    assert '"' not in heading
    assert unescape(heading) == item.title


def test_picture_is_a_png() -> None:
    assert picture().startswith(b"\x89PNG\r\n\x1a\n")
