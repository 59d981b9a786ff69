"""Stories that are behind their reports are shared out among the members."""

from bot.model import JoinReason, Quote, Story, StoryId
from bot.ports import Storage
from tests.contract.given import begin, finish, reports
from tests.contract.test_fleet import join, seen


async def behind(storage: Storage, count: int) -> list[StoryId]:
    """Stories that nobody holds, and nobody has finished."""
    return [await begin(storage, report) for report in await reports(storage, count)]


def ids(stories: tuple[Story, ...]) -> list[StoryId]:
    return [story.id for story in stories]


async def test_each_story_has_one_holder(storage: Storage, colleague: Storage) -> None:
    stories = await behind(storage, 3)
    await join(storage)
    await join(colleague, "dua")

    assert ids(await storage.stories.lease(2)) == stories[:2]
    assert ids(await colleague.stories.lease(9)) == stories[2:]


async def test_own_failed_round_begins_again(storage: Storage) -> None:
    stories = await behind(storage, 1)
    await join(storage)
    await storage.stories.lease(9)

    assert ids(await storage.stories.lease(9)) == stories


async def test_story_is_not_summarised_while_reports_are_placed(
    storage: Storage, colleague: Storage
) -> None:
    await join(storage)
    await join(colleague, "dua")
    stories = await behind(storage, 1)
    assert await colleague.stories.lease(9) == ()

    await storage.stories.release()

    assert ids(await colleague.stories.lease(9)) == stories


async def test_stories_of_the_dead_are_taken_over(storage: Storage, colleague: Storage) -> None:
    stories = await behind(storage, 1)
    dead = await join(storage)
    await join(colleague, "dua")
    await storage.stories.lease(9)

    await colleague.fleet.bury(await seen(colleague, dead))

    assert ids(await colleague.stories.lease(9)) == stories


async def test_who_wakes_up_after_a_take_over_tells_nothing_twice(
    storage: Storage, colleague: Storage
) -> None:
    [story_id] = await behind(storage, 1)
    asleep = await join(storage)
    await join(colleague, "dua")
    [before] = await storage.stories.lease(9)
    await colleague.fleet.bury(await seen(colleague, asleep))
    [after] = await colleague.stories.lease(9)
    await colleague.stories.finish(story_id, [], [Quote(text="Isi.")], version=after.version)

    late = [Quote(text="Lama.")]
    await storage.stories.finish(story_id, [], late, version=before.version, news=late)

    [story] = await storage.stories.get([story_id])
    assert [quote.text for quote in story.summary] == ["Isi."]
    assert (story.sequence, story.news) == (1, ())


async def test_report_that_comes_meanwhile_keeps_the_story_with_who_places(
    storage: Storage, colleague: Storage
) -> None:
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)
    await join(storage)
    await join(colleague, "dua")
    [leased] = await colleague.stories.lease(9)
    await storage.stories.join(second, story_id, JoinReason.SAME_NEWS, "")

    await colleague.stories.finish(story_id, [], [], version=leased.version)

    assert await colleague.stories.lease(9) == ()
    await storage.stories.release()
    assert ids(await colleague.stories.lease(9)) == [story_id]


async def test_finished_story_is_nobodys(storage: Storage) -> None:
    [story_id] = await behind(storage, 1)
    await join(storage)
    await storage.stories.lease(9)

    await finish(storage, story_id)

    assert await storage.stories.lease(9) == ()
