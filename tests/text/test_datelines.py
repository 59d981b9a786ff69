"""Datelines: properties; the single forms are case files of test_clean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.datelines import names_outlet, without_dateline


@pytest.mark.parametrize("name", ["KOMPAS.com", "Republika.co.id", "ANTARA", "CNN Indonesia"])
def test_outlets_are_known_by_name_or_address(name: str) -> None:
    assert names_outlet(name)


@pytest.mark.parametrize("name", ["Bogdanov", "Paris Saint", "Badan Pangan"])
def test_other_names_are_no_outlets(name: str) -> None:
    assert not names_outlet(name)


def test_a_second_name_with_a_dash_is_kept() -> None:
    found = without_dateline("Jakarta, CNN Indonesia -- Timnas U - 22 menang telak.")

    assert found == "Timnas U - 22 menang telak."


@given(st.text(alphabet="Jakarta KOMPAS.com,-–: (ANTARA)abc", max_size=120))
def test_only_the_beginning_is_ever_cut(paragraph: str) -> None:
    assert paragraph.endswith(without_dateline(paragraph))
