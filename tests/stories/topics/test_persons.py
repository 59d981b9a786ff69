import pytest

from bot.model import TopicKey
from bot.stories.topics.names import NameKind
from bot.stories.topics.persons import first_names, initials
from bot.stories.topics.vocabulary import Certainty, Mention
from bot.stories.topics.words import cut


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pria berinisial AS ditahan", {"AS"}),
        ("Polisi menahan AS (34) di rumahnya", {"AS"}),
        ("Kisah Nabi Idris AS dan Nabi Nuh AS", {"AS"}),
        ("Presiden AS (79 tahun masa jabat) tiba", {"AS"}),
        ("Militer AS menarik pasukan (2026)", set()),
        ("AS dan Irak sepakat", set()),
    ],
)
def test_initials_are_of_people(text: str, found: set[str]) -> None:
    assert initials(cut(text)) == found


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("Turki Setiawan Menang", "Turki Setiawan berlari cepat.", {"turki"}),
        ("Turki Setiawan Menang", "Turki Setiawan tiba dari Turki.", set()),
        ("Turki Menang", "Turki Setiawan berlari cepat.", set()),
        ("Gempa di Turki Timur", "Gempa mengguncang Turki Timur.", set()),
        ("Juara Turki Terbuka", "Ia menjuarai Turki Terbuka.", set()),
        ("Kabar Sore", "Ia bertemu Turki Setiawan.", set()),
    ],
    ids=["person", "both", "country", "part", "tournament", "once"],
)
def test_first_name_is_followed_by_one_name(title: str, body: str, found: set[str]) -> None:
    texts = [cut(title), cut(body)]

    names = first_names(
        (
            words,
            [
                Mention(TopicKey("turki"), NameKind.NAME, at, 1, Certainty.SURE)
                for at, word in enumerate(words.folded)
                if word == "turki"
            ],
        )
        for words in texts
    )

    assert names == found
