"""Cleaning: one file for each kind of machinery, and sentences that must stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.clean import body, title
from tests.text.cases import Case, cases


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: case.name)
def test_report_alone_remains(case: Case) -> None:
    assert body(case.given) == case.expected


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: case.name)
def test_clean_text_stays_as_it_is(case: Case) -> None:
    assert body(case.expected) == case.expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("VIDEO: Banjir di Maluria", "Banjir di Maluria"),
        ("BREAKING NEWS: Gempa Guncang Turania", "Gempa Guncang Turania"),
        ("[FOTO] Pawai Obor", "Pawai Obor"),
        ("Harga Beras Naik - Kompas.com", "Harga Beras Naik"),
        ("Timnas Menang 2 - 1", "Timnas Menang 2 - 1"),
        ("Foto Bersama Presiden", "Foto Bersama Presiden"),
        ("Live Aid Kembali Digelar", "Live Aid Kembali Digelar"),
        ("VIDEO:", "VIDEO:"),
        ("  Dua\n baris ", "Dua baris"),
    ],
)
def test_title_loses_only_markers(given_: str, expected: str) -> None:
    assert title(given_) == expected


def test_empty_text_stays_empty() -> None:
    assert body("\n \n") == ""


@given(
    st.lists(
        st.sampled_from(
            ["Warga menanam seribu pohon.", "“Kami senang,” kata Danu.", "Harga turun 5,6 persen."]
        ),
        min_size=1,
    )
)
def test_ordinary_paragraphs_are_never_changed(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)

    assert body(text) == text


@pytest.mark.parametrize("piece", ["-", "(", "Baca juga: ", "[a/", ". ", "\u200b", "A - ", "\n"])
def test_hostile_repetition_ends(piece: str) -> None:
    """Half a million characters of one pattern: a quadratic expression would hang here."""
    assert len(body(piece * (500_000 // len(piece)))) <= 500_000
