"""Stories -> what one subscriber gets, best first, with nothing twice and nothing lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Story, Subscriber, TopicKey
from bot.stories.rank import rank

# Older news is no news: after a pause or a long outage a digest stays a digest.
WINDOW = timedelta(hours=36)

# Does an own topic of a subscriber, as typed, fit this story?
FitsQuery = Callable[[str, Story], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What a subscriber wants; equal interests get equal digests."""

    topics: tuple[TopicKey, ...]
    queries: tuple[str, ...]

    @classmethod
    def of(cls, subscriber: Subscriber) -> "Interest":
        return cls(
            topics=tuple(sorted(set(subscriber.topics))),
            queries=tuple(sorted(set(subscriber.queries))),
        )

    @property
    def is_everything(self) -> bool:
        """Whoever chose nothing reads the day's main news."""
        return not self.topics and not self.queries


def choose(
    stories: Sequence[Story], interest: Interest, fits: FitsQuery, now: datetime
) -> tuple[Story, ...]:
    """The stories of this interest, best first."""
    wanted = [story for story in stories if _is_wanted(story, interest, fits)]
    return tuple(ranked.story for ranked in rank(wanted, now=now, topics=interest.topics))


def _is_wanted(story: Story, interest: Interest, fits: FitsQuery) -> bool:
    if interest.is_everything:
        return True
    keys = {match.key for match in story.topics}
    return not keys.isdisjoint(interest.topics) or any(
        fits(query, story) for query in interest.queries
    )
