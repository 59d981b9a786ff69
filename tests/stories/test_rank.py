"""The order of stories."""

from dataclasses import replace
from datetime import timedelta

from bot.model import Report, Story, StoryId, TopicKey, TopicMatch
from bot.stories.rank import Worth, in_order, voices
from tests.stories.given import CHESS, FLOOD, FLOOD_AID, FLOOD_ELSEWHERE, START

NOW = START + timedelta(hours=10)


def story(number: int, *reports: Report, hours: float = 0, topic: str = "") -> Story:
    """A story whose newest report came so many hours before NOW."""
    last = NOW - timedelta(hours=hours)
    topics = (TopicMatch(key=TopicKey(topic), score=1.0),) if topic else ()
    return Story(
        id=StoryId(number),
        sequence=number,
        title=reports[0].title,
        link="",
        first=last,
        last=last,
        reports=reports,
        topics=topics,
    )


def order(*stories: Story, **wishes: object) -> list[int]:
    return [one.id for one in in_order(stories, worth=Worth(NOW), **wishes)]  # type: ignore[arg-type]


def test_agency_text_in_five_outlets_is_one_voice() -> None:
    copies = [
        replace(FLOOD, outlet=name, copy_of=FLOOD.id) for name in ("Satu", "Dua", "Tiga", "Empat")
    ]

    assert voices([FLOOD, *copies]) == 1
    assert voices([FLOOD, *copies, FLOOD_ELSEWHERE]) == 2


def test_only_a_copy_left_is_still_a_voice() -> None:
    assert voices([replace(FLOOD, copy_of=CHESS.id)]) == 1


def test_more_voices_come_first() -> None:
    assert order(story(1, CHESS), story(2, FLOOD, FLOOD_ELSEWHERE)) == [2, 1]


def test_fresher_comes_first() -> None:
    assert order(story(1, CHESS, hours=9), story(2, FLOOD, hours=1)) == [2, 1]


def test_wanted_topic_comes_first() -> None:
    stories = story(1, CHESS), story(2, FLOOD, topic="banjir")

    assert order(*stories, topics=[TopicKey("banjir")]) == [2, 1]


def test_outlet_has_no_more_than_its_share_in_front() -> None:
    same = [story(number, FLOOD) for number in (1, 2, 3)]

    assert order(*same, story(4, CHESS, hours=20), per_outlet=2) == [1, 2, 4, 3]


def test_order_of_input_does_not_matter() -> None:
    stories = [story(1, CHESS), story(2, FLOOD), story(3, FLOOD_AID, hours=3)]

    assert order(*stories) == order(*reversed(stories))
