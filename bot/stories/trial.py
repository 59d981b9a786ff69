"""Grouping on its own, line by line: `sariwarta try stories`, measurements and experiments."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.model import EntryId, FeedId, Report, StoryId, Tier
from bot.stories.group import Grouper, Placement, Policy


class StoryTrial:
    """Takes reports in order of time as plain dictionaries and says where each belongs.

    `tier` GROUP answers with the affair instead of the story.
    """

    def __init__(
        self,
        *,
        key: Callable[[str], str] = str,
        policy: Policy | None = None,
        tier: Tier = Tier.FOLD,
    ) -> None:
        self._key = key
        self._tier = tier
        self._grouper = Grouper(policy)
        self._reports = 0
        self._stories = 0

    def answer(self, item: Mapping[str, str], *, explain: bool = False) -> dict[str, object]:
        """`{id, cluster}`; with `explain` also story, affair, reason and figures."""
        self._reports += 1
        report = read_report(item, EntryId(self._reports), self._key)
        placement = self._grouper.decide(report)
        story_id = placement.story_id
        if story_id is None:
            self._stories += 1
            story_id = StoryId(self._stories)
        self._grouper.add(report, story_id, placement.affair_id)
        affair_id = placement.affair_id or story_id
        cluster = story_id if self._tier is Tier.FOLD else affair_id
        said: dict[str, object] = {"id": item.get("id"), "cluster": cluster}
        return said | _reasons(story_id, affair_id, placement) if explain else said


def read_report(item: Mapping[str, str], id: EntryId, key: Callable[[str], str]) -> Report:
    """A report from `{published, source, title, text, url}`; ValueError says what is wrong."""
    published = _moment(item.get("published"))
    link = item.get("url") or ""
    return Report(
        id=id,
        feed_id=FeedId(0),
        outlet=item.get("source") or "",
        section="",
        link=link,
        key=key(link) if link else "",
        title=item.get("title") or "",
        text=item.get("text") or "",
        published=published,
        seen=published,
    )


def _moment(written: str | None) -> datetime:
    if not written:
        raise ValueError('"published" is missing: give an ISO 8601 time such as 2026-01-31T08:00Z')
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _reasons(story_id: StoryId, affair_id: StoryId, placement: Placement) -> dict[str, object]:
    return {
        "story": story_id,
        "affair": affair_id,
        "reason": placement.reason.value,
        "figures": placement.figures,
    }
