"""Measures topics: one story against 10,000 topics and up to 50,000 own queries.

    python benchmarks/topics/bench.py [--stories 200]

Stories and queries are made of the words of Indonesian news by their real shares, with a
fixed seed; nothing is read from outside the checkout. Figures are CPU milliseconds on one
core (process time), so a busy machine disturbs them little.
"""

import argparse
import random
import statistics
from collections.abc import Callable
from functools import partial
from time import process_time

from bot.stories.topics.catalogue import TopicSpec, builtin
from bot.stories.topics.expression import RESERVED
from bot.stories.topics.matching import Matcher
from bot.stories.topics.queries import QuerySet, parse, word_shares

TOPICS = 10_000
QUERIES = (500, 5_000, 50_000)
WORDS = (100, 300, 600)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=200)
    count = parser.parse_args().stories
    chance = random.Random(20_261_124)
    news = News(chance)
    matcher = measure_topics(news)
    sets = measure_adding(news)
    print(f"\n{'words':>6} {'topics ms':>10}", *(f"{size:>7} queries ms" for size in QUERIES))
    for length in WORDS:
        stories = [news.story(length) for _ in range(count)]
        topics = median([partial(matcher.match, *story) for story in stories])
        # Every story is about Irak, for which a seventh of the queries wait.
        own = [
            median([partial(queries.match, *story, ("irak",), "Warta") for story in stories])
            for queries in sets
        ]
        print(f"{length:>6} {topics:>10.2f}", *(f"{value:>18.2f}" for value in own))


class News:
    """Texts with common words by their share, and rare ones that only some stories hold."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        shares = {word: share for word, share in word_shares().items() if word not in RESERVED}
        self.common, self.weights = list(shares), [share**2 for share in shares.values()]
        self.rare = [f"{a}{b}{c}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]

    def words(self, count: int) -> list[str]:
        words = self.chance.choices(self.common, self.weights, k=count)
        for at in range(0, count, 6):
            words[at] = self.chance.choice(self.rare)
        return words

    def story(self, count: int) -> tuple[str, str]:
        words = self.words(count)
        return " ".join(words[:9]).title(), " ".join(words[9:]).capitalize()

    def query(self) -> str:
        one, two, three = (self.chance.choice(self.rare) for _ in range(3))
        common = self.chance.choice(self.common)
        shapes = (one, f"{one} {common}", f'"{one} {two}"', f"{one} atau {two} -{three}",
                  f"({one} atau {two}) {common}", f"irak {common}",
                  f"sumber:antara {one}")  # fmt: skip
        return self.chance.choice(shapes)


def measure_topics(news: News) -> Matcher:
    start = process_time()
    catalogue = builtin()
    loaded = process_time()
    ready = len(catalogue.keys)
    specs = [
        TopicSpec(key=f"topik-{number}", any=(news.chance.choice(news.rare), *news.words(1)))
        for number in range(TOPICS - ready)
    ]
    catalogue = catalogue.with_overrides(specs)
    before = process_time()
    matcher = Matcher(catalogue)
    built = process_time()
    print(f"ready catalogue: {ready} topics in {1000 * (loaded - start):.0f} ms")
    print(f"matcher of {len(catalogue.keys)} topics: {1000 * (built - before):.0f} ms")
    return matcher


def measure_adding(news: News) -> list[QuerySet]:
    sets = []
    for size in QUERIES:
        queries = [parse(news.query()) for _ in range(size)]
        start = process_time()
        found = QuerySet()
        for number, query in enumerate(queries):
            found.add(str(number), query)
        each = 1e6 * (process_time() - start) / size
        print(f"{size} queries: {each:.1f} us to add each")
        sets.append(found)
    return sets


def median(acts: list[Callable[[], object]]) -> float:
    """The median CPU milliseconds; each act runs once to warm up."""
    times = []
    for act in acts:
        act()
        start = process_time()
        act()
        times.append(1000 * (process_time() - start))
    return statistics.median(times)


SYLLABLES = [a + b for a in "bcdghjklmnprstwy" for b in "aiueo"]

if __name__ == "__main__":
    main()
