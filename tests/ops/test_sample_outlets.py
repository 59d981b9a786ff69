from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Feed
from bot.ops.sample_outlets import (
    STEP,
    SampleItem,
    SampleOutlet,
    find_folder,
    items_at,
    load_outlets,
    paragraphs,
    published,
    sample_feeds,
)

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LAST_STEP = 9
OUTLETS = load_outlets(find_folder())
ARTICLES = [
    pytest.param(outlet, item, id=f"{outlet.slug}/{item.slug}")
    for outlet in OUTLETS
    for item in outlet.items
]


def outlet_named(slug: str) -> SampleOutlet:
    return next(outlet for outlet in OUTLETS if outlet.slug == slug)


def title_at(outlet: SampleOutlet, slug: str, step: int) -> str:
    return next(item.title for item in items_at(outlet, step) if item.slug == slug)


def test_bundle_is_large_enough() -> None:
    assert len(OUTLETS) >= 6
    assert len(ARTICLES) >= 60
    assert {outlet.kind for outlet in OUTLETS} == {"rss20", "rss-id-dates", "atom", "json"}


@pytest.mark.parametrize(("outlet", "item"), ARTICLES)
def test_article_reads_like_a_wire_report(outlet: SampleOutlet, item: SampleItem) -> None:
    texts = paragraphs(outlet, item, NOW)

    assert len(texts) >= 5
    assert 115 <= sum(len(text.split()) for text in texts) <= 350
    assert not any("{" in text for text in texts)


@pytest.mark.parametrize(("outlet", "item"), ARTICLES)
def test_article_is_of_the_last_day(outlet: SampleOutlet, item: SampleItem) -> None:
    moment = published(item, NOW)

    assert NOW - timedelta(hours=20) <= moment < NOW + LAST_STEP * STEP


def test_no_sentence_stands_twice() -> None:
    texts = Counter(text for outlet in OUTLETS for item in outlet.items for text in item.paragraphs)

    assert [text for text, count in texts.items() if count > 1] == []


def test_slugs_are_unique_in_an_outlet() -> None:
    slugs = Counter((outlet.slug, item.slug) for outlet in OUTLETS for item in outlet.items)

    assert max(slugs.values()) == 1


def test_updates_edit_existing_items() -> None:
    edits = [(outlet, update) for outlet in OUTLETS for update in outlet.updates]

    assert edits
    for outlet, update in edits:
        assert update.slug in {item.slug for item in outlet.items}


def test_edited_title_waits_for_its_step() -> None:
    outlet = outlet_named("suluh-angsana")
    update = outlet.updates[0]

    assert title_at(outlet, update.slug, update.step - 1) != update.title
    assert title_at(outlet, update.slug, update.step) == update.title


def test_developing_story_comes_in_later() -> None:
    outlet = outlet_named("kabar-trembesi")

    before = {item.slug for item in items_at(outlet, 0)}
    after = {item.slug for item in items_at(outlet, 1)}

    assert after - before == {"korban-gempa-halmahera-bertambah"}


def test_items_are_newest_first() -> None:
    for outlet in OUTLETS:
        moments = [published(item, NOW) for item in items_at(outlet, LAST_STEP)]
        assert moments == sorted(moments, reverse=True)


def test_weekday_is_the_outlets_own() -> None:
    outlet = outlet_named("suluh-angsana")
    item = next(item for item in outlet.items if item.slug == "nelayan-bone-pakai-es-tenaga-surya")
    # 1,020 minutes earlier it is midnight in Makassar, and still Monday in UTC.
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    assert "Selasa" in paragraphs(outlet, item, now)[0]


def test_catalogue_names_every_feed() -> None:
    feeds = sample_feeds("http://127.0.0.1:9")

    assert len(feeds) == sum(len(outlet.feeds) for outlet in OUTLETS)
    assert (
        Feed(
            url="http://127.0.0.1:9/niaga-cempaka/keuangan.xml",
            outlet="Niaga Cempaka",
            section="keuangan",
            interval=timedelta(seconds=30),
            full_text=True,
        )
        in feeds
    )
