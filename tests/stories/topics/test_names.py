import pytest

from bot.stories.topics.names import CapitalRule, NameKind, parse_name, slug


@pytest.mark.parametrize(
    ("text", "rule", "plain"),
    [
        ("Irak", CapitalRule.ANY, "Irak"),
        ("=Mali", CapitalRule.PROPER, "Mali"),
        ("*Baku", CapitalRule.COMMON, "Baku"),
        ("~Chad", CapitalRule.PERSONAL, "Chad"),
        ("UEA", CapitalRule.PROPER, "UEA"),
    ],
    ids=["plain", "proper", "common", "personal", "abbreviation"],
)
def test_marks_say_how_capitals_count(text: str, rule: CapitalRule, plain: str) -> None:
    name = parse_name(text, NameKind.NAME)

    assert (name.rule, name.text) == (rule, plain)


def test_name_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no word"):
        parse_name("=!", NameKind.NAME)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Amerika Serikat", "amerika-serikat"), ("Côte d'Ivoire", "cote-d-ivoire")],
)
def test_slug_is_the_everyday_name(name: str, key: str) -> None:
    assert slug(name) == key
