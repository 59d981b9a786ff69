"""Merging short lists chooses what looking at every story does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.compose import choose, in_blocks
from bot.digests.interest import Interest
from bot.digests.shelf import Shelf
from bot.model import EntryId, Story, StoryId, TopicKey, TopicMatch
from bot.reading import Mute, MuteKind, Taste
from tests.digests.test_compose import NOW, in_title, story

TOPICS = [TopicKey(key) for key in ("irak", "rusia", "ekonomi", "bola")]
OUTLETS = [f"Outlet {number}" for number in range(3)]
# Words of headlines that read "Berita 12", and one that is a topic too.
WORDS = ["1", "2", "Berita 3", "irak"]


def a_story(dice: Random, number: int) -> Story:
    base = story(number, [], hours=dice.choice([0, 0.5, 3, 20]), outlets=dice.randint(1, 3))
    return replace(
        base,
        title=dice.choice([base.title, f"{base.title} irak"]),
        sequence=dice.randint(1, 40),
        affair_id=dice.choice([None, None, StoryId(1), StoryId(2)]),
        reports=tuple(
            replace(
                report,
                outlet=dice.choice(OUTLETS),
                weight=dice.choice([0.0, 1.0, 2.0]),
                copy_of=dice.choice([None, EntryId(1)]),
            )
            for report in base.reports
        ),
        topics=tuple(
            TopicMatch(key=key, score=dice.choice([-0.5, 0.0, 0.4, 0.8, 1.7]))
            for key in dice.choices(TOPICS, k=dice.randint(0, 4))
        ),
    )


def some_stories(dice: Random) -> tuple[Story, ...]:
    """Many of them equal but for their ids, so that ties are common."""
    kinds = [a_story(dice, number) for number in range(1, 11)]
    copies = [dice.choice(kinds) for _ in range(dice.choice([0, 1, 5, 20, 90]))]
    return tuple(
        replace(one, id=StoryId(100 + place), last=one.last - timedelta(minutes=place % 7))
        for place, one in enumerate(copies)
    )


def a_mute(dice: Random) -> Mute:
    kind = dice.choice(list(MuteKind))
    values: dict[MuteKind, Sequence[str]] = {
        MuteKind.WORD: WORDS,
        MuteKind.TOPIC: TOPICS,
        MuteKind.AFFAIR: ["1", "2", "101"],
        MuteKind.OUTLET: OUTLETS,
    }
    return Mute(kind=kind, value=dice.choice(values[kind]))


def an_interest(dice: Random) -> Interest:
    names = dice.sample([*TOPICS, *OUTLETS], dice.choice([0, 0, 1, 2]))
    return Interest(
        topics=tuple(sorted(dice.sample(TOPICS, dice.randint(0, 4)))),
        queries=tuple(sorted(dice.sample(WORDS, dice.choice([0, 0, 1, 2])))),
        mutes=tuple(a_mute(dice) for _ in range(dice.choice([0, 0, 1, 2]))),
        tastes=tuple(Taste(name=name, steps=dice.randint(-3, 3)) for name in names),
    )


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(min_value=0))
def test_shelf_chooses_like_looking_at_each(seed: int) -> None:
    """Whatever was asked of the shelf before."""
    dice = Random(seed)  # noqa: S311 -- cases, not secrets
    stories = some_stories(dice)
    shelf = Shelf(stories, in_title, NOW)

    for _ in range(6):
        interest, after = an_interest(dice), dice.choice([0, 20])
        fresh = [one for one in stories if one.sequence > after]
        assert shelf.choose(interest, after) == in_blocks(choose(fresh, interest, in_title, NOW))
