"""The place of a story among the candidates of one reader."""

from dataclasses import replace
from datetime import timedelta

from bot.digests.interest import Interest
from bot.digests.standing import Merits, Standing, merits, standing
from bot.model import Story, StoryId, TopicKey
from bot.reading import Mute, MuteKind, Taste
from tests.digests.test_compose import NOW, story

IRAQ = Interest(topics=(TopicKey("irak"),), queries=())


def fits(_query: str, _story: Story) -> bool:
    return False


def test_best_told_story_is_first() -> None:
    stories = [story(1, ["irak"]), story(2, ["irak"], outlets=3), story(3, ["rusia"])]

    assert standing(stories[0], stories, IRAQ, fits, NOW) == Standing(place=2, total=2)


def test_muted_or_unwanted_story_has_no_place() -> None:
    stories = [story(1, ["irak"]), story(2, ["rusia"])]
    muted = replace(IRAQ, mutes=(Mute(kind=MuteKind.TOPIC, value="irak"),))

    assert standing(stories[0], stories, muted, fits, NOW) is None
    assert standing(stories[1], stories, IRAQ, fits, NOW) is None


def test_story_that_was_told_at_once_takes_no_place() -> None:
    stories = [story(1, ["irak"], outlets=3), story(2, ["irak"])]
    told = replace(IRAQ, told=frozenset({StoryId(1)}))

    assert standing(stories[1], stories, told, fits, NOW) == Standing(place=1, total=1)


def test_affair_stands_together_as_in_the_message() -> None:
    big, other = story(1, ["irak"], outlets=4), story(2, ["irak"], outlets=2)
    kin = replace(story(3, ["irak"], hours=20), affair_id=StoryId(1))
    stories = [replace(big, affair_id=StoryId(1)), other, kin]

    assert standing(kin, stories, IRAQ, fits, NOW) == Standing(place=2, total=3)


def test_merits_are_those_of_ranking() -> None:
    liked = replace(IRAQ, tastes=(Taste(name="irak", steps=-1),))

    found = merits(story(1, ["irak"], hours=3, outlets=2), liked, NOW)

    assert found == Merits(newsrooms=2, age=timedelta(hours=3), liking=-1)
