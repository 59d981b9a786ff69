"""One summary from the reports of several outlets."""

import pickle

import pytest

from bot.model import EntryId, Text, at_length
from bot.style import SummaryLength
from bot.text.clean import body
from bot.text.summary import summarise, summarise_story
from bot.text.words import tokens

LEAD = (
    "Gempa bermagnitudo 6,1 mengguncang Pulau Maluria pada Selasa (3/6) pagi dan merusak "
    "ratusan rumah."
)
SAME = (
    "Gempa dengan magnitudo 6,1 mengguncang Pulau Maluria, Selasa (3/6) pagi, dan merusak "
    "ratusan rumah warga."
)
DEATHS = "Sedikitnya 12 orang tewas dan 80 orang terluka menurut badan penanggulangan bencana."
DEATHS_AGAIN = "Badan penanggulangan bencana mencatat sedikitnya 12 orang tewas dan 80 terluka."
AIRPORT = "Bandara Maluria ditutup sampai Kamis karena landasannya retak akibat guncangan gempa."
FESTIVAL = "Pulau itu terkenal dengan festival layang-layang yang digelar setiap bulan Agustus."


def _report(number: int, *sentences: str, language: str = "id", outlet: str = "") -> Text:
    return Text(
        title="Gempa guncang Pulau Maluria",
        text="\n\n".join(sentences),
        outlet=outlet or f"Kabar {number}",
        entry_id=EntryId(number),
        language=language,
    )


LONG_READ = _report(
    6,
    LEAD,
    DEATHS,
    AIRPORT,
    "Tim penyelamat dari tiga provinsi tiba dengan kapal pada siang hari membawa tenda dan air.",
    "Listrik di ibu kota kabupaten padam sejak pagi sehingga rumah sakit memakai genset cadangan.",
    "Pemerintah daerah menetapkan masa tanggap darurat selama dua pekan terhitung mulai hari ini.",
    "Gelombang setinggi setengah meter sempat teramati di pelabuhan tetapi tidak merusak kapal.",
    FESTIVAL,
)
LENGTHS = (SummaryLength.SHORT, SummaryLength.NORMAL, SummaryLength.LONG)

REPORTS = (
    _report(1, LEAD, DEATHS, FESTIVAL),
    _report(2, SAME, AIRPORT, DEATHS_AGAIN),
    _report(3, SAME, DEATHS_AGAIN, AIRPORT),
)


def test_facts_of_all_reports_are_told() -> None:
    told = " ".join(quote.text for quote in summarise_story(REPORTS))

    assert "6,1" in told
    assert "12 orang tewas" in told
    assert "Bandara Maluria" in told


def test_nothing_is_told_twice() -> None:
    told = [quote.text for quote in summarise_story(REPORTS)]

    assert sum("magnitudo" in text for text in told) == 1
    assert sum("12 orang tewas" in text for text in told) == 1


def test_what_only_one_report_tells_yields() -> None:
    told = at_length(summarise_story(REPORTS), SummaryLength.NORMAL)

    assert FESTIVAL not in [quote.text for quote in told]


def test_every_quote_names_its_outlet() -> None:
    source = {report.entry_id: report for report in REPORTS}

    for quote in summarise_story(REPORTS):
        report = source[quote.entry_id]
        assert quote.outlet == report.outlet
        assert quote.text in body(report.text)


def test_one_report_is_told_in_its_order() -> None:
    (report,) = REPORTS[:1]

    told = at_length(summarise_story([report]), SummaryLength.NORMAL)

    assert [quote.text for quote in told] == list(summarise(report.title, report.text))


def test_a_copied_report_changes_nothing() -> None:
    once = summarise_story(REPORTS[:1])

    twice = summarise_story((REPORTS[0], _report(9, LEAD, DEATHS, FESTIVAL)))

    assert [quote.text for quote in twice] == [quote.text for quote in once]


def test_language_of_most_reports_is_spoken() -> None:
    english = _report(
        4, "A quake of 6.1 has hit the island of Maluria and damaged the homes.", language="en"
    )

    told = summarise_story((english, *REPORTS[:2]))

    assert {quote.outlet for quote in told} <= {"Kabar 1", "Kabar 2"}


def test_malay_report_counts_as_indonesian() -> None:
    malay = _report(5, AIRPORT, language="ms")

    assert summarise_story((malay, REPORTS[0]))


def test_no_reports_have_no_summary() -> None:
    assert summarise_story(()) == ()


def test_reports_without_text_have_no_summary() -> None:
    assert summarise_story((_report(1), _report(2))) == ()


@pytest.mark.parametrize("reports", [REPORTS, REPORTS[:1], (LONG_READ,)], ids=str)
def test_each_length_holds_the_shorter(reports: tuple[Text, ...]) -> None:
    told = summarise_story(reports)

    short, normal, long = (at_length(told, length) for length in LENGTHS)
    assert 1 <= len(short) <= 2
    assert set(short) <= set(normal) <= set(long)
    assert len(long) <= 5


def test_each_length_keeps_to_its_words() -> None:
    told = summarise_story((LONG_READ,))

    words = [
        sum(len(tokens(quote.text)) for quote in at_length(told, length)) for length in LENGTHS
    ]
    short, normal, long = words
    assert short < normal < long
    assert (short <= 42, normal <= 78, long <= 132) == (True, True, True)


def test_long_summary_is_told_in_the_order_of_the_text() -> None:
    told = [quote.text for quote in summarise_story((LONG_READ,))]

    assert told == sorted(told, key=LONG_READ.text.index)


def test_short_summary_does_not_hang_on_a_sentence_left_out() -> None:
    hanging = "Ia mengatakan jumlah itu masih dapat bertambah karena akses jalan terputus."
    report = _report(1, DEATHS, hanging, AIRPORT, LEAD)

    short = at_length(summarise_story([report]), SummaryLength.SHORT)

    texts = [quote.text for quote in short]
    assert hanging not in texts or DEATHS in texts


def test_thirty_reports_are_enough_to_read() -> None:
    many = tuple(_report(number, SAME, DEATHS_AGAIN, AIRPORT) for number in range(30))

    assert 2 <= len(summarise_story(many)) <= 5


def test_work_and_result_can_be_pickled() -> None:
    work, reports = pickle.loads(pickle.dumps((summarise_story, REPORTS)))  # noqa: S301 - our own bytes

    assert pickle.loads(pickle.dumps(work(reports))) == summarise_story(REPORTS)  # noqa: S301 - our own bytes


@pytest.mark.parametrize("language", ["en", "id", "fr"])
def test_what_stands_far_down_can_be_chosen(language: str) -> None:
    """A long story of one report: its best sentences may lie beyond what several are read to."""
    best = [
        f"Harbour workers under {name} reopened the damaged quay of Maluria after the storm."
        for name in ("Wati", "Darmo", "Lestari", "Sutejo")
    ]

    quotes = summarise_story([_report(1, *["It was so."] * 30, *best, language=language)])

    assert quotes
    assert quotes[-1].text in best
