"""The story store: loose entries, membership, sequence, whole stories."""

from dataclasses import replace

import pytest

from bot.errors import GiveUpItem
from bot.model import EntryId, JoinReason, Quote, StoryId, TopicKey, TopicMatch
from bot.ports import Storage
from bot.style import SummaryLength
from tests.contract.given import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    a_feed,
    begin,
    entry,
    finish,
    poll,
    ready_stories,
    reports,
    stored,
)

GONE = StoryId(999)


async def test_loose_entries_come_in_order_of_time(storage: Storage) -> None:
    state = await a_feed(storage)
    document = [entry("a", minutes_ago=5), entry("b", minutes_ago=50), entry("c", minutes_ago=20)]
    await poll(storage, state, *document)

    assert [report.title for report in await stored(storage)] == [
        "Berita b",
        "Berita c",
        "Berita a",
    ]


async def test_leased_entries_are_hidden_until_the_end(storage: Storage) -> None:
    await reports(storage, 3)

    first = await storage.stories.lease_entries(NOW + MINUTE, NOW, 2)
    second = await storage.stories.lease_entries(NOW + MINUTE, NOW, 2)
    third = await storage.stories.lease_entries(NOW + HOUR, NOW + MINUTE, 9)

    assert [len(first), len(second), len(third)] == [2, 1, 3]


async def test_begun_story_holds_its_report(storage: Storage) -> None:
    [report] = await reports(storage, 1)

    story_id = await begin(storage, report)

    [story] = await storage.stories.get([story_id])
    placed = replace(report, story_id=story_id, join_reason=JoinReason.FIRST)
    assert story.reports == (placed,)
    assert (story.title, story.link) == (report.title, report.link)
    assert story.first == story.last == report.published
    assert story.sequence == 0
    assert await stored(storage) == ()


async def test_joined_report_widens_the_story(storage: Storage) -> None:
    early, middle, late = await reports(storage, 3)
    story_id = await begin(storage, middle)

    await storage.stories.join(late, story_id, JoinReason.SAME_NEWS, "0.93")
    await storage.stories.join(early, story_id, JoinReason.SAME_TITLE, "1.0")

    [story] = await storage.stories.get([story_id])
    assert [report.id for report in story.reports] == [middle.id, early.id, late.id]
    assert (story.first, story.last) == (early.published, late.published)
    assert story.title == middle.title


async def test_joining_twice_is_joining_once(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)

    for _ in range(2):
        await storage.stories.join(second, story_id, JoinReason.SAME_NEWS, "")

    [story] = await storage.stories.get([story_id])
    assert len(story.reports) == 2


async def test_placed_report_is_not_placed_again(storage: Storage) -> None:
    """Two workers got the same entry: the second finds it placed and takes that story."""
    [report] = await reports(storage, 1)
    story_id = await begin(storage, report)

    assert await begin(storage, report) == story_id


async def test_join_of_a_story_that_is_gone(storage: Storage) -> None:
    [report] = await reports(storage, 1)

    with pytest.raises(GiveUpItem, match="story 999 is gone"):
        await storage.stories.join(report, GONE, JoinReason.SAME_NEWS, "")

    assert len(await stored(storage)) == 1


async def test_begin_with_an_entry_that_is_gone(storage: Storage) -> None:
    [report] = await reports(storage, 1)

    with pytest.raises(GiveUpItem, match="entry 999 is gone"):
        await begin(storage, replace(report, id=EntryId(999)))


