"""Correct: an administrator splits a wrong story and merges stories that are one.

The grouping learns of it by itself: before it places the next reports it compares the number of
the last correction with the one that it knows, and reads the window anew.
"""

from collections.abc import Collection
from datetime import datetime

from bot.errors import GiveUpItem
from bot.model import EntryId, Story, StoryId
from bot.story_ports import StoryStore


async def split_story(
    stories: StoryStore, story_id: StoryId, entry_ids: Collection[EntryId], now: datetime
) -> Story:
    """Reports of a story get a story of their own, which the next digests bring as news.

    GiveUpItem says in a sentence what is wrong: reports of another story, or all of this one.
    """
    return await _story(stories, await stories.split(story_id, entry_ids, now))


async def merge_stories(
    stories: StoryStore, story_id: StoryId, other_id: StoryId, now: datetime
) -> Story:
    """The other story's reports move into this one; what was told of either is told."""
    await stories.merge(story_id, other_id, now)
    return await _story(stories, story_id)


async def _story(stories: StoryStore, story_id: StoryId) -> Story:
    found = await stories.get([story_id])
    if not found:
        raise GiveUpItem(f"story {story_id} is gone")
    return found[0]
