"""What speaks for and against two reports telling the same news."""

from dataclasses import replace

import pytest

from bot.model import Report
from bot.stories.likeness import Likeness, Reading
from bot.stories.match import kinship, probability, reasons
from bot.stories.sketch import sketch
from bot.text.similarity import Frequencies
from tests.stories.given import CHESS, FLOOD, FLOOD_AID, FLOOD_ELSEWHERE, at, report

# So that words weigh what they weigh in a day's news.
BACKGROUND = [
    sketch(report(f"Rapat {word} di kota", f"Rapat tentang {word} di kota akan dibuka. " * 3))
    for word in ("anggaran", "jalan", "pasar", "sekolah", "taman", "museum", "kebun", "terminal")
]


def pair(new: Report, old: Report) -> Likeness | None:
    frequencies = Frequencies()
    for one in (*BACKGROUND, sketch(old)):
        frequencies.add(one.terms)
    reading = Reading(sketch(new), frequencies)
    cosines = reading.cosines(sketch(old))
    return None if cosines is None else reading.likeness(sketch(old), cosines)


def likeness(new: Report, old: Report) -> Likeness:
    found = pair(new, old)
    assert found is not None
    return found


MATCH = "{}\n\nSamudra FC dan Garuda Muda bertemu di Stadion Lautan pada hari Senin."


def match(title: str, *, outlet: str = "Sportika", hours: float = 0) -> Report:
    return report(title, MATCH.format(title), outlet=outlet, hours=hours)


def test_two_outlets_tell_the_same_news() -> None:
    found = likeness(FLOOD_ELSEWHERE, FLOOD)

    assert probability(found) > 0.99
    assert found.quoted > 1


def test_unlike_reports_are_dismissed_at_once() -> None:
    assert pair(CHESS, FLOOD) is None


def test_follow_up_is_the_same_affair_only() -> None:
    found = likeness(FLOOD_AID, FLOOD)

    assert probability(found) < kinship(found)


def test_same_outlet_speaks_against() -> None:
    again = replace(FLOOD_ELSEWHERE, outlet=FLOOD.outlet)

    assert probability(likeness(again, FLOOD)) < probability(likeness(FLOOD_ELSEWHERE, FLOOD))
    assert reasons(likeness(again, FLOOD))["same outlet"] < -2


def test_age_speaks_against() -> None:
    late = at(FLOOD_ELSEWHERE, hours=40)

    assert probability(likeness(late, FLOOD)) < probability(likeness(FLOOD_ELSEWHERE, FLOOD))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Samudra FC 2-0 Garuda Muda", "Samudra FC 3-1 Garuda Muda", "scores"),
        ("Prediksi Samudra FC vs Garuda Muda", "Hasil Samudra FC vs Garuda Muda", "phase"),
        ("Samudra FC vs Garuda Muda", "Top 3: Samudra FC vs Garuda Muda", "one is a roundup"),
        ("Profil Pelatih Samudra FC", "Pelatih Samudra FC Pergi", "one is a profile"),
        ("Samudra FC Ganti Pelatih", "Warga Kecam Samudra FC Ganti Pelatih", "one is a reaction"),
        ("Samudra FC Beli 3 Pemain", "Samudra FC Beli 5 Pemain", "numbers"),
    ],
)
def test_titles_speak_against(one: str, other: str, reason: str) -> None:
    found = likeness(match(one), match(other, outlet="Kabar"))

    assert reasons(found)[reason] < 0


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Samudra FC 2-0 Garuda Muda", "Garuda Muda Takluk 0-2", "scores"),
        ("Hasil Samudra FC vs Garuda Muda", "Samudra FC Menang Lawan Garuda Muda", "phase"),
        ("Jelang Samudra FC vs Garuda Muda", "Prediksi Samudra FC vs Garuda Muda", "phase"),
    ],
)
def test_titles_speak_for(one: str, other: str, reason: str) -> None:
    found = likeness(match(one), match(other, outlet="Kabar"))

    assert reasons(found)[reason] > 0


def test_other_page_of_a_mould_in_one_outlet() -> None:
    one, other = "Cuaca Kota Wonoasri Besok Cerah", "Cuaca Kota Lamping Besok Cerah"

    assert likeness(match(one), match(other)).other_page
    assert not likeness(match(one), match(other, outlet="Kabar")).other_page
    assert not likeness(match(one), match(one)).other_page


def test_other_day_of_a_daily_series() -> None:
    title = "Harga Emas Hari Ini Turun"

    assert likeness(match(title, hours=24), match(title)).other_day
    assert not likeness(match(title, hours=3), match(title)).other_day


def test_number_that_the_other_text_mentions_is_not_alone() -> None:
    told = replace(FLOOD_ELSEWHERE, title="120 Warga Sukamaju Mengungsi karena Banjir")

    assert likeness(told, FLOOD).numbers_alone == 0
    assert likeness(replace(told, title="999 Warga Sukamaju Mengungsi"), FLOOD).numbers_alone == 1


def test_no_words_at_all_is_no_match() -> None:
    assert pair(report("", ""), FLOOD) is None
    assert pair(FLOOD, report("", "")) is None
