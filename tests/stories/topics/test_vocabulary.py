import pytest

from bot.model import TopicKey
from bot.stories.topics.names import NameKind, parse_name
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.vocabulary import Certainty, Vocabulary
from bot.stories.topics.words import cut


def topic(key: str, *names: str) -> TopicInfo:
    words = tuple(parse_name(name, NameKind.NAME) for name in names)
    return TopicInfo(key=TopicKey(key), kind="country", names={"id": key}, words=words)


def found(vocabulary: Vocabulary, text: str) -> list[tuple[str, str]]:
    words = cut(text)
    return [(m.key, words.as_written(m.at, m.count)) for m in vocabulary.mentions(words)]


def test_longest_name_wins() -> None:
    vocabulary = Vocabulary([topic("korea-utara", "Korea Utara"), topic("korea", "Korea")])

    assert found(vocabulary, "Dari Korea Utara ke Korea") == [
        ("korea-utara", "Korea Utara"),
        ("korea", "Korea"),
    ]


def test_mask_swallows_the_name_inside() -> None:
    vocabulary = Vocabulary([topic("as", "=AS")], masks=["dolar AS"])

    assert found(vocabulary, "kurs dolar AS naik, kata AS") == [("as", "AS")]


def test_name_of_two_topics_gives_both() -> None:
    vocabulary = Vocabulary([topic("rusia", "Krimea"), topic("ukraina", "Krimea")])

    assert found(vocabulary, "di Krimea") == [("rusia", "Krimea"), ("ukraina", "Krimea")]


def test_name_given_twice_counts_once() -> None:
    vocabulary = Vocabulary([topic("kim", "Kim Jong-un", "Kim Jong Un")])

    assert found(vocabulary, "Kim Jong-un") == [("kim", "Kim Jong-un")]


def test_abbreviation_needs_its_capitals() -> None:
    vocabulary = Vocabulary([topic("as", "=AS")])

    assert found(vocabulary, "Truk patah as di jalan dan ditinggalkan") == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Baku tembak terjadi lagi", Certainty.TENTATIVE),
        ("Ia terbang ke Baku pada malam hari", Certainty.SURE),
        ("Ia Terbang ke Baku Malam Hari", Certainty.TENTATIVE),
    ],
    ids=["opening", "inside", "title-case"],
)
def test_common_word_needs_a_telling_capital(text: str, certainty: Certainty) -> None:
    vocabulary = Vocabulary([topic("azerbaijan", "*Baku")])

    [mention] = vocabulary.mentions(cut(text))

    assert mention.certainty is certainty


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("kata warga Chad pada Senin lalu", True),
        ("kata Presiden Chad pada Senin lalu", True),
        ("kata Chad Holloway pada Senin lalu", False),
        ("kata Michael Chad pada Senin lalu", False),
    ],
    ids=["people", "office", "first-name", "family-name"],
)
def test_personal_name_is_no_country(text: str, stands: bool) -> None:
    vocabulary = Vocabulary([topic("chad", "~Chad")], title_words=["presiden"])

    assert bool(found(vocabulary, text)) is stands


@pytest.mark.parametrize("text", ["Irak dan Iraknya", "Irak danIrak", "Irak, IrakBaru"])
def test_name_inside_a_longer_word_is_found(text: str) -> None:
    vocabulary = Vocabulary([topic("irak", "Irak")])

    assert len(found(vocabulary, text)) == 2


def test_name_inside_a_plain_word_is_not() -> None:
    vocabulary = Vocabulary([topic("rusia", "Rusia"), topic("mali", "Mali")])

    assert found(vocabulary, "prusia kembali berusia") == []
