"""The stories of one moment, looked through once and kept in order for every topic.

What `compose.choose` finds by looking at each story for each interest is found here by merging
the few lists that an interest names.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from bot.digests.compose import choose, deal, in_blocks
from bot.digests.interest import FitsQuery, Interest
from bot.digests.muting import is_muted
from bot.model import Story, TopicKey
from bot.reading import Mute, MuteKind
from bot.stories.rank import Key, Worth, liking, order_key, spread

# A story, by its place among those of the shelf.
Place = int
# A place in the order of all stories at all of their scores: what a story is worth to an interest
# depends on which of its topics is wanted.
Rank = int


class Shelf:
    """Stories with what is asked of them again and again."""

    def __init__(self, stories: Sequence[Story], fits: FitsQuery, now: datetime) -> None:
        self._stories = stories
        self._ask = fits
        self._now = now
        self._worth = Worth(now)
        self._standings = [self._worth.of(story) for story in stories]
        self._place_of = {story.id: place for place, story in enumerate(stories)}
        self._sequences = [story.sequence for story in stories]
        self._outlets = [standing.outlet for standing in self._standings]
        self._keys: list[Key] = []
        self._places: list[Place] = []
        self._fits: list[float] = []
        self._put_in_order()
        self._all, self._by_topic = self._lists()
        self._named = self._names()
        self._by_query: dict[str, frozenset[Place]] = {}
        self._by_mute: dict[Mute, frozenset[Place]] = {}

    def learn(self, found: Mapping[str, frozenset[Place]]) -> None:
        """Where own topics fit, found for many of them at once."""
        self._by_query.update(found)

    def choose(self, interest: Interest, after: int) -> tuple[Story, ...]:
        """The stories of this interest with a later sequence, as a digest tells them."""
        if any(mute.kind is MuteKind.OUTLET for mute in interest.mutes):
            # Some stories have fewer reports for this reader: they are other stories.
            return self._looked_through(interest, after)
        lanes = self._lanes(interest)
        # Lists that are in order already: sorting merges them.
        ordered = self._once(sorted(chain.from_iterable(lanes.values())), interest)
        muted = frozenset().union(*map(self._muted, interest.mutes))
        places = [
            place for place in ordered if self._sequences[place] > after and place not in muted
        ]
        ranked = spread(places, [self._outlets[place] for place in places])
        turns = self._in_turns(ranked, lanes) if len(lanes) > 1 else ranked
        return in_blocks([self._stories[place] for place in turns])

    def _put_in_order(self) -> None:
        rows = sorted(
            (order_key(standing, fit), place, fit)
            for place, standing in enumerate(self._standings)
            for fit in {0.0, *(max(0.0, fit) for fit in standing.fits.values())}
        )
        for key, place, fit in rows:
            self._keys.append(key)
            self._places.append(place)
            self._fits.append(fit)

    def _lists(self) -> tuple[list[Rank], dict[TopicKey, list[Rank]]]:
        """The ranks of all stories by themselves, and of each topic's stories for that topic."""
        everything: list[Rank] = []
        by_topic: dict[TopicKey, list[Rank]] = {}
        for rank, (place, at) in enumerate(zip(self._places, self._fits, strict=True)):
            if at == 0:
                everything.append(rank)
            for key, fit in self._standings[place].fits.items():
                if max(0.0, fit) == at:
                    by_topic.setdefault(key, []).append(rank)
        return everything, by_topic

    def _names(self) -> dict[str, list[Place]]:
        """The stories that a taste for a topic or an outlet may lift or lower."""
        named: dict[str, list[Place]] = {}
        for place, story in enumerate(self._stories):
            for name in {*self._standings[place].fits, *story.outlets}:
                named.setdefault(name, []).append(place)
        return named

    def _lanes(self, interest: Interest) -> Mapping[str, Sequence[Rank]]:
        """The stories of each wish; a topic and an own topic of one name are one wish."""
        if interest.is_everything:
            return {"": self._all}
        lanes: dict[str, list[Rank]] = {key: self._by_topic.get(key, []) for key in interest.topics}
        for query in interest.queries:
            found = self._found(query)
            by_itself = [rank for rank in self._all if self._places[rank] in found]
            lanes[query] = [*lanes.get(query, []), *by_itself]
        return lanes

    def _once(self, ranks: Iterable[Rank], interest: Interest) -> Iterable[Place]:
        """Each story once, best first: the first time that it comes is at its best score."""
        if not interest.tastes:
            return dict.fromkeys(map(self._places.__getitem__, ranks))
        best: dict[Place, Rank] = {}
        for rank in ranks:
            best.setdefault(self._places[rank], rank)
        taste = interest.liking
        moved = frozenset(place for name in taste for place in self._named.get(name, ()))
        keys = sorted(
            (self._lifted(place, rank, taste) if place in moved else self._keys[rank], place)
            for place, rank in best.items()
        )
        return [place for _, place in keys]

    def _lifted(self, place: Place, rank: Rank, taste: Mapping[str, float]) -> Key:
        lift = liking(self._stories[place], taste)
        return order_key(self._standings[place], self._fits[rank], lift)

    def _in_turns(
        self, ranked: Sequence[Place], lanes: Mapping[str, Sequence[Rank]]
    ) -> Iterable[Place]:
        at = {place: number for number, place in enumerate(ranked)}
        queues = {
            wish: sorted({at[place] for rank in lane if (place := self._places[rank]) in at})
            for wish, lane in lanes.items()
        }
        return [ranked[number] for number in deal(len(ranked), queues)]

    def _found(self, query: str) -> frozenset[Place]:
        """Where an own topic fits, which takes a look at every story."""
        if query not in self._by_query:
            self._by_query[query] = frozenset(
                place for place, story in enumerate(self._stories) if self._ask(query, story)
            )
        return self._by_query[query]

    def _muted(self, mute: Mute) -> frozenset[Place]:
        if mute not in self._by_mute:
            self._by_mute[mute] = frozenset(
                place
                for place, story in enumerate(self._stories)
                if is_muted(story, [mute], self._fitting)
            )
        return self._by_mute[mute]

    def _looked_through(self, interest: Interest, after: int) -> tuple[Story, ...]:
        fresh = [story for story in self._stories if story.sequence > after]
        chosen = choose(fresh, interest, self._fitting, self._now, worth=self._worth)
        return in_blocks(chosen)

    def _fitting(self, query: str, story: Story) -> bool:
        place = self._place_of[story.id]
        if self._stories[place] is story:
            return place in self._found(query)
        return self._ask(query, story)
