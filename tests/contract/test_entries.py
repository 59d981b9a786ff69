"""Recording documents: what is unseen, what is known, what is edited."""

from dataclasses import replace

import pytest

from bot.model import Entry, Feed, FeedUpdate
from bot.ports import Storage
from bot.reading import Edit
from tests.contract.given import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    a_feed,
    begin,
    entry,
    finish,
    poll,
    stored,
)


async def test_entry_comes_back_as_a_report(storage: Storage) -> None:
    feed = Feed(
        url="https://kabar.example/ekonomi",
        outlet="Kabar",
        section="ekonomi",
        label="wire",
        weight=1.5,
    )
    state = await a_feed(storage, feed)

    unseen = await poll(storage, state, replace(entry(), key="kabar.example/berita/1"))

    [report] = await stored(storage)
    assert unseen == 1
    assert (report.outlet, report.section, report.label) == ("Kabar", "ekonomi", "wire")
    assert report.weight == 1.5
    assert report.key == "kabar.example/berita/1"
    assert (report.title, report.text) == ("Berita 1", "Isi berita 1.")
    assert report.published == NOW - 10 * MINUTE
    assert report.seen == NOW
    assert report.language == "id"
    assert report.story_id is None
    assert not report.full_text


async def test_same_document_twice_brings_nothing(storage: Storage) -> None:
    state = await a_feed(storage)
    document = (entry("1"), entry("2"), entry("3", minutes_ago=None))

    assert await poll(storage, state, *document) == 3
    assert await poll(storage, state, *document) == 0
    assert len(await stored(storage)) == 3


async def test_link_stands_for_a_missing_key(storage: Storage) -> None:
    await poll(storage, await a_feed(storage), entry())

    [report] = await stored(storage)
    assert report.key == report.link


async def test_linkless_entries_have_keys_of_their_own(storage: Storage) -> None:
    """Two empty keys would make them one article to the grouping."""
    document = [replace(entry(name), link="") for name in ("1", "2")]

    await poll(storage, await a_feed(storage), *document)

    first, second = await stored(storage)
    assert first.key != second.key


async def test_edit_updates_in_place(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())
    [before] = await stored(storage)

    edited = replace(entry(), title="Berita 1 (diperbarui)", text="Isi baru.")
    unseen = await poll(storage, state, edited, now=NOW + HOUR)

    [after] = await stored(storage, now=NOW + HOUR)
    assert unseen == 0
    assert after.id == before.id
    assert (after.title, after.text) == ("Berita 1 (diperbarui)", "Isi baru.")


async def test_edits_are_told_with_the_first_headline(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry("1"), entry("2"))
    one, two = await stored(storage)
    story_id = await begin(storage, one)

    for hour, title in ((1, "Judul kedua"), (2, "Judul ketiga")):
        changed = replace(entry("1"), title=title)
        await poll(storage, state, changed, entry("2"), now=NOW + hour * HOUR)

    assert two.story_id is None
    told = await storage.archive.edits(story_id)
    assert told == {one.id: Edit(at=NOW + 2 * HOUR, first_title=one.title)}


async def test_headline_that_is_the_first_one_again_is_only_an_edit(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())
    [report] = await stored(storage)
    story_id = await begin(storage, report)

    for hour, title in ((1, "Judul kedua"), (2, report.title)):
        await poll(storage, state, replace(entry(), title=title), now=NOW + hour * HOUR)

    edits = await storage.archive.edits(story_id)
    assert edits[report.id] == Edit(at=NOW + 2 * HOUR, first_title="")


async def test_new_guids_everywhere_bring_nothing(storage: Storage) -> None:
    """A feed that changes its numbering must not flood its readers."""
    state = await a_feed(storage)
    await poll(storage, state, entry("1"), entry("2"))

    renamed = [replace(entry(name), guid=f"baru-{name}") for name in ("1", "2")]

    assert await poll(storage, state, *renamed) == 0
    assert len(await stored(storage)) == 2


async def test_reused_guid_of_another_article_is_new(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, replace(entry("1"), guid="1"))

    assert await poll(storage, state, replace(entry("2"), guid="1")) == 1
    assert [report.title for report in await stored(storage)] == ["Berita 1", "Berita 2"]


async def test_guid_and_title_survive_a_new_link(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())

    moved = replace(entry(), link="https://baru.example/berita-satu")

    assert await poll(storage, state, moved) == 0
    [report] = await stored(storage)
    assert report.link == "https://baru.example/berita-satu"


