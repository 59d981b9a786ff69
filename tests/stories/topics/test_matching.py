import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import TopicKey
from bot.stories.topics.catalogue import Catalogue, TopicSpec, builtin
from bot.stories.topics.matching import IMPLIED, Matcher

READY = Matcher(builtin())
IRAK = TopicKey("irak")
TITLE = "Ledakan Guncang Pasar di Bagdad"
TEXT = "Bagdad (KABAR) - Ledakan mengguncang pasar di Bagdad, Irak, pada Jumat pagi."


def test_reasons_are_the_words_as_written(matcher: Matcher) -> None:
    [irak] = [match for match in matcher.match(TITLE, TEXT) if match.key == IRAK]

    assert irak.where == "title"
    assert irak.words == ("Bagdad", "Irak")


def test_country_implies_its_region(matcher: Matcher) -> None:
    [region] = [match for match in matcher.match(TITLE, TEXT) if match.key == "timur-tengah"]

    assert region.where == IMPLIED
    assert region.words == ("Bagdad", "Irak")


def test_region_by_its_own_name_is_not_implied(matcher: Matcher) -> None:
    title = "Timur Tengah Memanas, Irak Siaga"

    found = {match.key: match for match in matcher.match(title, "Irak bersiaga penuh.")}

    assert found[TopicKey("timur-tengah")].where == "title"


def test_best_topic_comes_first(matcher: Matcher) -> None:
    scores = [match.score for match in matcher.match(TITLE, TEXT)]

    assert scores == sorted(scores, reverse=True)
    assert all(0.0 < score <= 1.0 for score in scores)


@pytest.mark.parametrize("section", ["ekonomi", "Bisnis", "berita-ekonomi-bisnis"])
def test_section_of_the_feed_makes_a_desk(matcher: Matcher, section: str) -> None:
    found = {match.key: match for match in matcher.match("Kabar Sore", "", section=section)}

    assert found[TopicKey("ekonomi")].where == "section"
    assert found[TopicKey("ekonomi")].words == (section,)


def test_unknown_section_is_ignored(matcher: Matcher) -> None:
    assert matcher.match("Kabar Sore", "", section="kolom pembaca") == ()


def test_empty_story_has_no_topic(matcher: Matcher) -> None:
    assert matcher.match("", "") == ()


def test_admins_topic_is_found(catalogue: Catalogue) -> None:
    spec = TopicSpec(key="makan-gratis", any=("makan bergizi gratis", "MBG"))
    matcher = Matcher(catalogue.with_overrides([spec]))

    keys = {match.key for match in matcher.match("Menu MBG Diubah", "")}

    assert "makan-gratis" in keys


def test_any_adds_a_word_to_a_ready_topic(catalogue: Catalogue) -> None:
    matcher = Matcher(catalogue.with_overrides([TopicSpec(key="irak", any=("Negeri Kurma",))]))

    keys = {match.key for match in matcher.match("Panen Besar di Negeri Kurma", "")}

    assert "irak" in keys


@pytest.mark.parametrize(
    ("title", "stands"),
    [("Vaksin Sapi Tiba di Boyolali", True), ("Vaksin Tiba di Boyolali", False)],
)
def test_all_asks_for_every_word(catalogue: Catalogue, title: str, stands: bool) -> None:
    spec = TopicSpec(key="sapi-sehat", all=("sapi", "vaksin"))
    matcher = Matcher(catalogue.with_overrides([spec]))

    assert ("sapi-sehat" in {match.key for match in matcher.match(title, "")}) is stands


def test_not_refuses_a_story(catalogue: Catalogue) -> None:
    spec = TopicSpec(key="apel", any=("apel",), not_=("apel pagi",))
    matcher = Matcher(catalogue.with_overrides([spec]))

    assert "apel" in {match.key for match in matcher.match("Panen Apel Melimpah", "")}
    assert "apel" not in {match.key for match in matcher.match("Apel Pagi Digelar", "")}


@given(st.text(max_size=80), st.text(max_size=400))
def test_any_text_can_be_matched(title: str, text: str) -> None:
    matches = READY.match(title, text)

    assert len({match.key for match in matches}) == len(matches)


def test_same_story_has_same_topics(matcher: Matcher) -> None:
    assert matcher.match(TITLE, TEXT) == matcher.match(TITLE, TEXT)
