from datetime import UTC, datetime

import pytest

from bot.model import EntryId, FeedId, Report, Story, StoryId, TopicKey, TopicMatch
from bot.stories.topics.preview import Verdict, match_story, preview
from bot.stories.topics.queries import parse

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def story(number: int, title: str, text: str = "", topics: tuple[str, ...] = ()) -> Story:
    report = Report(
        id=EntryId(number), feed_id=FeedId(1), outlet="Warta Kita", section="",
        link=f"https://warta.example/{number}", key=str(number), title=title, text=text,
        published=NOON, seen=NOON,
    )  # fmt: skip
    return Story(
        id=StoryId(number), sequence=number, title=title, link=report.link, first=NOON, last=NOON,
        reports=(report,), topics=tuple(TopicMatch(key=TopicKey(key), score=1) for key in topics),
    )  # fmt: skip


def test_preview_counts_and_shows_the_latest() -> None:
    stories = [story(n, "Gempa di laut" if n % 5 == 0 else "Panen padi") for n in range(50, 0, -1)]

    seen = preview(parse("gempa"), stories)

    assert (seen.matching, seen.more, seen.verdict) == (10, False, Verdict.GOOD)
    assert [found.id for found in seen.latest] == [50, 45, 40]


def test_stories_beyond_the_sample_count_once() -> None:
    newest, older = story(2, "Gempa di laut"), story(1, "Gempa di darat")

    seen = preview(parse("gempa"), [newest], [newest, older], more=True)

    assert (seen.matching, seen.more) == (2, True)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("harga beras", {"beras"}),
        ('"harga beras" sumber:warta', {"beras"}),
        ("gempa atau tsunami", {"gempa", "tsunami"}),
        ("sumber:warta", set()),
    ],
)
def test_key_words_are_the_rarest(query: str, words: set[str]) -> None:
    assert parse(query).key_words == words


@pytest.mark.parametrize(
    ("query", "count", "verdict"),
    [("padi", 30, Verdict.TOO_BROAD), ("padi", 5, Verdict.GOOD), ("kopi", 30, Verdict.NEVER)],
    ids=["broad", "few-stories", "never"],
)
def test_verdict_is_said(query: str, count: int, verdict: Verdict) -> None:
    stories = [story(number, "Panen padi") for number in range(count)]

    assert preview(parse(query), stories).verdict is verdict


def test_story_matches_by_text_topic_and_outlet() -> None:
    tagged = story(1, "Kabar sore", "Ledakan di pasar", ("irak",))

    assert match_story(parse("irak ledakan sumber:warta"), tagged)
    assert not match_story(parse("rusia"), tagged)
