"""Which stories a subscriber gets, and in which order."""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.digests.interest import FitsQuery, Interest
from bot.digests.muting import is_muted, muted_outlets, without_muted
from bot.model import Story, StoryId
from bot.stories.rank import Worth, rank

# Older news is no news: after a pause or a long outage a digest stays a digest.
WINDOW = timedelta(hours=36)


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
    if interest.mutes:
        stories = _unmuted(stories, interest, fits)
    if interest.is_everything:
        everything = rank(stories, now=now, taste=taste, worth=worth)
        return tuple(ranked.story for ranked in everything)
    wishes = {story.id: _wishes(story, interest, fits) for story in stories}
    wanted = [story for story in stories if wishes[story.id]]
    items = rank(wanted, now=now, topics=interest.topics, taste=taste, worth=worth)
    ranked = [item.story for item in items]
    return _in_turns(ranked, wishes)


def _unmuted(stories: Sequence[Story], interest: Interest, fits: FitsQuery) -> tuple[Story, ...]:
    outlets = muted_outlets(interest.mutes)
    return tuple(
        without_muted(story, outlets)
        for story in stories
        if not is_muted(story, interest.mutes, fits)
    )


def _wishes(story: Story, interest: Interest, fits: FitsQuery) -> frozenset[str]:
    """The topics and own topics of the interest that this story serves."""
    keys = [match.key for match in story.topics if match.key in interest.topics]
    own = [query for query in interest.queries if fits(query, story)]
    return frozenset((*keys, *own))


def _in_turns(
    ranked: Sequence[Story], wishes: Mapping[StoryId, frozenset[str]]
) -> tuple[Story, ...]:
    """Ranked stories dealt to the wishes in turn: a loud topic must not crowd out a quiet one.

    A story that serves several wishes takes a turn of each.
    """
    lanes: dict[str, deque[int]] = {}
    for place, story in enumerate(ranked):
        for wish in sorted(wishes[story.id]):
            lanes.setdefault(wish, deque()).append(place)
    turns: Counter[str] = Counter()
    dealt: dict[int, Story] = {}
    while len(lanes) > 1:
        lane = min(lanes, key=lambda wish: (turns[wish], lanes[wish][0], wish))
        story = ranked[lanes[lane][0]]
        dealt[lanes[lane][0]] = story
        for wish in wishes[story.id]:
            turns[wish] += 1
            _skip(lanes, wish, dealt)
    # The last lane has nobody to take turns with.
    rest = (place for lane in lanes.values() for place in lane if place not in dealt)
    return (*dealt.values(), *(ranked[place] for place in rest))


def _skip(lanes: dict[str, deque[int]], wish: str, dealt: Collection[int]) -> None:
    """Move a lane past what was dealt already; an empty lane goes."""
    lane = lanes[wish]
    while lane and lane[0] in dealt:
        lane.popleft()
    if not lane:
        del lanes[wish]
