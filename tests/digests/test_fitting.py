"""Own topics: many at once find what each by itself does."""

from dataclasses import replace

from bot.digests.fitting import fits, found
from tests.digests.test_compose import story


def test_many_at_once_find_the_same() -> None:
    stories = [
        replace(story(1, ["irak"]), title="Harga beras naik di Basra"),
        replace(story(2, []), title="Kereta cepat mulai dijual"),
        story(3, ["rusia"], outlets=2),
    ]
    queries = [
        "beras",
        "irak",
        '"kereta cepat" atau rusia',
        "berita -beras",
        "sumber:outlet",
        "gempa",
    ]

    together = found(queries, stories)

    assert together == {
        query: frozenset(place for place, one in enumerate(stories) if fits(query, one))
        for query in queries
    }
    assert sorted(map(len, together.values())) == [0, 1, 1, 2, 2, 3]
