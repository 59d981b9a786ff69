"""What is muted stays away, and what is liked comes first."""

from dataclasses import replace

import pytest

from bot.digests.compose import choose
from bot.digests.interest import Interest
from bot.digests.muting import is_muted, without_muted
from bot.model import Quote, StoryId, TopicKey
from bot.reading import Mute, MuteKind, Taste
from tests.digests.test_compose import NOW, ids, in_title, story

IRAQ = TopicKey("irak")


def mute(kind: MuteKind, value: str) -> Mute:
    return Mute(kind=kind, value=value)


@pytest.mark.parametrize(
    ("what", "away"),
    [
        (mute(MuteKind.TOPIC, "irak"), True),
        (mute(MuteKind.TOPIC, "rusia"), False),
        (mute(MuteKind.WORD, "Berita 1"), True),
        (mute(MuteKind.WORD, "Berita 2"), False),
        (mute(MuteKind.AFFAIR, "1"), True),
        (mute(MuteKind.AFFAIR, "9"), True),
        (mute(MuteKind.AFFAIR, "2"), False),
        (mute(MuteKind.OUTLET, "Outlet 1-0"), True),
        (mute(MuteKind.OUTLET, "Outlet 2-0"), False),
    ],
    ids=lambda value: f"{value.kind}-{value.value}" if isinstance(value, Mute) else "",
)
def test_mute_covers(what: Mute, away: bool) -> None:
    one = replace(story(1, ["irak"]), affair_id=StoryId(9))

    assert is_muted(one, [what], in_title) is away


def test_story_of_other_outlets_stays_and_is_theirs() -> None:
    one = replace(
        story(1, ["irak"], outlets=2),
        summary=(Quote(text="Dari kepala."), Quote(text="Dari yang lain.", outlet="Outlet 1-1")),
    )

    told = without_muted(one, {"Outlet 1-0"})

    assert not is_muted(one, [mute(MuteKind.OUTLET, "Outlet 1-0")], in_title)
    assert told.outlets == ("Outlet 1-1",)
    assert told.link == one.reports[1].link
    assert [quote.text for quote in told.summary] == ["Dari yang lain."]


def test_story_without_muted_outlet_is_the_same() -> None:
    one = story(1, ["irak"], outlets=2)

    assert without_muted(one, {"Outlet 9"}) is one


def test_muted_stories_are_not_chosen() -> None:
    stories = [story(1, ["irak"]), story(2, ["irak", "rusia"])]
    wish = Interest(topics=(IRAQ,), queries=(), mutes=(mute(MuteKind.TOPIC, "rusia"),))

    assert ids(choose(stories, wish, in_title, NOW)) == [1]


def test_mutes_hold_for_who_reads_everything() -> None:
    stories = [story(1, ["irak"]), story(2, ["rusia"])]
    wish = Interest(topics=(), queries=(), mutes=(mute(MuteKind.TOPIC, "rusia"),))

    assert ids(choose(stories, wish, in_title, NOW)) == [1]


@pytest.mark.parametrize(("steps", "order"), [(1, [2, 1]), (-1, [1, 2])], ids=["more", "less"])
def test_taste_moves_stories(steps: int, order: list[int]) -> None:
    stories = [story(1, ["irak"]), story(2, ["irak"])]
    taste = Taste(name="Outlet 2-0", steps=steps)
    wish = Interest(topics=(IRAQ,), queries=(), tastes=(taste,))

    assert ids(choose(stories, wish, in_title, NOW)) == order
