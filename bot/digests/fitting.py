"""Why a story is a reader's: the topics and own topics that it serves, or the mute against it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.digests.muting import is_muted
from bot.model import Story, Subscriber, TopicMatch
from bot.reading import Mute
from bot.stories.topics.queries import Match, QuerySet, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What binds a story to a reader."""

    topics: tuple[TopicMatch, ...]  # followed ones
    queries: tuple[tuple[str, Match], ...]  # own topics, and why
    muted: tuple[Mute, ...]
    everything: bool  # the reader chose nothing, and so reads the main news

    @property
    def wanted(self) -> bool:
        return self.everything or bool(self.topics or self.queries)


def fits(query: str, story: Story) -> bool:
    """Whether an own topic, as typed and once accepted, matches a story."""
    return match(query, story) is not None


def found(queries: Collection[str], stories: Sequence[Story]) -> Mapping[str, frozenset[int]]:
    """For each own topic the stories that it matches, by their places; each story is read once."""
    asked = QuerySet()
    for query in queries:
        asked.add(query, parse(query))
    places: dict[str, set[int]] = {query: set() for query in queries}
    for place, story in enumerate(stories):
        for query in asked.match(story.title, story.reports[0].text, _keys(story), story.outlets):
            places[query].add(place)
    return {query: frozenset(some) for query, some in places.items()}


def match(query: str, story: Story) -> Match | None:
    return parse(query).matches(story.title, story.reports[0].text, _keys(story), story.outlets)


def _keys(story: Story) -> tuple[str, ...]:
    return tuple(match.key for match in story.topics)


def fit(story: Story, reader: Subscriber, mutes: Sequence[Mute]) -> Fit:
    own = [(query, found) for query in reader.queries if (found := match(query, story))]
    return Fit(
        topics=tuple(found for found in story.topics if found.key in reader.topics),
        queries=tuple(own),
        muted=tuple(mute for mute in mutes if is_muted(story, [mute], fits)),
        everything=not reader.topics and not reader.queries,
    )
