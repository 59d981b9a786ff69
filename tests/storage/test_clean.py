"""What a database refuses is taken out; everything else stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Entry
from storage.clean import storable_entry, storable_text
from tests.contract.given import entry

_texts = st.text(st.characters(exclude_categories=[]))


@given(_texts)
def test_storable_text_can_be_stored(text: str) -> None:
    clean = storable_text(text)

    assert "\0" not in clean
    assert clean.encode().decode() == clean


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_good_text_is_untouched(text: str) -> None:
    assert storable_text(text) == text


def test_good_entry_is_untouched() -> None:
    good = entry()

    assert storable_entry(good) is good


def test_every_text_of_an_entry_is_cleaned() -> None:
    bad = "a\0b"
    whole = Entry(
        guid=bad,
        link=bad,
        key=bad,
        title=bad,
        published=None,
        text=bad,
        language=bad,
        image=bad,
        authors=(bad,),
        categories=(bad, bad),
    )

    assert "\\x00" not in repr(storable_entry(whole))
    assert storable_entry(whole).categories == ("ab", "ab")
