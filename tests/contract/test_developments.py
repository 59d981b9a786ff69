"""Stories that go on: sequence, what was told, what is new to whom."""

from bot.model import JoinReason, News, Quote, Story
from bot.ports import Storage
from tests.contract.given import DAY, NOW, begin, finish, reports

FACT = Quote(text="Dua orang hilang.", outlet="Kabar Contoh")


async def grown(storage: Storage, *, news: list[Quote]) -> tuple[Story, Story]:
    """A told story before and after a second report with this news."""
    first, second = await reports(storage, 2)
    story_id = await begin(storage, first)
    await finish(storage, story_id)
    [before] = await storage.stories.get([story_id])
    await storage.stories.join(second, story_id, JoinReason.SAME_NEWS, "")
    await storage.stories.finish(story_id, [], [], news=news)
    [after] = await storage.stories.get([story_id])
    return before, after


async def test_first_sequence_is_the_beginning(storage: Storage) -> None:
    before, _ = await grown(storage, news=[])

    assert before.began == before.sequence > 0
    assert before.told == (before.reports[0].id,)
    assert before.news == ()


async def test_growth_without_news_is_silent(storage: Storage) -> None:
    before, after = await grown(storage, news=[])

    assert (after.sequence, after.told) == (before.sequence, before.told)
    assert len(after.reports) == 2


async def test_development_gets_a_new_sequence(storage: Storage) -> None:
    before, after = await grown(storage, news=[FACT])

    assert after.sequence > before.sequence == after.began
    assert after.news == (News(sequence=after.sequence, quote=FACT),)
    assert after.told == tuple(report.id for report in after.reports)
    [ready] = await storage.stories.ready(before.sequence, after.sequence, NOW - DAY, 9)
    assert ready.id == after.id


async def test_development_is_news_to_whom_it_is_new(storage: Storage) -> None:
    before, after = await grown(storage, news=[FACT])

    assert after.is_known(before.sequence)
    assert after.news_since(before.sequence) == (FACT,)
    assert not after.is_known(before.sequence - 1)
    assert after.news_since(after.sequence) == ()


async def test_news_of_a_story_never_told_is_the_story(storage: Storage) -> None:
    [report] = await reports(storage, 1)
    story_id = await begin(storage, report)

    await storage.stories.finish(story_id, [], [], news=[FACT])

    [story] = await storage.stories.get([story_id])
    assert story.began == story.sequence > 0
    assert story.news == ()
