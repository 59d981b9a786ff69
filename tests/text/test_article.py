"""Sentences with their quotation marks and their antecedents."""

import pytest

from bot.text.article import Article, article, leans
from bot.text.words import tokens


def _article(*paragraphs: list[str]) -> Article:
    return article([], [[(one, tokens(one)) for one in paragraph] for paragraph in paragraphs])


def test_lines_are_numbered_through() -> None:
    found = _article(["Satu.", "Dua."], ["Tiga."])

    assert [(line.order, line.paragraph, line.place) for line in found.lines] == [
        (0, 0, 0),
        (1, 0, 1),
        (2, 1, 0),
    ]


def test_parts_of_a_quotation_are_torn() -> None:
    found = _article(['"Kami siap membantu.', "Alat sudah dikirim.", 'Semua aman," kata Danu.'])

    assert [line.is_torn for line in found.lines] == [True, True, True]


def test_whole_quotation_is_not_torn() -> None:
    found = _article(["“Kami siap,” kata Danu.", "Warga lega."])

    assert [line.is_torn for line in found.lines] == [False, False]


def test_a_paragraph_closes_what_it_opened() -> None:
    found = _article(["“Kami siap membantu."], ["Warga lega."])

    assert [line.is_torn for line in found.lines] == [True, False]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ia mengatakan hal serupa.",
        "Selain itu, harga naik.",
        "Keputusan ini berlaku besok.",
        "Namun warga menolak.",
    ],
)
def test_sentence_leans_on_the_one_before(sentence: str) -> None:
    assert leans(tokens(sentence))


@pytest.mark.parametrize(
    "sentence", ["Hari ini harga naik.", "Rusia menjual gandum.", "Iran menolak.", ""]
)
def test_sentence_stands_alone(sentence: str) -> None:
    assert not leans(tokens(sentence))


def test_question_is_told_behind_marks() -> None:
    found = _article(["Apa rencananya?", "“Kapan?” tanya warga.", '"Siapa dia?"'])

    assert [line.is_question for line in found.lines] == [True, False, True]
