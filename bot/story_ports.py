"""What is asked of the store of stories; a part of bot.ports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import (
    EntryId,
    JoinReason,
    Quote,
    Report,
    Story,
    StoryId,
    TopicMatch,
)


class StoryStore(Protocol):
    async def lease_entries(self, until: datetime, now: datetime, limit: int) -> tuple[Report, ...]:
        """Entries that belong to no story yet, in order of `published`."""
        ...

    async def recover(self) -> int:
        """Leases of entries end now: their holder is no longer at work."""
        ...

    async def unplaced(self) -> int:
        """How many entries belong to no story yet."""
        ...

    async def save_text(self, entry_id: EntryId, text: str) -> None:
        """Keep the article page's text of an entry (`full_text` becomes True)."""
        ...

    async def recent_reports(self, since: datetime) -> tuple[Report, ...]:
        """Reports with a story, in order of `published`: what grouping needs after a restart."""
        ...

    async def begin(self, report: Report, reason: JoinReason, figures: str) -> StoryId:
        """A new story of this one report."""
        ...

    async def join(
        self, report: Report, story_id: StoryId, reason: JoinReason, figures: str
    ) -> None:
        """Add a report to a story; its `copy_of` is kept."""
        ...

    async def set_affair(self, story_id: StoryId, affair_id: StoryId) -> None: ...

    async def affairs(self, since: datetime) -> Mapping[StoryId, StoryId]:
        """story -> affair for the stories with last >= since that share one."""
        ...

    async def begun(self, since: datetime) -> Mapping[StoryId, datetime]:
        """When the stories with last >= since, and those that gave them their affair, began."""
        ...

    async def split(
        self, story_id: StoryId, entry_ids: Collection[EntryId], now: datetime
    ) -> StoryId:
        """Move reports of a story into a story of their own, which stays apart.

        GiveUpItem when the story has not all of them, or has no others.
        """
        ...

    async def merge(self, story_id: StoryId, other_id: StoryId, now: datetime) -> None:
        """Move all reports of the other story into this one; the other is gone."""
        ...

    async def correction(self) -> int:
        """The number of the last split or merge; 0 = there was none."""
        ...

    async def apart(self) -> Collection[frozenset[StoryId]]:
        """Pairs of stories that an administrator split from each other."""
        ...

    async def finish(
        self,
        story_id: StoryId,
        topics: Sequence[TopicMatch],
        summary: Sequence[Quote],
        *,
        version: int | None = None,
        news: Sequence[Quote] = (),
    ) -> None:
        """Store topics and summary; the first time, the story gets its sequence and is ready.

        With `news` it gets a new sequence: subscribers who got it before see it as a development.
        `version` is that of the story they were made of: when a report came in meanwhile, the
        story stays unfinished. None = the present one. A story that is gone: GiveUpItem.
        """
        ...

    async def release(self) -> None:
        """Stories that this member has placed reports in: from now on any member may lease them."""
        ...

    async def lease(self, limit: int) -> tuple[Story, ...]:
        """Unfinished stories that no other living member holds; ours until they are finished."""
        ...

    async def unfinished(self, limit: int) -> tuple[StoryId, ...]:
        """Stories whose topics and summary are older than their newest report."""
        ...

    async def get(self, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        """Whole stories in the order asked for; unknown ids are left out."""
        ...

    async def ready(self, after: int, until: int, since: datetime, limit: int) -> tuple[Story, ...]:
        """Ready stories with after < sequence <= until and last >= since, newest first."""
        ...

    async def last_sequence(self) -> int: ...
