import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.topics.words import Capitals, cut, fold, stem_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Israel-Iran", ("israel", "iran")),
        ("Cox's Bazar", ("cox", "s", "bazar")),
        ("Türkiye", ("turkiye",)),
        ("Côte d’Ivoire", ("cote", "d", "ivoire")),
        ("A.S.", ("a", "s")),
        ("", ()),
        ("– ! …", ()),
    ],
    ids=["hyphen", "apostrophe", "accent", "curly", "dots", "empty", "signs"],
)
def test_text_is_cut_into_folded_words(text: str, folded: tuple[str, ...]) -> None:
    assert cut(text).folded == folded


def test_composed_and_decomposed_letters_are_equal() -> None:
    assert cut("Curac\u0327ao").folded == cut("Cura\u00e7ao").folded


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("gempa guncang peru", Capitals.NONE),
        ("Gempa Kuat Guncang Peru", Capitals.EVERYWHERE),
        ("GEMPA KUAT GUNCANG PERU", Capitals.SHOUTED),
        ("Gempa kuat mengguncang Peru pada malam hari", Capitals.TELLING),
    ],
    ids=["none", "title", "shouted", "sentence"],
)
def test_capitals_are_judged(text: str, capitals: Capitals) -> None:
    assert cut(text).capitals is capitals


@pytest.mark.parametrize(
    ("text", "joined"),
    [("Kim Jong-un", True), ("Kim. Jong, un", False), ("Kim (Jong) un", False)],
    ids=["hyphen", "comma", "bracket"],
)
def test_punctuation_parts_a_phrase(text: str, joined: bool) -> None:
    assert cut(text).joined(0, 3) is joined


@pytest.mark.parametrize(
    ("word", "stem"),
    [("iraknya", "irak"), ("rusialah", "rusia"), ("seindonesia", "indonesia"), ("ininya", "")],
)
def test_clitics_leave_the_word(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_sentence_openings_are_known() -> None:
    words = cut("Baku ramai. Di Baku hujan.")

    assert [words.opens_sentence(at) for at in range(len(words))] == [
        True, False, True, False, False,
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    words = cut(text)

    for at, form in enumerate(words.forms):
        assert words.as_written(at, 1) == form
        assert words.folded[at] == fold(form)
