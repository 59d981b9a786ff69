"""Summaries of one text."""

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.luhn import LuhnSummarizer

from bot.text.clean import body
from bot.text.summary import NewsSummarizer, NewsTokenizer, WordBudget, summarise
from bot.text.words import tokens

TITLE = "Turania Janjikan Dukungan Tak Tergoyahkan bagi Lyonesse dalam Perang Antiteror"
# Fictional, in the shape of a translated wire report.
WIRE = """\
Kabarpatroli – Meridia : Turania menegaskan kembali dukungannya bagi Lyonesse dalam perang \
melawan terorisme, ketika negara gurun itu membersihkan wilayahnya dari sisa kelompok Hitam.

Pada hari Rabu, Igor Bogdan, utusan khusus presiden Turania, berbicara dengan Duta Besar Lyonesse \
Hamid al-Karim mengenai masalah bilateral dan internasional.

Kedua belah pihak bertukar pandangan tentang cara meningkatkan hubungan dagang dan energi.

Bogdan dan Karim juga membahas konflik di perbatasan utara serta nasib para pengungsi.

Pihak Turania menegaskan dukungan kuat atas upaya Lyonesse untuk mencabut terorisme sampai akarnya.

Pembelian sistem pertahanan T-400 buatan Turania masih dirundingkan. Utaria mengancam akan \
menjatuhkan sanksi jika pembelian itu dilanjutkan.

Menteri Luar Negeri Turania Sergei Lavan mengatakan saat itu bahwa negaranya siap memenuhi \
“setiap kebutuhan Lyonesse akan produk militer.”

“Negara kami memainkan peran penting dalam pertahanan Lyonesse. Itu tidak akan berubah,” tambahnya.

Komentar"""


def _length(summary: Sequence[str]) -> int:
    return sum(len(tokens(sentence)) for sentence in summary)


def test_wire_report_keeps_its_subject() -> None:
    told = " ".join(summarise(TITLE, WIRE))

    assert "Turania" in told
    assert "Lyonesse" in told
    assert "teroris" in told


def test_wire_report_loses_dateline_and_comment_box() -> None:
    told = " ".join(summarise(TITLE, WIRE))

    assert "Kabarpatroli" not in told
    assert "Meridia :" not in told
    assert "Komentar" not in told


def test_sentences_are_verbatim_and_in_order() -> None:
    text = body(WIRE)
    places = [text.find(sentence) for sentence in summarise(TITLE, WIRE)]

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(("words", "least", "most"), [(30, 15, 50), (60, 40, 80), (100, 75, 125)])
def test_length_follows_the_budget(words: int, least: int, most: int) -> None:
    assert least <= _length(summarise(TITLE, WIRE, words=words)) <= most


def test_two_to_four_sentences_are_taken() -> None:
    assert 2 <= len(summarise(TITLE, WIRE)) <= 4


def test_quotation_is_not_torn() -> None:
    told = summarise("", "“Kami siap membantu. Alat sudah dikirim,” kata Danu.\n\n" + WIRE)

    assert all(sentence.count("“") == sentence.count("”") for sentence in told)


def test_pronoun_needs_its_antecedent() -> None:
    """The second sentence is a torn quotation: the third one would point at the wrong man."""
    text = (
        "Danu Wiratama memenangi lomba lari 10 kilometer di Rejomulyo pada hari Minggu pagi.\n\n"
        "Juara kedua Sri Lestari berkata, “Saya senang.\n\n"
        "Ia mengalahkan dua ribu pelari dari dua belas negara di kawasan Asia dan Eropa.\n\n"
        "Pemerintah kota menggelar lomba lari ini untuk kedua puluh kalinya dengan sponsor."
    )

    told = summarise("Danu menang lomba lari", text, words=30)

    assert len(told) == 2
    assert not any(sentence.startswith("Ia ") for sentence in told)


@pytest.mark.parametrize("text", ["", " \n\n ", "Komentar", "(feb)"])
def test_nothing_to_say_is_said_with_nothing(text: str) -> None:
    assert summarise("Judul", text) == ()


def test_one_sentence_is_its_own_summary() -> None:
    assert summarise("", "Rusia menjual gandum.") == ("Rusia menjual gandum.",)


def test_text_without_full_stops_is_cut_short() -> None:
    (only,) = summarise("", "kata dan angka " * 70_000)

    assert len(only) <= 602
    assert only.endswith(" …")


def test_endless_text_is_read_in_part() -> None:
    text = " ".join(
        f"Warga desa ke-{number} menanam seribu pohon baru." for number in range(25_000)
    )

    assert 2 <= len(summarise("Warga menanam pohon", text)) <= 5


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
def test_languages_of_sumy_are_summarised_offline(language: str) -> None:
    text = (
        "The harbour of Meridia was closed on Monday after a storm damaged the northern pier.\n\n"
        "“We will open again on Friday,” said the harbour master, who has been there for years.\n\n"
        "Forty ships wait in the bay and the city has asked the navy for help with supplies.\n\n"
        "The storm was the strongest in ten years and left a thousand homes without power."
    )

    told = summarise("Storm closes the harbour of Meridia", text, language=language)

    assert told[0].startswith("The harbour of Meridia was closed")
    assert 2 <= len(told) <= 4


def test_english_stems_tie_sentences_to_the_title() -> None:
    fillers = [
        "Nothing much was happening around the quiet town on that day.",
        "The rain had been falling on its roofs since the early morning.",
        "Its only road was empty but for a dog and two old men.",
    ]
    about = "The minister has resigned after the vote against her budget last night."

    told = summarise(
        "Minister resigns", "\n\n".join([*fillers[:2], about, fillers[2]]), words=24, language="en"
    )

    assert about in told


@pytest.mark.parametrize("language", ["xx", "tlh", "../x", "Indonesian (old)"])
def test_unknown_language_gets_the_lead(language: str) -> None:
    text = "Alfa beta gama delta. " * 3 + "Epsilon zeta eta teta. " * 20

    assert summarise("", text, words=12, language=language)[0] == "Alfa beta gama delta."


def test_missing_language_is_detected() -> None:
    assert summarise(TITLE, WIRE, language="") == summarise(TITLE, WIRE, language="id")


def test_summary_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(summarise))(TITLE, WIRE) == summarise(TITLE, WIRE)  # noqa: S301 - our own bytes


def _document() -> object:
    return PlaintextParser.from_string(body(WIRE), NewsTokenizer()).document


def test_summariser_counts_like_sumy() -> None:
    assert len(NewsSummarizer()(_document(), 3)) == 3


def test_tokenizer_and_budget_serve_stock_summarisers() -> None:
    told = LuhnSummarizer()(_document(), WordBudget(40))

    assert 20 <= _length([str(sentence) for sentence in told]) <= 70


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet='abcAB .,!?"“”\n-()1', max_size=400))
def test_any_text_gives_its_own_words(text: str) -> None:
    source = "".join(tokens(text))

    assert all("".join(tokens(sentence)) in source for sentence in summarise("", text))
