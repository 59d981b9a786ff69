import pytest

from bot.model import TopicKey
from bot.stories.topics.deciding import is_about, is_foreign, named_by_rules
from bot.stories.topics.evidence import Evidence
from bot.stories.topics.topic import Kind

IRAK, RUSIA, HOME, OWN = (TopicKey(key) for key in ("irak", "rusia", "indonesia", "topik-saya"))
KINDS: dict[TopicKey, Kind] = {IRAK: "country", RUSIA: "country", HOME: "country", OWN: "custom"}


def decide(
    found: dict[TopicKey, Evidence],
    length: int = 50,
    *,
    background: bool = False,
    likely: float = 0.5,
) -> tuple[TopicKey, ...]:
    """`likely`: what the model says of each foreign country, by default neither yes nor no."""
    named = named_by_rules(found, KINDS, length, background=background)
    return tuple(
        key
        for key in found
        if is_about(likely if is_foreign(key, KINDS) else None, named=key in named)
    )


def test_title_makes_a_country() -> None:
    assert decide({IRAK: Evidence(title=1.0)}) == (IRAK,)


def test_long_body_must_repeat_the_title() -> None:
    assert decide({IRAK: Evidence(title=1.0)}, 200) == ()
    assert decide({IRAK: Evidence(title=1.0, later=1.0)}, 200) == (IRAK,)


def test_long_body_of_other_places_must_lead_with_it() -> None:
    """ "Alat untuk Pasar Irak" may tell of the home town alone."""
    home = Evidence(title=1.0, first=1.0, second=1.0)

    assert decide({IRAK: Evidence(title=1.0, later=2.0), HOME: home}, 200) == (HOME,)
    assert IRAK in decide({IRAK: Evidence(title=1.0, second=1.0), HOME: home}, 200)


def test_admins_topic_is_never_forgotten() -> None:
    assert decide({OWN: Evidence(title=1.0)}, 200) == (OWN,)


def test_leading_country_needs_no_title() -> None:
    assert decide({IRAK: Evidence(first=1.0, second=1.0)}) == (IRAK,)


def test_passing_mention_is_no_topic() -> None:
    assert decide({IRAK: Evidence(later=2.0)}) == ()


@pytest.mark.parametrize("title", [RUSIA, HOME], ids=["rival", "home"])
def test_other_title_asks_for_more(title: TopicKey) -> None:
    found = {title: Evidence(title=1.0, first=1.0), IRAK: Evidence(first=1.0, second=1.0)}

    assert IRAK not in decide(found)


def test_background_desk_asks_for_more() -> None:
    assert decide({IRAK: Evidence(first=1.0, second=1.0)}, background=True) == ()


def test_origin_in_the_title_asks_for_more() -> None:
    assert decide({IRAK: Evidence(title=0.35, first=1.0, second=0.5)}) == ()


def test_admins_topic_needs_less() -> None:
    assert decide({OWN: Evidence(first=1.0)}) == (OWN,)


def test_model_can_veto_a_title() -> None:
    assert decide({IRAK: Evidence(title=1.0)}, likely=0.1) == ()


def test_model_alone_must_be_surer() -> None:
    passing = Evidence(later=2.0)

    assert decide({IRAK: passing}, likely=0.65) == ()
    assert decide({IRAK: passing}, likely=0.75) == (IRAK,)


def test_model_has_no_say_on_the_home_country() -> None:
    assert decide({HOME: Evidence(title=1.0)}, likely=0.0) == (HOME,)
