"""The rules that rate sentences without any training."""

from bot.text.article import Article, article
from bot.text.rules import is_plain, lead, usable, worths
from bot.text.words import tokens

NEWS = "Wali Kota meresmikan taman baru di tepi sungai kemarin."
QUOTE = "“Kami senang sekali dengan taman yang baru dibuka ini,” kata Danu."
QUESTION = "Apakah taman itu akan dibuka sampai malam hari?"


def _article(*sentences: str) -> Article:
    return article([], [[(one, tokens(one)) for one in sentences]])


def test_quotations_questions_and_fragments_are_not_plain() -> None:
    found = _article(NEWS, QUOTE, QUESTION, "Daftar lengkap")

    assert [is_plain(line) for line in found.lines] == [True, False, False, False]


def test_worth_falls_with_distance() -> None:
    found = worths(_article(*[NEWS] * 12), 60)

    assert list(found) == sorted(found, reverse=True)
    assert found[0] > 0.8
    assert found[-1] < 0.2


def test_plain_sentence_beats_quotation_before_it() -> None:
    quotation, news = worths(_article(QUOTE, NEWS), 60)

    assert news > quotation


def test_lead_looks_at_nothing_but_place() -> None:
    found = lead(_article(QUOTE, QUESTION, NEWS), 60)

    assert list(found) == sorted(found, reverse=True)


def test_torn_quotation_is_worth_nothing_beside_others() -> None:
    found = _article(NEWS, "“Kami senang sekali.", "Tamannya bagus,” kata Danu.")

    assert usable(found, (0.9, 0.8, 0.7)) == (0.9, 0.0, 0.0)


def test_torn_quotation_is_kept_where_it_is_all() -> None:
    found = _article("“Kami senang sekali.")

    assert usable(found, (0.8,)) == (0.8,)


def test_endless_sentence_is_worth_nothing_beside_others() -> None:
    assert usable(_article(NEWS, "kata " * 200), (0.9, 0.8)) == (0.9, 0.0)
