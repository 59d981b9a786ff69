"""Buttons say what they mean in 64 bytes, and nothing else is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.callbacks import MAX_BYTES, Act, Press, decode, encode, fits, tag
from bot.stories.topics.catalogue import builtin


@pytest.mark.parametrize(
    ("act", "values"),
    [
        (Act.NOW, ()),
        (Act.TOGGLE, ("s", "2", "timur-tengah")),
        (Act.MORE, ("918273645", "16")),
        (Act.FOLLOW, ('sumber:"kabar nusa" beras',)),
    ],
    ids=["bare", "topic", "page", "words with a colon"],
)
def test_what_was_encoded_is_decoded(act: Act, values: tuple[str, ...]) -> None:
    assert decode(encode(act, *values)) == Press(act, values)


@pytest.mark.parametrize(
    "data",
    ["", "1", "0n", "2n", "1%", "1n:x", "1x:s:2", "nonsense", "1:n", "🙂"],
)
def test_strange_data_means_nothing(data: str) -> None:
    assert decode(data) is None


@given(st.text(max_size=80))
def test_decoding_never_fails(data: str) -> None:
    press = decode(data)

    assert (
        press is None
        or encode(press.act, *press.values) == data
        or not fits(press.act, *press.values)
    )


def test_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        encode(Act.FOLLOW, "ä" * 32)


def test_fits_agrees_with_encode() -> None:
    longest = "a" * (MAX_BYTES - len("1w:"))

    assert fits(Act.FOLLOW, longest)
    assert not fits(Act.FOLLOW, longest + "a")


def test_wrong_number_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="takes 2 values"):
        encode(Act.TOPICS, "s")


def test_colon_inside_is_refused() -> None:
    with pytest.raises(ValueError, match="colon"):
        encode(Act.TOGGLE, "s", "0:1", "irak")


def test_every_topic_fits_its_buttons() -> None:
    assert all(fits(Act.TOGGLE, "s", 99, key) for key in builtin().keys)


def test_letters_are_used_once() -> None:
    assert len({act.value for act in Act}) == len(Act)


def test_tags_tell_queries_apart_from_topics() -> None:
    assert tag("beras") != tag("gula")
    assert tag("beras").startswith("~")
