"""What an administrator splits and merges, on every database."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.errors import GiveUpItem
from bot.model import EntryId, JoinReason, Report, StoryId
from bot.ports import Storage
from tests.contract.given import DAY, NOW, begin, finish, reports


async def story_of(storage: Storage, members: Sequence[Report]) -> StoryId:
    story_id = await begin(storage, members[0])
    for member in members[1:]:
        await storage.stories.join(member, story_id, JoinReason.SAME_NEWS, "p=.97")
    return story_id


async def members(storage: Storage, story_id: StoryId) -> list[EntryId]:
    return [one.id for story in await storage.stories.get([story_id]) for one in story.reports]


async def test_split_reports_get_a_story_of_their_own(storage: Storage) -> None:
    first, second, third = await reports(storage, 3)
    story_id = await story_of(storage, [first, second, third])

    new_id = await storage.stories.split(story_id, [second.id, third.id], NOW)

    assert await members(storage, story_id) == [first.id]
    assert await members(storage, new_id) == [second.id, third.id]


async def test_split_head_leaves_a_story_with_another_head(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await story_of(storage, [first, second])

    new_id = await storage.stories.split(story_id, [first.id], NOW)

    old, new = await storage.stories.get([story_id, new_id])
    assert (old.title, new.title) == (second.title, first.title)


async def test_split_stories_are_known_as_apart(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await story_of(storage, [first, second])
    assert await storage.stories.correction() == 0

    new_id = await storage.stories.split(story_id, [second.id], NOW)

    assert await storage.stories.apart() == {frozenset((story_id, new_id))}
    assert await storage.stories.correction() == 1


async def test_split_off_story_becomes_ready_as_news(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await story_of(storage, [first, second])
    await finish(storage, story_id)
    cursor = await storage.stories.last_sequence()

    new_id = await storage.stories.split(story_id, [second.id], NOW)
    await finish(storage, new_id)

    [news] = await storage.stories.ready(cursor, cursor + 9, NOW - DAY, 9)
    assert news.id == new_id
    assert not news.is_known(cursor)


@pytest.mark.parametrize("which", [[0, 1], [0, 99], []], ids=["all", "another's", "none"])
async def test_impossible_split_changes_nothing(storage: Storage, which: list[int]) -> None:
    loose = await reports(storage, 2)
    story_id = await story_of(storage, loose)
    ids = [loose[n].id if n < 2 else EntryId(n) for n in which]

    with pytest.raises(GiveUpItem, match=f"story {story_id} "):
        await storage.stories.split(story_id, ids, NOW)

    assert await members(storage, story_id) == [report.id for report in loose]
    assert await storage.stories.correction() == 0


async def test_merged_story_holds_all_reports(storage: Storage) -> None:
    first, second, third = await reports(storage, 3)
    one, other = await story_of(storage, [first]), await story_of(storage, [second, third])

    await storage.stories.merge(one, other, NOW)

    assert await members(storage, one) == [first.id, second.id, third.id]
    assert await storage.stories.get([other]) == ()
    assert await storage.stories.correction() == 1
    assert await storage.stories.apart() == set()


async def test_merged_reports_count_as_told(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    one, other = await story_of(storage, [first]), await story_of(storage, [second])
    for story_id in (one, other):
        await finish(storage, story_id)

    await storage.stories.merge(one, other, NOW)

    [story] = await storage.stories.get([one])
    assert set(story.told) == {first.id, second.id}


async def test_affair_of_a_merged_story_moves_with_it(storage: Storage) -> None:
    first, second, third = await reports(storage, 3)
    one, other, relative = [await story_of(storage, [report]) for report in (first, second, third)]
    for story_id in (one, relative):
        await storage.stories.set_affair(story_id, other)

    await storage.stories.merge(one, other, NOW)

    merged, kin = await storage.stories.get([one, relative])
    assert merged.affair_id is None
    assert kin.affair_id == one


@pytest.mark.parametrize("other", [1, 999], ids=["itself", "gone"])
async def test_impossible_merge_changes_nothing(storage: Storage, other: int) -> None:
    [first] = await reports(storage, 1)
    story_id = await story_of(storage, [first])

    with pytest.raises(GiveUpItem, match="are not two that exist"):
        await storage.stories.merge(story_id, StoryId(other), NOW)

    assert await members(storage, story_id) == [first.id]


async def test_copy_is_kept_with_its_report(storage: Storage) -> None:
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)

    copy = replace(second, copy_of=first.id)
    await storage.stories.join(copy, story_id, JoinReason.SAME_NEWS, "p=.99")

    [story] = await storage.stories.get([story_id])
    assert [report.copy_of for report in story.reports] == [None, first.id]


async def test_begun_tells_of_stories_and_their_affairs(storage: Storage) -> None:
    old, new, other = await reports(storage, 3)
    founder, story_id, alone = [await story_of(storage, [one]) for one in (old, new, other)]
    await storage.stories.set_affair(story_id, founder)

    begun = await storage.stories.begun(new.published)

    assert begun == {founder: old.published, story_id: new.published, alone: other.published}
    assert await storage.stories.begun(other.published) == {alone: other.published}
