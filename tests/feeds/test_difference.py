import pytest

from bot.feeds.catalog import Catalog, difference, parse_text


def catalog(*lines: str, topics: str = "{}") -> Catalog:
    return parse_text("feeds:\n" + "".join(f"  - {line}\n" for line in lines) + f"topics: {topics}")


ONE, TWO, THREE = (f"https://{name}.example/rss" for name in ("satu", "dua", "tiga"))


def test_nothing_changed() -> None:
    same = difference(catalog(ONE), catalog(f"{{url: {ONE}}}"))

    assert not same
    assert same.summary() == "tidak ada perubahan"


def test_added_and_removed_are_told_apart() -> None:
    change = difference(catalog(ONE, TWO), catalog(TWO, THREE))

    assert [feed.url for feed in change.added] == [THREE]
    assert [feed.url for feed in change.removed] == [ONE]
    assert change.changed == ()


def test_change_names_the_fields() -> None:
    change = difference(catalog(ONE), catalog(f"{{url: {ONE}, interval: 5m, label: lokal}}"))

    assert change.changed[0].fields == ("interval", "label")


def test_topics_are_compared_by_key() -> None:
    old = catalog(ONE, topics="{sawit: {any: [sawit]}, padi: {any: [padi]}}")
    new = catalog(ONE, topics="{sawit: {any: [sawit, CPO]}, kopi: {any: [kopi]}}")

    assert difference(old, new).topics == ("sawit", "padi", "kopi")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("id", "+2 sumber, -1, 1 berubah, 1 topik berubah", id="indonesian"),
        pytest.param("en", "+2 feeds, -1, 1 changed, 1 topics changed", id="english"),
    ],
)
def test_summary_fits_a_chat(language: str, expected: str) -> None:
    old = catalog(ONE, TWO)
    new = catalog(
        f"{{url: {TWO}, label: lokal}}",
        THREE,
        "https://empat.example/rss",
        topics="{kopi: {any: [kopi]}}",
    )

    assert difference(old, new).summary(language) == expected


def test_summary_of_changes_alone() -> None:
    change = difference(catalog(ONE), catalog(f"{{url: {ONE}, label: lokal}}"))

    assert change.summary() == "1 sumber berubah"


def test_lines_name_every_change() -> None:
    change = difference(catalog(ONE, TWO), catalog(f"{{url: {TWO}, label: lokal}}", THREE))

    assert change.lines() == (
        f"+ tiga.example {THREE}",
        f"- satu.example {ONE}",
        f"~ dua.example {TWO} (label)",
    )


def named(url: str, outlet: str = "Warta", section: str = "ekonomi") -> str:
    return f"{{url: {url}, outlet: {outlet}, section: {section}}}"


def test_new_address_of_the_same_section_is_a_move() -> None:
    change = difference(catalog(named(ONE)), catalog(named(TWO)))

    assert [(pair.old.url, pair.new.url) for pair in change.moved] == [(ONE, TWO)]
    assert (change.added, change.removed) == ((), ())
    assert change.summary() == "1 sumber pindah alamat"


def test_two_that_came_at_once_are_no_move() -> None:
    change = difference(catalog(named(ONE)), catalog(named(TWO), named(THREE)))

    assert change.moved == ()
    assert [feed.url for feed in change.removed] == [ONE]


def test_other_section_is_no_move() -> None:
    change = difference(catalog(named(ONE)), catalog(named(TWO, section="olahraga")))

    assert change.moved == ()
