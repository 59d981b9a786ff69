"""Which stories a subscriber gets, and in which order."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from itertools import chain

from bot.digests.interest import FitsQuery, Interest
from bot.digests.muting import is_muted, muted_outlets, without_muted
from bot.model import Story, StoryId
from bot.stories.rank import Worth, in_order

# Older news is no news: after a pause or a long outage a digest stays a digest.
WINDOW = timedelta(hours=36)
# After so many stories the order is that of the ranking.
_IN_TURNS = 60


def choose(
    stories: Sequence[Story],
    interest: Interest,
    fits: FitsQuery,
    now: datetime,
    *,
    worth: Worth | None = None,
) -> tuple[Story, ...]:
    """The stories of this interest, best first; every wish has its turn before a second one."""
    taste = interest.liking
    known = worth or Worth(now)
    if interest.mutes:
        stories = _unmuted(stories, interest, fits)
    if interest.is_everything:
        return tuple(in_order(stories, worth=known, taste=taste))
    topics: frozenset[str] = frozenset(interest.topics)
    wishes: dict[StoryId, Set[str]] = {}
    for story in stories:
        found = topics & known.of(story).fits.keys()
        if own := [query for query in interest.queries if fits(query, story)]:
            found = found.union(own)
        if found:
            wishes[story.id] = found
    wanted = [story for story in stories if story.id in wishes]
    return _in_turns(in_order(wanted, worth=known, topics=interest.topics, taste=taste), wishes)


def in_blocks(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Stories of one affair stand together, where the best of them stood."""
    affairs = [story.id if story.affair_id is None else story.affair_id for story in stories]
    if len(set(affairs)) == len(affairs):
        return tuple(stories)
    blocks: dict[StoryId, list[Story]] = {}
    for story, same in zip(stories, affairs, strict=True):
        blocks.setdefault(same, []).append(story)
    return tuple(story for block in blocks.values() for story in block)


def affair(story: Story) -> StoryId:
    """What stories of one block have in common."""
    return story.id if story.affair_id is None else story.affair_id


def _unmuted(stories: Sequence[Story], interest: Interest, fits: FitsQuery) -> tuple[Story, ...]:
    outlets = muted_outlets(interest.mutes)
    return tuple(
        without_muted(story, outlets)
        for story in stories
        if not is_muted(story, interest.mutes, fits)
    )


def _in_turns(ranked: Sequence[Story], wishes: Mapping[StoryId, Set[str]]) -> tuple[Story, ...]:
    lanes: dict[str, list[int]] = {}
    for place, story in enumerate(ranked):
        for wish in wishes[story.id]:
            lanes.setdefault(wish, []).append(place)
    return tuple(ranked[place] for place in deal(len(ranked), lanes))


def deal(count: int, lanes: Mapping[str, Sequence[int]]) -> list[int]:
    """Ranked stories dealt to the wishes in turn: a loud topic must not crowd out a quiet one.

    Stories are places, 0 the best; a lane has those of one wish in this order. A story that
    serves several wishes takes a turn of each.
    """
    serves = {wish: frozenset(lane) for wish, lane in lanes.items()}
    rest = {wish: iter(lane) for wish, lane in lanes.items()}
    heads = {wish: (0, next(rest[wish]), wish) for wish, lane in lanes.items() if lane}
    dealt: dict[int, None] = {}
    # The last lane has nobody to take turns with, and nobody reads so far that turns would count.
    while len(heads) > 1 and len(dealt) < _IN_TURNS:
        _, best, _ = min(heads.values())
        dealt[best] = None
        for wish in [wish for wish in heads if best in serves[wish]]:
            turns, head, _ = heads.pop(wish)
            left = (place for place in chain([head], rest[wish]) if place not in dealt)
            if (following := next(left, None)) is not None:
                heads[wish] = (turns + 1, following, wish)
    return [*dealt, *(place for place in range(count) if place not in dealt)]
