"""Which items are known: cases, and properties over any document."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Entry, EntryId
from storage.identity import Known, article, decide


def item(guid: str = "", link: str = "", title: str = "", *, key: str = "") -> Entry:
    return Entry(guid=guid, link=link, key=key, title=title, published=None, text="")


def known(number: int, entry: Entry) -> Known:
    return Known(EntryId(number), entry.guid, entry.link, entry.key, entry.title)


def kept(document: list[Entry], stored: list[Known]) -> list[Known]:
    """The feed's stored entries after the document was recorded."""
    after = {one.id: one for one in stored}
    for decision in decide(document, stored):
        number = decision.known or EntryId(max(after, default=0) + 1)
        after[number] = known(number, decision.entry)
    return list(after.values())


def unseen(document: list[Entry], stored: list[Known]) -> int:
    return sum(decision.known is None for decision in decide(document, stored))


A = item("g1", "https://a.example/1", "Judul")


@pytest.mark.parametrize(
    ("incoming", "new"),
    [
        pytest.param(A, 0, id="unchanged"),
        pytest.param(replace(A, title="Lain"), 0, id="edited title"),
        pytest.param(replace(A, guid="g2"), 0, id="other guid, same link"),
        pytest.param(replace(A, guid="g2", title="Lain"), 0, id="same link only"),
        pytest.param(replace(A, link="https://b.example/"), 0, id="same guid and title"),
        pytest.param(replace(A, guid="", link="https://b.example/"), 1, id="same title only"),
        pytest.param(replace(A, link="https://b.example/", title="Lain"), 1, id="same guid only"),
        pytest.param(item("g2", "https://a.example/2", "Judul"), 1, id="other article, same title"),
    ],
)
def test_one_item_against_one_stored(incoming: Entry, new: int) -> None:
    assert unseen([incoming], [known(1, A)]) == new


@pytest.mark.parametrize(
    ("document", "distinct"),
    [
        pytest.param([A, A], 1, id="the same twice"),
        pytest.param([A, replace(A, title="Lain")], 1, id="an edit listed beside the original"),
        pytest.param([A, replace(A, link="https://b.example/")], 2, id="two links"),
        pytest.param(
            [item("1", "https://x/", "A"), item("2", "https://x/", "B")], 2, id="front page links"
        ),
        pytest.param(
            [item("https://x/", "https://x/", "A"), item("https://x/", "https://x/", "B")],
            2,
            id="front page links for guids too",
        ),
        pytest.param([item("", "", "A"), item("", "", "B")], 2, id="titles only"),
        pytest.param([item("1", "", "A"), item("2", "", "A")], 2, id="guids without links"),
        pytest.param([item("1", "", "A"), item("1", "", "B")], 2, id="one guid for everything"),
        pytest.param(
            [
                item("1", "http://x/a?utm=1", "A", key="x/a"),
                item("2", "http://x/a", "A", key="x/a"),
            ],
            1,
            id="two addresses of one article",
        ),
    ],
)
def test_items_of_one_document(document: list[Entry], distinct: int) -> None:
    assert unseen(document, []) == distinct


def test_newest_and_longest_copy_is_kept() -> None:
    short, long = replace(A, text="Pendek."), replace(A, text="Jauh lebih panjang.")

    [decision] = decide([long, short], [])

    assert decision.entry == long


def test_stored_entry_continues_once() -> None:
    """Two items claim the same stored entry: one continues it, the other is new."""
    document = [replace(A, link="https://b.example/"), replace(A, link="https://c.example/")]

    assert unseen(document, [known(1, A)]) == 1


def test_article_outweighs_guid_and_title() -> None:
    same_article = item("g9", A.link, "Lain")
    same_names = item(A.guid, "https://b.example/", A.title)

    [decision] = decide([A], [known(1, same_names), known(2, same_article)])

    assert decision.known == 2


def test_front_page_item_with_a_reused_number_is_new() -> None:
    page = "https://x.example/"
    before = [known(1, item("1", page, "Lama")), known(2, item("2", page, "Lebih lama"))]

    assert unseen([item("1", page, "Baru"), item("2", page, "Lama")], before) == 1


# Few distinct values, so that every kind of clash is drawn often.
_words = st.sampled_from(["", "a", "b", "c"])
_items = st.builds(item, guid=_words, link=_words, title=_words, key=st.sampled_from(["", "k"]))
_documents = st.lists(_items, max_size=6)


@given(_documents)
def test_recording_twice_brings_nothing_new(document: list[Entry]) -> None:
    stored = kept(document, [])

    assert unseen(document, stored) == 0
    assert sorted(kept(document, stored)) == sorted(stored)


@given(_documents, _documents)
def test_recording_twice_after_others(first: list[Entry], second: list[Entry]) -> None:
    stored = kept(second, kept(first, []))

    assert unseen(second, stored) == 0


@given(_documents, _documents, st.randoms(use_true_random=False))
def test_order_does_not_matter(first: list[Entry], second: list[Entry], random: Random) -> None:
    stored = kept(first, [])
    shuffled, mixed = list(second), list(stored)
    random.shuffle(shuffled)
    random.shuffle(mixed)

    assert decide(shuffled, mixed) == decide(second, stored)


@given(_documents, _documents)
def test_every_item_has_a_place(first: list[Entry], second: list[Entry]) -> None:
    """No item vanishes: each article of the document is among the kept ones."""
    decided = decide(second, kept(first, []))

    assert {article(entry) for entry in second} == {article(one.entry) for one in decided}


@given(_documents, _documents)
def test_no_stored_entry_continues_twice(first: list[Entry], second: list[Entry]) -> None:
    taken = [one.known for one in decide(second, kept(first, [])) if one.known is not None]

    assert len(taken) == len(set(taken))


@given(_items, _items)
def test_two_single_documents_in_either_order(one: Entry, other: Entry) -> None:
    assert len(kept([other], kept([one], []))) == len(kept([one], kept([other], [])))