async def test_numbered_items_that_slide_are_known(storage: Storage) -> None:
    """Some feeds number their items 1, 2, 3 from the top, anew each time."""
    state = await a_feed(storage)
    await poll(storage, state, *(replace(entry(n), guid=g) for n, g in (("a", "1"), ("b", "2"))))

    slid = [replace(entry(n), guid=g) for n, g in (("c", "1"), ("a", "2"), ("b", "3"))]

    assert await poll(storage, state, *slid) == 1
    assert {report.title for report in await stored(storage)} == {
        "Berita a",
        "Berita b",
        "Berita c",
    }


async def test_links_to_the_front_page_stay_apart(storage: Storage) -> None:
    state = await a_feed(storage)
    document = [replace(entry(name), link="https://kabar.example/") for name in ("1", "2")]

    assert await poll(storage, state, *document) == 2
    assert await poll(storage, state, *document) == 0


async def test_same_link_in_two_feeds_is_two_entries(storage: Storage) -> None:
    first = await a_feed(storage)
    second = await a_feed(storage, Feed(url="https://lain.example/rss", outlet="Lain"))

    updates = [FeedUpdate(state=state, entries=(entry(),)) for state in (first, second)]
    counts = await storage.feeds.record(updates, NOW)

    assert counts == {first.id: 1, second.id: 1}


async def test_two_documents_of_one_feed_are_one(storage: Storage) -> None:
    state = await a_feed(storage)

    updates = [FeedUpdate(state=state, entries=(entry(name),)) for name in ("1", "1", "2")]

    assert await storage.feeds.record(updates, NOW) == {state.id: 2}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(entry(minutes_ago=90), NOW - 90 * MINUTE, id="the feed's date"),
        pytest.param(entry(minutes_ago=None), NOW, id="no date: first seen"),
        pytest.param(entry(minutes_ago=-5), NOW, id="in the future: first seen"),
    ],
)
async def test_published_is_possible(storage: Storage, given: Entry, expected: object) -> None:
    await poll(storage, await a_feed(storage), given)

    [report] = await stored(storage)
    assert report.published == expected


async def test_published_is_fixed_once(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry(minutes_ago=60))

    await poll(storage, state, replace(entry(minutes_ago=1), title="Baru"), now=NOW + DAY)

    [report] = await stored(storage, now=NOW + DAY)
    assert report.title == "Baru"
    assert report.published == NOW - 60 * MINUTE


async def test_page_text_outlives_an_edit(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())
    [report] = await stored(storage)
    await storage.stories.save_text(report.id, "Teks lengkap dari halaman.")

    await poll(storage, state, replace(entry(), title="Judul baru"))

    [again] = await stored(storage)
    assert again.full_text
    assert (again.title, again.text) == ("Judul baru", "Teks lengkap dari halaman.")


async def test_edited_title_reopens_the_story(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())
    [report] = await stored(storage)
    story_id = await begin(storage, report)
    await finish(storage, story_id)

    await poll(storage, state, replace(entry(), title="Judul yang dibetulkan"))

    assert await storage.stories.unfinished(10) == (story_id,)


async def test_new_picture_leaves_the_story_finished(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry())
    [report] = await stored(storage)
    await finish(storage, await begin(storage, report))

    await poll(storage, state, replace(entry(), image="https://kabar.example/foto.jpg"))

    assert await storage.stories.unfinished(10) == ()


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        pytest.param("Judul\x00 aneh", "Judul aneh", id="NUL"),
        pytest.param("Judul \ud83d aneh", "Judul ? aneh", id="half a character"),
    ],
)
async def test_unstorable_characters_spoil_nothing(
    storage: Storage, hostile: str, kept: str
) -> None:
    state = await a_feed(storage)
    document = (replace(entry("1"), title=hostile), entry("2", minutes_ago=5))

    assert await poll(storage, state, *document) == 2
    assert await poll(storage, state, *document) == 0
    assert [report.title for report in await stored(storage)] == [kept, "Berita 2"]


async def test_very_long_document_is_taken_whole(storage: Storage) -> None:
    """More entries than are looked up by one statement."""
    document = [entry(str(number)) for number in range(11_000)]

    assert await poll(storage, await a_feed(storage), *document) == 11_000
