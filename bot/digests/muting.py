"""What a reader muted: which stories stay away, and what of a story is not shown."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import assert_never

from bot.digests.interest import FitsQuery
from bot.model import Story
from bot.reading import Mute, MuteKind


def is_muted(story: Story, mutes: Sequence[Mute], fits: FitsQuery) -> bool:
    """Whether one of the mutes keeps the whole story away.

    An outlet's mute does only where no other outlet reports it; see `without_muted`.
    """
    outlets = muted_outlets(mutes)
    if outlets and outlets.issuperset(story.outlets):
        return True
    return any(_covers(mute, story, fits) for mute in mutes)


def without_muted(story: Story, outlets: Collection[str]) -> Story:
    """The story as the other outlets tell it; as it is where there are none."""
    reports = tuple(report for report in story.reports if report.outlet not in outlets)
    if not reports or len(reports) == len(story.reports):
        return story
    head = story.reports[0]
    return replace(
        story,
        title=reports[0].title,
        link=reports[0].link,
        reports=reports,
        summary=tuple(
            quote for quote in story.summary if (quote.outlet or head.outlet) not in outlets
        ),
    )


def muted_outlets(mutes: Sequence[Mute]) -> frozenset[str]:
    return frozenset(mute.value for mute in mutes if mute.kind is MuteKind.OUTLET)


def _covers(mute: Mute, story: Story, fits: FitsQuery) -> bool:
    match mute.kind:
        case MuteKind.WORD:
            return fits(mute.value, story)
        case MuteKind.TOPIC:
            return any(match.key == mute.value for match in story.topics)
        case MuteKind.AFFAIR:
            return mute.value in (str(story.id), str(story.affair_id))
        case MuteKind.OUTLET:
            return False
    assert_never(mute.kind)
