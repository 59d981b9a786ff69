import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.topics.queries import Match, QueryError, QuerySet, parse

TITLE = "Harga Minyak Mentah Naik"
TEXT = "Menteri perminyakan di Bagdad menyebut ekspor minyaknya pulih. COVID-19 mereda."


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("minyak", True),
        ("MINYAK", True),
        ("miny", False),
        ("minyak bagdad", True),
        ("minyak kairo", False),
        ("kairo atau bagdad", True),
        ('"minyak mentah"', True),
        ('"mentah minyak"', False),
        ('"naik menteri"', False),
        ("covid-19", True),
        ("minyak -bagdad", False),
        ("minyak -kairo", True),
        ("sumber:antara minyak", True),
        ("sumber:tempo minyak", False),
        ("irak minyak", True),
        ("rusia minyak", False),
        ('"timur tengah"', True),
    ],
)
def test_query_matches_whole_words(query: str, matches: bool) -> None:
    found = parse(query).matches(TITLE, TEXT, ["irak", "timur-tengah"], "ANTARA News")

    assert (found is not None) is matches


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("minyak bagdad", Match(words=("Minyak", "Bagdad"), where="title")),
        ("ekspor", Match(words=("ekspor",), where="text")),
        ('"minyak mentah"', Match(words=("Minyak Mentah",), where="title")),
        ("irak", Match(words=("irak",), where="topic")),
        ("sumber:antara", Match(words=("antara",), where="source")),
    ],
)
def test_reason_is_as_written(query: str, reason: Match) -> None:
    assert parse(query).matches(TITLE, TEXT, ["irak"], "ANTARA") == reason


def test_one_of_many_outlets_is_enough() -> None:
    query = parse("sumber:warta minyak")

    assert query.matches(TITLE, TEXT, [], ["ANTARA", "Warta Kita"])


def test_equal_queries_have_equal_texts() -> None:
    assert str(parse("Irak  DAN (minyak)")) == str(parse("irak minyak"))


def test_discarded_query_matches_no_more() -> None:
    queries = QuerySet()
    queries.add("1", parse("minyak bagdad"))
    queries.add("2", parse("minyak"))
    queries.discard("1")
    queries.discard("unknown")

    assert queries.match(TITLE, TEXT, [], "") == {"2"}
    assert len(queries) == 1


def test_added_again_replaces() -> None:
    queries = QuerySet()
    queries.add("1", parse("minyak"))
    queries.add("1", parse("kairo"))

    assert queries.match(TITLE, TEXT, [], "") == set()


WORDS = ["irak", "minyak", "gempa", "bali", "antara", "kereta"]
ATOMS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(['"irak minyak"', "sumber:antara", "-gempa", "(irak atau bali)"]),
    st.sampled_from(["-(bali kereta)", "atau", "dan"]),
)


@given(
    st.lists(st.lists(ATOMS, min_size=1, max_size=5).map(" ".join), max_size=12),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.sampled_from(["antara", "warta", ""]),
    st.sets(st.sampled_from(["irak", "bali"])),
)
def test_set_agrees_with_each_query(
    texts: list[str], title: str, text: str, outlet: str, topics: set[str]
) -> None:
    queries, alone = QuerySet(), set()
    for number, written in enumerate(texts):
        try:
            query = parse(written)
        except QueryError:
            continue
        queries.add(str(number), query)
        if query.matches(title, text, topics, outlet):
            alone.add(str(number))

    assert queries.match(title, text, topics, outlet) == alone
