import pytest

from bot.feeds.yaml_source import Value, read_yaml


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("no", "no", id="no-is-a-text"),
        pytest.param("Off", "Off", id="off-is-a-text"),
        pytest.param("12:30", "12:30", id="clock-time-is-a-text"),
        pytest.param("2026-11-24", "2026-11-24", id="date-is-a-text"),
        pytest.param("1_000", "1_000", id="underscores-are-a-text"),
        pytest.param("=", "=", id="equals-is-a-text"),
        pytest.param("true", True, id="true"),
        pytest.param("FALSE", False, id="false"),
        pytest.param("~", None, id="tilde"),
        pytest.param("", None, id="nothing"),
        pytest.param("007", 7, id="leading-zeros"),
        pytest.param("0o17", 15, id="octal"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("1.5e1", 15.0, id="float"),
        pytest.param("-3", -3, id="negative"),
        pytest.param("!!str 12", "12", id="tagged-text"),
        pytest.param("'true'", "true", id="quoted"),
        pytest.param("[a, 1]", ["a", 1], id="list"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: Value) -> None:
    source = read_yaml(f"key: {written}\n")

    assert source.problems == []
    assert source.value == {"key": value}


def test_keys_stay_as_written() -> None:
    assert read_yaml("no: 1\n2024: 2\n").value == {"no": 1, "2024": 2}


def test_places_count_from_one() -> None:
    source = read_yaml("feeds:\n  - url: https://satu.example/\n    outlet: Satu\n")

    assert source.place(("feeds", 0, "outlet")) == (3, 13)
    assert source.key_place(("feeds", 0, "outlet")) == (3, 5)


def test_unknown_place_is_the_nearest_around() -> None:
    source = read_yaml("feeds:\n  - https://satu.example/\n")

    assert source.place(("feeds", 0, "url")) == (2, 5)
    assert source.place(("topics", "irak")) == (1, 1)


def test_alias_repeats_a_value() -> None:
    source = read_yaml("a: &words [x, y]\nb: *words\n")

    assert source.value == {"a": ["x", "y"], "b": ["x", "y"]}


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_deep_nesting_is_refused(opening: str) -> None:
    """The parser in C recurses: unguarded, 100,000 brackets end the whole process."""
    source = read_yaml(opening * 100_000)

    assert [problem.sentence for problem in source.problems] == [
        "the values are nested too deeply; unfold them"
    ]


def test_number_too_long_is_refused() -> None:
    source = read_yaml(f"a: {'9' * 5000}\n")

    assert source.problems[0].sentence.endswith("is no number")


def test_key_of_many_values_is_refused() -> None:
    assert read_yaml("? [a, b]\n: c\n").problems[0].sentence == "a key must be one word, like `url`"
