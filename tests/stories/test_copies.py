"""An agency's text in several outlets."""

from dataclasses import replace

from bot.stories.copies import copied_from, is_wire_copy
from tests.stories.given import CHESS, FLOOD, FLOOD_ELSEWHERE


def test_printed_text_is_a_copy() -> None:
    cut = replace(CHESS, text=FLOOD.text[:250] + " (redaksi)", outlet="Sportika")

    assert copied_from(cut, [CHESS, FLOOD]) == FLOOD.id
    assert is_wire_copy(cut.text, FLOOD.text)


def test_own_words_are_no_copy() -> None:
    assert copied_from(FLOOD_ELSEWHERE, [FLOOD]) is None


def test_outlet_does_not_copy_itself() -> None:
    assert copied_from(replace(FLOOD, outlet=FLOOD.outlet), [FLOOD]) is None


def test_copy_of_a_copy_names_the_first() -> None:
    first = replace(FLOOD, outlet="Agensi")
    second = replace(FLOOD, outlet="Kabar", id=CHESS.id, copy_of=first.id)

    assert copied_from(replace(FLOOD, outlet="Harian"), [second]) == first.id


def test_few_words_are_no_copy() -> None:
    assert not is_wire_copy("Hujan deras semalaman.", "Hujan deras semalaman.")
