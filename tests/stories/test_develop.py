"""What a story that goes on tells anew."""

from dataclasses import replace

from bot.stories.develop import MOST, new_facts
from tests.stories.given import FLOOD, FLOOD_ELSEWHERE, report

SECOND_DAY = report(
    "Banjir Sukamaju Meluas ke Tiga Desa, 2 Orang Hilang",
    "Banjir di Sukamaju meluas ke Desa Karangwetan dan Desa Lubukrejo, Selasa. Dua orang hilang "
    "terseret arus, yaitu Darmo Sutejo dan Wati Lestari. Tim SAR menurunkan 6 perahu karet untuk "
    "mencari keduanya. Sungai Lamping meluap setelah hujan deras semalaman.",
    outlet="Kabar Wonoasri",
    hours=26,
)


def test_new_numbers_and_names_are_told() -> None:
    facts = new_facts([FLOOD], [SECOND_DAY])

    assert facts[0].text.startswith("Banjir di Sukamaju meluas ke Desa Karangwetan")
    assert any("6 perahu karet" in fact.text for fact in facts)
    assert {(fact.entry_id, fact.outlet) for fact in facts} == {(SECOND_DAY.id, "Kabar Wonoasri")}


def test_told_sentences_are_not_told_again() -> None:
    facts = new_facts([FLOOD], [SECOND_DAY])

    assert not any("Sungai Lamping meluap" in fact.text for fact in facts)


def test_same_news_in_other_words_is_silent() -> None:
    assert new_facts([FLOOD], [FLOOD_ELSEWHERE]) == ()


def test_copies_are_silent() -> None:
    copies = [replace(FLOOD, outlet=name) for name in ("Satu", "Dua", "Tiga")]

    assert new_facts([FLOOD], copies) == ()


def test_copy_with_a_sentence_more_tells_that_sentence() -> None:
    more = "Dua warga, Darmo Sutejo dan Wati Lestari, hilang terseret arus."
    copy = replace(
        FLOOD,
        title="Banjir Sukamaju, 2 Warga Hilang",
        text=FLOOD.text.replace("Kepala desa", f"{more} Kepala desa", 1),
        copy_of=FLOOD.id,
    )

    assert [fact.text for fact in new_facts([FLOOD], [copy])] == [more]


def test_two_reports_of_the_news_tell_it_once() -> None:
    again = replace(SECOND_DAY, outlet="Harian Contoh")

    assert new_facts([FLOOD], [SECOND_DAY, again]) == new_facts([FLOOD], [SECOND_DAY])


def test_day_and_hour_are_no_news() -> None:
    later = replace(
        FLOOD_ELSEWHERE,
        title="300 Rumah Terendam Banjir Sukamaju",
        text=FLOOD.text.replace("Senin pagi", "Senin (2/3/2026) pukul 05.30 WIB"),
    )

    assert new_facts([FLOOD], [later]) == ()


def test_few_sentences_are_quoted() -> None:
    sentences = " ".join(f"Petugas menemukan {n} ekor sapi di kandang {n}0." for n in range(41, 60))

    facts = new_facts([FLOOD], [replace(SECOND_DAY, title="41 Sapi Hilang", text=sentences)])

    assert 1 <= len(facts) <= MOST


def test_nothing_new_from_nothing() -> None:
    assert new_facts([], []) == ()
    assert new_facts([FLOOD], [replace(SECOND_DAY, text="")]) == ()
