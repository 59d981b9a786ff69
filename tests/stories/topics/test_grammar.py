from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.topics.queries import QueryError, parse


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Irak", "irak"),
        ("irak minyak", "irak minyak"),
        ("irak dan minyak", "irak minyak"),
        ("irak irak", "irak"),
        ('"Minyak Mentah" -sepakbola', '"minyak mentah" -sepakbola'),
        ("“minyak mentah”", '"minyak mentah"'),
        ("irak atau rusia", "irak atau rusia"),
        ("irak OR rusia|iran", "irak atau rusia atau iran"),
        ("(irak atau rusia) minyak", "(irak atau rusia) minyak"),
        ("((irak))", "irak"),
        ("sumber:Antara gempa", "sumber:antara gempa"),
        ('sumber:"Warta Kita" gempa', 'sumber:"warta kita" gempa'),
        ("source:antara gempa", "sumber:antara gempa"),
        ("gempa -(jawa atau bali)", "gempa -(jawa atau bali)"),
        ("covid-19", '"covid 19"'),
        ('"atau" gempa', '"atau" gempa'),
        (".* [a-z]+ irak{2}", None),
    ],
)
def test_query_has_a_canonical_text(text: str, canonical: str | None) -> None:
    if canonical is None:
        with pytest.raises(QueryError):
            parse(text)
    else:
        assert str(parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "Write at least one word."),
        ("   ", 0, "Write at least one word."),
        ("irak (minyak", 5, "A bracket is not closed."),
        ("irak minyak)", 11, "This bracket was never opened."),
        ('irak "minyak', 5, "A quotation mark is not closed."),
        ("irak atau", 9, "A word is missing at the end."),
        ("atau irak", 0, "A word is missing here."),
        ("irak atau atau rusia", 10, "A word is missing here."),
        ("irak ()", 6, "A word is missing here."),
        ("irak --rusia", 5, "A word is missing after the minus sign."),
        ("sumber: irak", 0, "The name of a source is missing after the colon."),
        ("irak ***", 5, "There is no letter or digit here."),
        ('irak ""', 5, "There is no letter or digit here."),
        ("-irak", 0, "Say also what you want, not only what you do not want."),
        ("gempa atau -irak", 0, "Say also what you want, not only what you do not want."),
        ("a " * 21, 0, "This has too many words; 20 are the most."),
        ("a" * 201, 200, "This is too long; 200 characters are the most."),
        ("(" * 7 + "a" + ")" * 7, 6, "There are too many brackets inside each other."),
    ],
)
def test_error_points_at_the_character(text: str, position: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)

    assert (caught.value.position, caught.value.message_id) == (position, message)


@given(st.text(alphabet='abc "()|-:sumberatau', max_size=60))
def test_canonical_text_reads_the_same(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return

    assert parse(str(query)) == query


@given(st.text(max_size=250))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(QueryError):
        assert parse(text)


@given(st.text(alphabet='ab "()|-:', max_size=40))
def test_error_points_into_the_text(text: str) -> None:
    assert 0 <= position_of_error(text) <= len(text)


def position_of_error(text: str) -> int:
    try:
        parse(text)
    except QueryError as error:
        return error.position
    return 0
