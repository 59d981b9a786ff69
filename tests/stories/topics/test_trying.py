import pytest

from bot.stories.topics.matching import Matcher
from bot.stories.topics.trying import try_topics

RECORD = {"id": "a1", "title": "Ledakan di Bagdad", "text": "Bom meledak di Bagdad, Irak."}


def test_answer_has_id_and_topics(matcher: Matcher) -> None:
    answer = try_topics(matcher, RECORD)

    assert set(answer) == {"id", "topics"}
    assert answer["id"] == "a1"
    assert isinstance(answer["topics"], list)
    assert {"irak", "timur-tengah"} <= set(answer["topics"])


def test_explain_adds_reasons(matcher: Matcher) -> None:
    answer = try_topics(matcher, RECORD, explain=True)

    reasons = answer["reasons"]
    assert isinstance(reasons, dict)
    assert reasons["irak"]["where"] == "title"
    assert reasons["irak"]["words"] == ["Bagdad", "Irak"]


def test_section_is_a_hint(matcher: Matcher) -> None:
    answer = try_topics(matcher, {"id": 1, "title": "Kabar", "section": "otomotif"})

    assert answer["topics"] == ["otomotif"]


def test_wrong_type_is_named(matcher: Matcher) -> None:
    with pytest.raises(ValueError, match="'title' must be a text, not int"):
        try_topics(matcher, {"id": 1, "title": 5})
