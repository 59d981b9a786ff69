"""/split and /merge: an admin's word on which reports are one story."""

from bot.chat.commands.profile import load, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import correcting as screens
from bot.errors import GiveUpItem
from bot.model import Story, StoryId
from bot.reading import Search
from bot.roles.correct import merge_stories, split_story

_FOUND = 5
# A story's number has fewer digits for the next million years.
_DIGITS = 15


async def split(turn: Turn, services: Services) -> Reply:
    """`/split 12` shows the reports of story 12, `/split 12 2 3` moves two of them out.

    Words instead of numbers look for stories, to learn their numbers.
    """
    texts = texts_of(await load(turn, services))
    numbers = _numbers(turn.words)
    if not numbers:
        return await _looked_up(turn, services)
    story = await _story(services, numbers[0])
    if story is None:
        return Reply(screen=screens.no_story(numbers[0], texts))
    if len(numbers) == 1:
        return Reply(screen=screens.reports(story, texts))
    chosen = [number for number in numbers[1:] if 1 <= number <= len(story.reports)]
    moved = [story.reports[number - 1].id for number in chosen]
    try:
        new = await split_story(services.storage.stories, story.id, moved, turn.now)
    except GiveUpItem:
        return Reply(screen=screens.reports(story, texts))
    return Reply(screen=screens.parted(await _story(services, story.id) or story, new, texts))


async def merge(turn: Turn, services: Services) -> Reply:
    """`/merge 12 15`: the reports of story 15 move into story 12."""
    texts = texts_of(await load(turn, services))
    numbers = _numbers(turn.words)
    if len(numbers) != 2:
        return await _looked_up(turn, services)
    for number in numbers:
        if await _story(services, number) is None:
            return Reply(screen=screens.no_story(number, texts))
    one, other = map(StoryId, numbers)
    if one == other:
        return Reply(screen=screens.no_story(numbers[1], texts))
    whole = await merge_stories(services.storage.stories, one, other, turn.now)
    return Reply(screen=screens.merged(whole, texts))


async def _looked_up(turn: Turn, services: Services) -> Reply:
    texts = texts_of(await load(turn, services))
    words = tuple(word for word in turn.words.split() if not word.isdecimal())[:_FOUND]
    if not words:
        return Reply(screen=screens.how_to_correct(texts))
    found = await services.storage.archive.search(Search(words=words, newest=True), 0, _FOUND)
    return Reply(screen=screens.numbers(found.stories, texts))


async def _story(services: Services, number: int) -> Story | None:
    found = await services.storage.stories.get([StoryId(number)])
    return found[0] if found else None


def _numbers(words: str) -> list[int]:
    """All words as numbers, or nothing."""
    parts = words.replace("#", " ").replace(",", " ").split()
    good = all(part.isascii() and part.isdecimal() and len(part) <= _DIGITS for part in parts)
    return [int(part) for part in parts] if good else []
