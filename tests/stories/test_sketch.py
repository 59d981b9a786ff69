"""What is kept of a report for comparing."""

from bot.stories.kinds import Kind
from bot.stories.sketch import LEAD, SHORT, quoted_runs, sketch
from bot.stories.wording import forms
from tests.stories.given import FLOOD, report


def test_counts_are_aligned_with_the_words() -> None:
    made = sketch(report("Harga Beras Naik", "Harga beras naik. Beras langka di pasar."))

    counts = dict(zip(made.terms, made.body, strict=True))
    assert counts["beras"] == 5 + 2
    assert counts["pasar"] == 1
    assert len(made.title) <= len(made.lead) <= len(made.terms)


def test_long_counts_stop_at_a_byte() -> None:
    made = sketch(report("Beras", "beras " * 400))

    assert max(made.body) == 255


def test_lead_ends_between_two_words() -> None:
    text = "x" * (LEAD - 3) + " perdamaian tercapai"

    made = sketch(report("Damai", text))

    assert forms("perdamaian")[0] in made.terms


def test_short_text_is_a_summary() -> None:
    assert sketch(report("Judul", "x" * (SHORT - 1))).short
    assert not sketch(report("Judul", "x" * SHORT)).short


def test_headline_parts_deeds_from_names_and_numbers() -> None:
    headline = sketch(FLOOD).headline

    assert "300" in headline.numbers
    assert "sukamaju" not in headline.acts
    assert {"banjir", "rendam"} & headline.acts
    assert "di" not in headline.content


def test_score_is_the_same_for_both_sides() -> None:
    one = sketch(report("Samudra FC 2-0 Garuda Muda")).headline
    other = sketch(report("Garuda Muda Kalah 0-2")).headline

    assert one.scores == other.scores == {("0", "2")}
    assert Kind.RESULT in one.kinds


def test_quotations_are_kept_as_runs() -> None:
    made = sketch(report("Judul", 'Ia berkata, "kami akan membangun jembatan baru tahun ini".'))
    other = sketch(report("Lain", '"Kami akan membangun jembatan baru tahun ini," katanya.'))

    assert quoted_runs(made.quoted) == quoted_runs(other.quoted)
    assert len(made.quoted) == 4 * 5


def test_empty_report_has_a_sketch() -> None:
    made = sketch(report("", ""))

    assert made.terms == ()
    assert made.headline.content == ()
