"""What an administrator corrects: reports that do not belong together, stories that do."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.errors import GiveUpItem
from bot.model import EntryId, JoinReason, Report, StoryId
from storage.columns import AnyRow
from storage.membership import begin, join
from storage.reports import reports_of
from storage.tables import corrections, stories


def split(
    connection: Connection, story_id: StoryId, entry_ids: Collection[EntryId], now: datetime
) -> StoryId:
    reports = reports_of(connection, [story_id])[story_id]
    moved = [report for report in reports if report.id in entry_ids]
    if not moved or len(moved) < len(set(entry_ids)):
        raise GiveUpItem(f"story {story_id} has not all of these reports")
    if len(moved) == len(reports):
        raise GiveUpItem(f"story {story_id} would be left without reports")
    reason, figures = JoinReason.SPLIT_BY_ADMIN, f"from story {story_id}"
    first, *others = moved
    new_id = begin(connection, first, reason, figures)
    _move(connection, others, new_id, reason, figures)
    _note(connection, reason, story_id, new_id, now)
    return new_id


def merge(connection: Connection, story_id: StoryId, other_id: StoryId, now: datetime) -> None:
    """What readers got of the other story counts as told: nobody gets it twice."""
    rows = _lock(connection, (story_id, other_id))
    if len(rows) < 2:
        raise GiveUpItem(f"stories {story_id} and {other_id} are not two that exist")
    members = reports_of(connection, [story_id, other_id])
    reason, figures = JoinReason.MERGED_BY_ADMIN, f"from story {other_id}"
    # A story that is emptied ends by itself.
    _move(connection, members[other_id], story_id, reason, figures)
    before = rows[story_id].told
    if before is None:
        before = [report.id for report in members[story_id]]
    told = [*before, *(report.id for report in members[other_id])]
    whole = update(stories).where(stories.c.id == story_id)
    connection.execute(whole.values(told=told))
    _adopt(connection, story_id, other_id)
    _note(connection, reason, story_id, other_id, now)


def last_correction(connection: Connection) -> int:
    return connection.execute(select(func.max(corrections.c.id))).scalar_one() or 0


def apart(connection: Connection) -> Collection[frozenset[StoryId]]:
    split_ones = corrections.c.reason == JoinReason.SPLIT_BY_ADMIN.value
    query = select(corrections.c.story_id, corrections.c.other_id).where(split_ones)
    pairs = connection.execute(query)
    return {frozenset((StoryId(one), StoryId(other))) for one, other in pairs}


def _lock(connection: Connection, ids: Collection[StoryId]) -> dict[int, AnyRow]:
    query = select(stories).where(stories.c.id.in_(ids)).order_by(stories.c.id)
    return {row.id: row for row in connection.execute(query.with_for_update())}


def _move(
    connection: Connection,
    reports: Sequence[Report],
    story_id: StoryId,
    reason: JoinReason,
    figures: str,
) -> None:
    for report in reports:
        join(connection, report, story_id, reason, figures)


def _adopt(connection: Connection, story_id: StoryId, gone: StoryId) -> None:
    """Stories of an affair that the merged story gave its name; an affair is no link to itself."""
    connection.execute(
        update(stories).where(stories.c.affair_id == gone).values(affair_id=story_id)
    )
    own = (stories.c.id == story_id) & (stories.c.affair_id == story_id)
    connection.execute(update(stories).where(own).values(affair_id=None))


def _note(
    connection: Connection, reason: JoinReason, story_id: StoryId, other_id: StoryId, now: datetime
) -> None:
    row = {"reason": reason.value, "story_id": story_id, "other_id": other_id, "made": now}
    connection.execute(insert(corrections).values(row))
