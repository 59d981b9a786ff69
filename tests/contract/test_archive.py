"""The archive: full-text search in both databases, answered as stories."""

from dataclasses import replace

import pytest

from bot.model import JoinReason
from bot.ports import Storage
from bot.reading import Search
from tests.contract.given import (
    DAY,
    HOUR,
    NOW,
    a_feed,
    begin,
    entry,
    finish,
    poll,
    stored,
)

TEXTS = {
    "beras": ("Harga beras turun di Karawang", "Panen raya menekan harga di pasar induk."),
    "gandum": ("Gandum naik", "Pedagang menyebut harga beras dan gandum di Surabaya-Gresik."),
    "kereta": ("Kereta cepat tambah jadwal", "Berasnya tidak ikut naik kereta pukul 13.30."),
}


async def archived(storage: Storage) -> None:
    """Three ready stories of one report each; "kereta" is the newest."""
    state = await a_feed(storage)
    entries = [
        replace(entry(name, minutes_ago=60 - 10 * number), title=title, text=text)
        for number, (name, (title, text)) in enumerate(TEXTS.items())
    ]
    await poll(storage, state, *entries)
    for report in await stored(storage):
        await finish(storage, await begin(storage, report))


async def titles(storage: Storage, *words: str, **how: object) -> list[str]:
    wanted = Search(words=words, **how)  # type: ignore[arg-type]  # test data by keyword
    return [story.title for story in (await storage.archive.search(wanted, 0, 10)).stories]


BERAS, GANDUM, KERETA = (title for title, _ in TEXTS.values())


async def test_title_weighs_more_than_text(storage: Storage) -> None:
    await archived(storage)

    assert (await titles(storage, "harga beras"))[:2] == [BERAS, GANDUM]


async def test_newest_comes_first_on_wish(storage: Storage) -> None:
    await archived(storage)

    assert await titles(storage, "beras", newest=True) == [KERETA, GANDUM, BERAS]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("harga", "gandum"), {GANDUM}),
        (("harga beras",), {BERAS, GANDUM}),
        (("beras harga",), set()),
        (("HARGA",), {BERAS, GANDUM}),
        (("surabaya",), {GANDUM}),
        (("gresik",), {GANDUM}),
        (("13.30",), {KERETA}),
        (("karawang*",), {BERAS}),
        (("ber",), set()),
        (("kalimantan",), set()),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
async def test_all_words_must_be_there(
    storage: Storage, words: tuple[str, ...], found: set[str]
) -> None:
    await archived(storage)

    assert set(await titles(storage, *words)) == found


async def test_refused_words_leave_out(storage: Storage) -> None:
    await archived(storage)

    assert await titles(storage, "beras", without=("gandum", "kereta cepat")) == [BERAS]


@pytest.mark.parametrize(
    "hostile", ['"', "' OR 1=1 --", "title:", "(", "*", "NEAR(a b)", "!&|", "\\", "a:*b", "\0"]
)
async def test_nothing_is_obeyed_as_a_query_language(storage: Storage, hostile: str) -> None:
    await archived(storage)

    assert await titles(storage, hostile) == []


async def test_older_stories_can_be_left_out(storage: Storage) -> None:
    """The three are an hour, 50 and 40 minutes old."""
    await archived(storage)

    assert await titles(storage, "beras", newest=True, since=NOW - 0.9 * HOUR) == [KERETA, GANDUM]


async def test_pages_and_total(storage: Storage) -> None:
    await archived(storage)

    first = await storage.archive.search(Search(words=("beras",), newest=True), 0, 2)
    second = await storage.archive.search(Search(words=("beras",), newest=True), 2, 2)

    assert [len(first.stories), first.total, first.more] == [2, 3, False]
    assert [story.title for story in second.stories] == [BERAS]


async def test_reports_of_one_story_are_one_result(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, *(replace(entry(n), title=f"Banjir {n}") for n in "123"))
    first, *others = await stored(storage)
    story_id = await begin(storage, first)
    for report in others:
        await storage.stories.join(report, story_id, JoinReason.SAME_NEWS, "")
    await finish(storage, story_id)

    assert len(await titles(storage, "banjir")) == 1


async def test_story_that_is_not_ready_is_not_found(storage: Storage) -> None:
    state = await a_feed(storage)
    await poll(storage, state, entry("satu"))
    for report in await stored(storage):
        await begin(storage, report)

    assert await titles(storage, "berita") == []


async def test_edits_are_followed(storage: Storage) -> None:
    await archived(storage)
    [state] = await storage.feeds.all()
    edited = replace(entry("gandum", minutes_ago=50), title="Jagung naik", text="Isi baru.")
    await poll(storage, state, edited, now=NOW + HOUR)

    assert await titles(storage, "jagung") == ["Jagung naik"]
    assert await titles(storage, "gandum") == []


async def test_fetched_page_text_is_searched(storage: Storage) -> None:
    await archived(storage)
    found = await storage.archive.search(Search(words=("gandum",)), 0, 1)
    [report] = found.stories[0].reports

    await storage.stories.save_text(report.id, "Naskah lengkap dari laman: kelapa sawit.")

    assert await titles(storage, "sawit") == [GANDUM]


async def test_deleted_news_is_not_found(storage: Storage) -> None:
    await archived(storage)
    [state] = await storage.feeds.all()
    await poll(storage, state, entry("baru"), now=NOW + 40 * DAY)

    await storage.tidy(NOW + 40 * DAY, 30 * DAY)

    assert await titles(storage, "beras") == []