async def test_split_report_begins_its_own_story(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    old_id = await begin(storage, first)
    await storage.stories.join(second, old_id, JoinReason.SAME_NEWS, "")

    new_id = await storage.stories.begin(second, JoinReason.SPLIT_BY_ADMIN, "")

    old, new = await storage.stories.get([old_id, new_id])
    assert [report.id for report in old.reports] == [first.id]
    assert [report.id for report in new.reports] == [second.id]
    assert old.last == first.published


async def test_split_head_leaves_the_next_oldest(storage: Storage) -> None:
    first, second, third = await reports(storage, 3)
    story_id = await begin(storage, first)
    for report in (second, third):
        await storage.stories.join(report, story_id, JoinReason.SAME_NEWS, "")

    await storage.stories.begin(first, JoinReason.SPLIT_BY_ADMIN, "")

    [story] = await storage.stories.get([story_id])
    assert story.title == second.title
    assert story.first == second.published


async def test_merged_story_ends(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    kept, given_up = await begin(storage, first), await begin(storage, second)

    await storage.stories.join(second, kept, JoinReason.MERGED_BY_ADMIN, "")

    [story] = await storage.stories.get([kept, given_up])
    assert [report.id for report in story.reports] == [first.id, second.id]


async def test_finish_stores_topics_and_summary(storage: Storage) -> None:
    [report] = await reports(storage, 1)
    story_id = await begin(storage, report)
    topic = TopicMatch(key=TopicKey("irak"), score=0.75, words=("Irak", "Bagdad"), where="title")
    quotes = (
        Quote(text="Satu.", entry_id=report.id, outlet="Kabar", least=SummaryLength.SHORT),
        Quote(text="Dua."),
        Quote(text="Tiga.", least=SummaryLength.LONG),
    )

    await storage.stories.finish(story_id, [topic], quotes)

    [story] = await storage.stories.get([story_id])
    assert story.topics == (topic,)
    assert story.summary == quotes


async def test_sequence_is_given_once(storage: Storage) -> None:
    one, two = [await begin(storage, report) for report in await reports(storage, 2)]

    for story_id in (two, one, two):
        await finish(storage, story_id)

    first, second = await storage.stories.get([two, one])
    assert (first.sequence, second.sequence) == (1, 2)
    assert await storage.stories.last_sequence() == 2


async def test_sequence_outlives_its_story(storage: Storage) -> None:
    """A cursor may point at the last sequence: a later story must lie beyond it."""
    one, two = await ready_stories(storage, 2)
    [report] = two.reports
    await storage.stories.join(report, one.id, JoinReason.MERGED_BY_ADMIN, "")
    new_id = await storage.stories.begin(
        replace(report, story_id=one.id), JoinReason.SPLIT_BY_ADMIN, ""
    )

    await finish(storage, new_id)

    [story] = await storage.stories.get([new_id])
    assert story.sequence == 3


async def test_finish_of_a_story_that_is_gone(storage: Storage) -> None:
    with pytest.raises(GiveUpItem, match="story 999 is gone"):
        await finish(storage, GONE)


async def test_new_report_makes_a_story_unfinished(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)
    assert await storage.stories.unfinished(10) == (story_id,)
    await finish(storage, story_id)
    assert await storage.stories.unfinished(10) == ()

    await storage.stories.join(second, story_id, JoinReason.SAME_NEWS, "")

    assert await storage.stories.unfinished(10) == (story_id,)


async def test_page_text_makes_a_story_unfinished(storage: Storage) -> None:
    [story] = await ready_stories(storage, 1)

    await storage.stories.save_text(story.reports[0].id, "Teks lengkap.")

    assert await storage.stories.unfinished(10) == (story.id,)


async def test_summary_of_an_older_version_stays_unfinished(storage: Storage) -> None:
    """A report joined while the summary was being made is not forgotten."""
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)
    [seen] = await storage.stories.get([story_id])
    await storage.stories.join(second, story_id, JoinReason.SAME_NEWS, "")

    await storage.stories.finish(story_id, [], [], version=seen.version)

    assert await storage.stories.unfinished(10) == (story_id,)


async def test_get_keeps_the_order_and_leaves_out_strangers(storage: Storage) -> None:
    one, two = await ready_stories(storage, 2)

    stories = await storage.stories.get([two.id, GONE, one.id])

    assert [story.id for story in stories] == [two.id, one.id]


async def test_ready_is_newest_first_within_the_bounds(storage: Storage) -> None:
    one, two, three, four = await ready_stories(storage, 4)
    assert one.sequence == 1

    found = await storage.stories.ready(1, 3, NOW - DAY, 10)

    assert [story.id for story in found] == [three.id, two.id]
    assert four.id not in [story.id for story in found]


async def test_ready_leaves_out_old_news(storage: Storage) -> None:
    """The first poll of a new feed may bring last year's items."""
    state = await a_feed(storage)
    await poll(storage, state, entry("lama", minutes_ago=3 * 24 * 60), entry("baru"))
    for report in await stored(storage):
        await finish(storage, await begin(storage, report))

    found = await storage.stories.ready(0, 99, NOW - DAY, 10)

    assert [story.title for story in found] == ["Berita baru"]


async def test_unfinished_story_is_not_ready(storage: Storage) -> None:
    [report] = await reports(storage, 1)
    await begin(storage, report)

    assert await storage.stories.ready(0, 99, NOW - DAY, 10) == ()


async def test_recent_reports_have_stories(storage: Storage) -> None:
    first, second, third = await reports(storage, 3)
    story_id = await begin(storage, second)
    await storage.stories.join(first, story_id, JoinReason.SAME_NEWS, "")

    recent = await storage.stories.recent_reports(first.published)

    assert [(report.id, report.story_id) for report in recent] == [
        (first.id, story_id),
        (second.id, story_id),
    ]
    assert await storage.stories.recent_reports(third.published) == ()


async def test_affairs_of_recent_stories(storage: Storage) -> None:
    one, two, three = await ready_stories(storage, 3)

    for story in (one, two):
        await storage.stories.set_affair(story.id, one.id)

    assert await storage.stories.affairs(NOW - DAY) == {one.id: one.id, two.id: one.id}
    assert await storage.stories.affairs(two.last) == {two.id: one.id}
    [again] = await storage.stories.get([two.id])
    assert again.affair_id == one.id
    assert three.affair_id is None
