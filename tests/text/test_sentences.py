"""Sentence boundaries: one file for each trap, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split
from tests.text.cases import Case, cases


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda case: case.name)
def test_trap_is_split_rightly(case: Case) -> None:
    assert split(case.given) == case.expected.splitlines()


def test_empty_paragraph_has_no_sentence() -> None:
    assert split(" \n ") == []


def test_list_lines_are_sentences() -> None:
    found = split("Syaratnya:\n- Kartu warga\n- Surat sehat")

    assert found == ["Syaratnya:", "- Kartu warga", "- Surat sehat"]


@given(st.text(alphabet='abAB1 .!?"“”()…,\n-', max_size=200))
def test_no_character_is_lost(paragraph: str) -> None:
    joined = "".join(split(paragraph))

    assert "".join(joined.split()) == "".join(paragraph.split())


@given(st.lists(st.sampled_from(["Rusia menjual gandum.", "Warga pulang.", "Harga naik!"])))
def test_plain_sentences_come_back(written: list[str]) -> None:
    assert split(" ".join(written)) == written


@pytest.mark.parametrize("piece", [".", '."', "a.", "\n", '"', "(", "A. ", "1. ", ".A", '."Ab'])
def test_hostile_repetition_ends(piece: str) -> None:
    """Half a million characters of one pattern: a quadratic expression would hang here."""
    paragraph = piece * (500_000 // len(piece))

    assert "".join("".join(split(paragraph)).split()) == "".join(paragraph.split())
