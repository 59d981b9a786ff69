"""What a query would have brought: shown to its author before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Story
from bot.stories.topics.queries import Match, Query

LATEST = 3
# Above this share of all stories a query is no choice any more.
_TOO_BROAD = 0.3
# With fewer stories than this a share says nothing.
_ENOUGH_STORIES = 20


class Verdict(StrEnum):
    """Whether a query is worth saving as it is."""

    GOOD = "good"
    TOO_BROAD = "too-broad"
    NEVER = "never"  # it matched no story


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How many of the recent stories a query matches, and the newest of them."""

    matching: int
    latest: tuple[Story, ...]
    verdict: Verdict
    more: bool = False  # `matching` is where counting stopped


def preview(
    query: Query, sample: Sequence[Story], near: Sequence[Story] = (), *, more: bool = False
) -> Preview:
    """Try a query on the newest stories of all, `sample`, and on older ones with its words.

    The sample tells the share of all news, the others complete the number; `more` says that
    there are others still.
    """
    asked = {story.id: story for story in (*sample, *near)}
    found = [story for story in asked.values() if match_story(query, story) is not None]
    newest = sorted(found, key=lambda story: (story.last, story.id), reverse=True)
    hits = {story.id for story in found}
    share = sum(story.id in hits for story in sample)
    return Preview(
        matching=len(found),
        latest=tuple(newest[:LATEST]),
        verdict=_verdict(len(found), share, len(sample)),
        more=more and bool(found),
    )


def match_story(query: Query, story: Story) -> Match | None:
    """Why a stored story matches, or None; its head report is its text."""
    topics = {match.key for match in story.topics}
    return query.matches(story.title, story.reports[0].text, topics, story.outlets)


def _verdict(matching: int, sampled: int, sample: int) -> Verdict:
    if not matching:
        return Verdict.NEVER
    if sample >= _ENOUGH_STORIES and sampled > _TOO_BROAD * sample:
        return Verdict.TOO_BROAD
    return Verdict.GOOD
