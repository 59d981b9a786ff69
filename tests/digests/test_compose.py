"""What is chosen for an interest, and in which order."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.compose import choose
from bot.digests.interest import Interest
from bot.model import EntryId, FeedId, Report, Story, StoryId, TopicKey, TopicMatch

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)


def story(number: int, topics: Collection[str], *, hours: float = 1, outlets: int = 1) -> Story:
    reports = tuple(
        Report(
            id=EntryId(number * 10 + at),
            feed_id=FeedId(at),
            outlet=f"Outlet {number}-{at}",
            section="",
            link=f"https://contoh.id/{number}/{at}",
            key=f"{number}/{at}",
            title=f"Berita {number}",
            text=f"Isi berita {number} dari redaksi {at} sendiri.",
            published=NOW - timedelta(hours=hours),
            seen=NOW,
        )
        for at in range(outlets)
    )
    return Story(
        id=StoryId(number),
        sequence=number,
        title=f"Berita {number}",
        link=reports[0].link,
        first=reports[0].published,
        last=reports[0].published,
        reports=reports,
        topics=tuple(TopicMatch(key=TopicKey(key), score=1.0) for key in topics),
    )


def interest(*topics: str, queries: tuple[str, ...] = ()) -> Interest:
    return Interest(topics=tuple(TopicKey(key) for key in topics), queries=queries)


def in_title(query: str, one: Story) -> bool:
    return query in one.title


def ids(chosen: tuple[Story, ...]) -> list[int]:
    return [one.id for one in chosen]


def test_only_followed_topics_are_chosen() -> None:
    stories = [story(1, ["irak"]), story(2, ["rusia"]), story(3, [])]

    assert ids(choose(stories, interest("irak"), in_title, NOW)) == [1]


def test_own_topic_chooses_too() -> None:
    stories = [story(1, ["irak"]), story(2, []), story(3, [])]

    chosen = choose(stories, interest("irak", queries=("Berita 3",)), in_title, NOW)

    assert sorted(ids(chosen)) == [1, 3]


def test_whoever_chose_nothing_reads_everything() -> None:
    stories = [story(1, ["irak"]), story(2, [])]

    assert sorted(ids(choose(stories, interest(), in_title, NOW))) == [1, 2]


def test_loud_topic_leaves_turns_to_quiet_one() -> None:
    loud = [story(number, ["ekonomi"], hours=1, outlets=3) for number in range(1, 9)]
    quiet = [story(20, ["irak"], hours=9), story(21, ["irak"], hours=10)]

    chosen = ids(choose([*loud, *quiet], interest("ekonomi", "irak"), in_title, NOW))

    assert [number in (20, 21) for number in chosen[:5]] == [False, True, False, True, False]


def test_story_of_two_topics_takes_a_turn_of_each() -> None:
    both = story(1, ["irak", "rusia"], outlets=4)
    irak, rusia = story(2, ["irak"], outlets=3), story(3, ["rusia"], outlets=2)

    chosen = choose([rusia, irak, both], interest("irak", "rusia"), in_title, NOW)

    assert ids(chosen) == [1, 2, 3]


@given(
    st.lists(st.sets(st.sampled_from(["irak", "rusia", "ekonomi"])), max_size=30),
    st.randoms(use_true_random=False),
)
def test_order_of_input_does_not_matter(kinds: list[set[str]], chance: object) -> None:
    stories = [story(number, sorted(keys), hours=number) for number, keys in enumerate(kinds, 1)]
    wanted = interest("irak", "rusia", "ekonomi")
    shuffled = sorted(stories, key=lambda _: chance.random())  # type: ignore[attr-defined]

    chosen = ids(choose(stories, wanted, in_title, NOW))

    assert chosen == ids(choose(shuffled, wanted, in_title, NOW))
    assert sorted(chosen) == [number for number, keys in enumerate(kinds, 1) if keys]
