"""One summary from the reports of several outlets."""

import pickle

from bot.model import EntryId, Text
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
    told = [quote.text for quote in summarise_story(REPORTS, words=45)]

    assert FESTIVAL not in told


def test_every_quote_names_its_outlet() -> None:
    source = {report.entry_id: report for report in REPORTS}

    for quote in summarise_story(REPORTS):
        report = source[quote.entry_id]
        assert quote.outlet == report.outlet
        assert quote.text in body(report.text)


def test_one_report_is_told_in_its_order() -> None:
    (report,) = REPORTS[:1]

    told = [quote.text for quote in summarise_story([report])]

    assert told == list(summarise(report.title, report.text))


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


def test_length_follows_the_budget() -> None:
    short, long = (
        sum(len(tokens(quote.text)) for quote in summarise_story(REPORTS, words=words))
        for words in (25, 80)
    )

    assert short < long


def test_thirty_reports_are_enough_to_read() -> None:
    many = tuple(_report(number, SAME, DEATHS_AGAIN, AIRPORT) for number in range(30))

    assert 2 <= len(summarise_story(many)) <= 4


def test_work_and_result_can_be_pickled() -> None:
    work, reports = pickle.loads(pickle.dumps((summarise_story, REPORTS)))  # noqa: S301 - our own bytes

    assert pickle.loads(pickle.dumps(work(reports))) == summarise_story(REPORTS)  # noqa: S301 - our own bytes
