import pytest

from bot.model import TopicKey
from bot.stories.topics.desks import DeskModel, features, keyword_features
from bot.stories.topics.evidence import Evidence
from bot.stories.topics.words import cut

HUKUM = TopicKey("hukum")
MODEL = DeskModel({"hukum": {"@bias": -1.0, "sidang": 3.0, "@title:hukum": 2.0, "panen": -3.0}})


def probability(title: str, body: str, keywords: dict[TopicKey, Evidence] | None = None) -> float:
    [desk] = MODEL.score(cut(title), cut(body), keywords or {})
    return desk.probability


def test_features_have_length_one() -> None:
    values = features(cut("Sidang ditunda"), cut("Sidang itu ditunda sampai pekan depan."))

    assert sum(value**2 for value in values.values()) == pytest.approx(1.0)


def test_title_words_weigh_more() -> None:
    values = features(cut("sidang"), cut("panen"))

    assert values["sidang"] > values["panen"]


def test_long_words_share_their_beginning() -> None:
    values = features(cut(""), cut("penyidikan penyidikannya"))

    assert values["penyid~"] > values["penyidikan"]


def test_dateline_and_numbers_are_left_out() -> None:
    values = features(cut(""), cut("Jakarta, Warta Kita -- Sidang 2025 di sini"))

    assert set(values) == {"sidang", "sini"}


def test_words_move_the_probability() -> None:
    assert probability("Sidang", "") > 0.5 > probability("Panen", "")


def test_keywords_are_features() -> None:
    keywords = {HUKUM: Evidence(title=1.0, words={"Hakim": "title"})}

    assert keyword_features(keywords)["@title:hukum"] == 0.5
    assert probability("Kabar", "", keywords) > probability("Kabar", "")


def test_reasons_are_keywords_or_heavy_words() -> None:
    keywords = {HUKUM: Evidence(title=1.0, words={"Hakim": "title"})}

    [named] = MODEL.score(cut("Sidang"), cut(""), keywords)
    [heavy] = MODEL.score(cut("Sidang"), cut(""), {})

    assert (named.words, named.where) == (("Hakim",), "title")
    assert (heavy.words, heavy.where) == (("sidang",), "text")
