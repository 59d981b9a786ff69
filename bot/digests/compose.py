"""Which stories a subscriber gets, and in which order."""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime, timedelta

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
    blocks: dict[object, list[Story]] = {}
    for story in stories:
        blocks.setdefault(affair(story), []).append(story)
    return tuple(story for block in blocks.values() for story in block)


def affair(story: Story) -> object:
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
    """Ranked stories dealt to the wishes in turn: a loud topic must not crowd out a quiet one.

    A story that serves several wishes takes a turn of each.
    """
    lanes: dict[str, deque[int]] = {}
    for place, story in enumerate(ranked):
        for wish in wishes[story.id]:
            lanes.setdefault(wish, deque()).append(place)
    turns: Counter[str] = Counter()
    dealt: dict[int, Story] = {}
    while len(lanes) > 1 and len(dealt) < _IN_TURNS:
        lane = min(lanes, key=lambda wish: (turns[wish], lanes[wish][0], wish))
        story = ranked[lanes[lane][0]]
        dealt[lanes[lane][0]] = story
        for wish in wishes[story.id]:
            turns[wish] += 1
            _skip(lanes, wish, dealt)
    # The last lane has nobody to take turns with, and nobody reads so far that turns would count.
    return (*dealt.values(), *(story for place, story in enumerate(ranked) if place not in dealt))


def _skip(lanes: dict[str, deque[int]], wish: str, dealt: Collection[int]) -> None:
    """Move a lane past what was dealt already; an empty lane goes."""
    lane = lanes[wish]
    while lane and lane[0] in dealt:
        lane.popleft()
    if not lane:
        del lanes[wish]
