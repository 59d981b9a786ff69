"""The numbers that the ranker sees."""

from bot.text import bundles, features
from bot.text.article import Article, article
from bot.text.choose import Bundle
from bot.text.words import tokens

NEWS = "Wali Kota meresmikan taman baru di tepi sungai kemarin."


def _article(*sentences: str) -> Article:
    return article(tokens("taman baru"), [[(one, tokens(one)) for one in sentences]])


def test_every_row_has_the_same_columns() -> None:
    rows = features.rows(features.survey(_article(NEWS, "Ia pulang.", "“Baik,” katanya.")))

    assert len({len(row) for row in rows.values()}) == 1


def test_torn_lines_get_no_row() -> None:
    rows = features.rows(features.survey(_article(NEWS, "“Kami senang.", "Sekali,” katanya.")))

    assert list(rows) == [0]


def test_lines_far_down_get_no_row() -> None:
    rows = features.rows(features.survey(_article(*[NEWS] * 100)))

    assert 10 < len(rows) < 30


def test_title_words_are_counted_where_they_are_new() -> None:
    survey = features.survey(_article(NEWS, NEWS))
    first, second = features.rows(survey).values()

    assert first != second


def test_leaning_counts_sentences_without_antecedent() -> None:
    known = _article(NEWS, "Ia pulang ke rumah.", "Ia tidur lagi.")

    assert bundles.leaning(known, (0, 1)) == 0
    assert bundles.leaning(known, (0, 2)) == 1


def test_bundles_are_described_alike() -> None:
    survey = features.survey(_article(NEWS, NEWS, NEWS))
    offers = [
        Bundle(orders=orders, promise=0.5, hits=9.0, length=18)
        for orders in ((0,), (0, 2), (0, 1, 2))
    ]

    rows = bundles.rows(survey, [0.9, 0.5, 0.4], offers, 60)

    assert len(rows) == 3
    assert len({len(row) for row in rows}) == 1
