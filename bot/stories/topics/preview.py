"""What a query would have brought: shown to its author before it is saved."""

from collections.abc import Iterable
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
    total: int
    latest: tuple[Story, ...]
    verdict: Verdict


def preview(query: Query, stories: Iterable[Story]) -> Preview:
    """Try a query on stories that are given newest first."""
    matching, total = 0, 0
    latest: list[Story] = []
    for story in stories:
        total += 1
        if match_story(query, story) is None:
            continue
        matching += 1
        if len(latest) < LATEST:
            latest.append(story)
    return Preview(
        matching=matching, total=total, latest=tuple(latest), verdict=_verdict(matching, total)
    )


def match_story(query: Query, story: Story) -> Match | None:
    """Why a stored story matches, or None; its head report is its text."""
    topics = {match.key for match in story.topics}
    return query.matches(story.title, story.reports[0].text, topics, story.outlets)


def _verdict(matching: int, total: int) -> Verdict:
    if not matching:
        return Verdict.NEVER
    if total >= _ENOUGH_STORIES and matching > _TOO_BROAD * total:
        return Verdict.TOO_BROAD
    return Verdict.GOOD
