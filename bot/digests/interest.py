"""What a subscriber wants; equal interests get equal digests."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model import Story, StoryId, TopicKey
from bot.planning import Choices
from bot.reading import Mute, MuteKind, Sent, Taste

# Does an own topic of a subscriber, as typed, fit this story?
FitsQuery = Callable[[str, Story], bool]
# The stories that each of many own topics fits, by their places.
FindQueries = Callable[[Collection[str], Sequence[Story]], Mapping[str, frozenset[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Topics and own topics; what is muted; what is liked more or less; what was told."""

    topics: tuple[TopicKey, ...]
    queries: tuple[str, ...]
    mutes: tuple[Mute, ...] = ()
    tastes: tuple[Taste, ...] = ()
    told: frozenset[StoryId] = frozenset()  # sent at once before: a digest only names them

    @classmethod
    def of(
        cls,
        subscriber: Choices,
        mutes: Sequence[Mute] = (),
        tastes: Sequence[Taste] = (),
        sent: Sequence[Sent] = (),
    ) -> "Interest":
        plain = _plain(subscriber.topics, subscriber.queries)
        if not mutes and not tastes and not sent:
            return plain
        return replace(
            plain,
            # When a mute ends makes no difference now: who muted the same shares a digest.
            mutes=tuple(replace(mute, until=None) for mute in mutes),
            tastes=tuple(tastes),
            told=frozenset(one.story_id for one in sent),
        )

    @property
    def is_everything(self) -> bool:
        """Whoever chose nothing reads the day's main news."""
        return not self.topics and not self.queries

    @property
    def asked(self) -> frozenset[str]:
        """What is looked for in texts: own topics and muted words."""
        return muted_words(self.mutes).union(self.queries)

    @property
    def liking(self) -> dict[str, float]:
        """What ranking adds for a topic or an outlet: half a point a step."""
        return {taste.name: taste.steps / 2 for taste in self.tastes}


def muted_words(mutes: Sequence[Mute]) -> frozenset[str]:
    return frozenset(mute.value for mute in mutes if mute.kind is MuteKind.WORD)


# At a busy hour nearly everybody is one of some thousand who want just these topics.
@lru_cache(maxsize=4096)
def _plain(topics: tuple[TopicKey, ...], queries: tuple[str, ...]) -> Interest:
    return Interest(topics=tuple(sorted(set(topics))), queries=tuple(sorted(set(queries))))
