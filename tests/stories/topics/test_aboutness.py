"""Each trait is one thing that a story says of a country; the weights say what it is worth."""

from collections.abc import Mapping

import pytest

from bot.model import TopicKey
from bot.stories.topics.aboutness import (
    CountryModel,
    Setting,
    trained_country_weights,
    traits_of,
)
from bot.stories.topics.evidence import Contexts, Evidence, gather
from bot.stories.topics.names import NameKind, parse_name
from bot.stories.topics.told import tell
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.vocabulary import Vocabulary
from bot.stories.topics.words import cut

BRASIL = TopicKey("brasil")
VOCABULARY = Vocabulary(
    [
        TopicInfo(
            key=BRASIL,
            kind="country",
            names={"id": "Brasil"},
            words=(
                parse_name("Brasil", NameKind.NAME),
                parse_name("=Recife", NameKind.PLACE),
                parse_name("=Moreno", NameKind.ACTOR),
            ),
        )
    ]
)
CONTEXTS = Contexts(other=frozenset({"bahasa"}))
LONG = " kata" * 100


def traits(title: str, body: str, setting: Setting | None = None) -> Mapping[str, float]:
    told = tell(VOCABULARY, cut(title), cut(body))
    found = gather(told, CONTEXTS)
    return traits_of(told, CONTEXTS, found, setting or Setting())[BRASIL]


@pytest.mark.parametrize(
    ("title", "body", "trait"),
    [
        ("Brasil Gelar Pemilu", "", "name in title"),
        ("Moreno Menang", "", "actor in title"),
        ("Pameran di Brasil", "", "here in title"),
        ("Pesawat tujuan Brasil", "", "toward in title"),
        ("Argentina vs Brasil", "", "match in title"),
        ("", "Pemerintah Brasil setuju", "named in first"),
        ("", "Brasil akan menolak", "acting in first"),
        ("", "Banjir di Brasil", "named in first"),
        ("", "Banjir di Brasil. Hujan lebat turun.", "opening"),
        ("Pemilu Brasil", "", "bodiless"),
        ("", "Mereka terbang ke Brasil", "toward in first"),
        ("", "Mantan Presiden Brasil tiba", "former in first"),
        ("", "Pekan lalu timnas Brasil tiba", "match in first"),
        ("", "Banjir di Recife", "untitled"),
        ("", "Brasil", "short"),
    ],
)
def test_trait_is_seen(title: str, body: str, trait: str) -> None:
    assert traits(title, body)[trait] > 0.0


@pytest.mark.parametrize("trait", ["toward in title", "former in first", "bodiless"])
def test_trait_is_absent_without_its_words(trait: str) -> None:
    assert traits("Pemilu Brasil", "Warga Brasil memilih.")[trait] == 0.0


def test_comma_parts_a_name_from_the_verb() -> None:
    assert traits("", "Dari Brasil, menurut kabar itu")["acting in first"] == 0.0


def test_other_meaning_is_no_mention() -> None:
    assert traits("Pemilu Brasil", "Kursus bahasa Brasil")["named in first"] == 0.0


def test_late_mention_is_not_in_the_lead() -> None:
    late = traits("", LONG + " di Brasil")

    assert late["named in first"] == late["opening"] == 0.0
    assert late["density"] > 0.0


def test_clubs_of_the_title_count_twice() -> None:
    assert traits("Klub Brasil", "")["club"] == 2.0
    assert traits("Brasil", "Sebuah klub menang")["club"] == 1.0


def test_setting_is_handed_on() -> None:
    assert traits("Brasil", "", Setting(sport=0.8))["sport"] == 0.8


def test_second_sentence_is_no_opening() -> None:
    assert traits("", "Hujan lebat turun. Brasil siaga.")["opening"] == 0.0


def test_kinds_of_names_are_counted() -> None:
    assert traits("Pemilu Brasil", "Moreno tiba di Recife, kota di Brasil")["kinds"] == 3.0


@pytest.mark.parametrize(
    ("title", "setting", "abroad"),
    [
        ("Banjir", Setting(news=True), 1.0),
        ("Banjir", Setting(), 0.0),
        ("Banjir Brasil", Setting(news=True), 0.0),
        ("Banjir", Setting(news=True, local=(Evidence(first=1.0),)), 0.0),
        ("Banjir", Setting(news=True, home=Evidence(title=1.0)), 0.0),
    ],
    ids=["hard news", "other desk", "titled", "home town", "home country"],
)
def test_scene_lies_abroad(title: str, setting: Setting, abroad: float) -> None:
    assert traits(title, "Banjir di Brasil", setting)["abroad"] == abroad


def test_home_towns_of_the_lead_are_counted() -> None:
    setting = Setting(local=(Evidence(first=1.0), Evidence(first=0.5), Evidence(later=3.0)))

    assert traits("Brasil", "", setting)["home place"] == 1.5


def test_weights_may_be_of_products() -> None:
    model = CountryModel({"one": -1.0, "score": 1.0, "show*score": -2.0})

    alone = model.probability({"one": 1.0, "score": 2.0, "show": 0.0})
    in_a_show = model.probability({"one": 1.0, "score": 2.0, "show": 1.0})

    assert alone > 0.5 > in_a_show


def test_shipped_weights_fit_the_traits() -> None:
    model = CountryModel(trained_country_weights())
    told = "Presiden Brasil membuka sidang. Brasil akan memilih pada Minggu."

    assert model.probability(traits("Brasil Gelar Pemilu", told)) > 0.9
    assert model.probability(traits("Warga Gelar Pameran", LONG + " Brasil")) < 0.1
