import pytest

from bot.model import TopicKey
from bot.stories.topics.evidence import SPORT_SHARES, Contexts, Evidence, gather
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
                parse_name("=BR", NameKind.NAME),
                parse_name("=Recife", NameKind.PLACE),
                parse_name("*Para", NameKind.PLACE),
            ),
        )
    ]
)
CONTEXTS = Contexts(other=frozenset({"liga"}), origin=frozenset({"asal", "pemain"}))


def evidence(title: str, body: str, contexts: Contexts = CONTEXTS) -> Evidence:
    found = gather(tell(VOCABULARY, cut(title), cut(body)), contexts)
    return found.get(BRASIL, Evidence())


def test_title_outweighs_the_body() -> None:
    in_title = evidence("Pemilu Brasil digelar besok pagi", "Warga mengantre.")
    in_body = evidence("Pemilu digelar besok pagi", "Warga Brasil mengantre.")

    assert in_title.score > in_body.score > 0


def test_place_in_the_text_is_told_apart() -> None:
    late = "kata " * 100 + "Brasil"

    assert evidence("", "Brasil menang").first == 1.0
    assert evidence("", late).later == 1.0


@pytest.mark.parametrize(
    "body", ["Jadwal liga Brasil", "Harga BR$ 20"], ids=["other-word", "currency"]
)
def test_other_meaning_counts_nothing(body: str) -> None:
    assert evidence("", body).score == 0.0


def test_origin_counts_little() -> None:
    assert evidence("", "Seorang pemain Brasil").first < evidence("", "Presiden Brasil").first


def test_origin_reaches_over_a_comma() -> None:
    chained = evidence("", "Bocah asal Recife, Brasil, juara")

    assert chained.first < 1.0


def test_short_form_in_brackets_is_no_second_mention() -> None:
    found = evidence("", "Pemerintah Brasil (BR) setuju")

    assert found.first == 1.0
    assert found.words == {"Brasil": "lead", "BR": "lead"}


def test_country_behind_its_town_counts_in_full_once() -> None:
    """ "Recife, Brasil" is worth the country, however little the town is in sport."""
    assert evidence("", "Menang di Recife, Brasil", Contexts(shares=SPORT_SHARES)).first == 1.0


def test_tentative_mention_alone_is_nothing() -> None:
    assert evidence("", "Para petani panen.").score == 0.0


def test_tentative_mention_counts_beside_a_sure_one() -> None:
    assert evidence("", "Para petani di Brasil panen.").first > 1.4


def test_sport_discounts_places() -> None:
    sport = Contexts(shares=SPORT_SHARES)

    assert evidence("", "Menang atas Recife", sport).first == 0.25


@pytest.mark.parametrize("title", ["Harga naik di tengah krisis Brasil", "Bukan di Brasil, tetapi"])
def test_title_can_set_a_country_aside(title: str) -> None:
    assert evidence(title, "").title < 0.9


def test_reasons_are_as_written() -> None:
    assert evidence("Krisis Brasil", "Kata BR.").words == {"Brasil": "title", "BR": "lead"}
