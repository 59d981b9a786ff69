"""Which reports are in a story: begun, joined, moved."""

from sqlalchemy import Connection, case, delete, func, insert, literal, select, update

from bot.errors import GiveUpItem
from bot.fleet import MemberId
from bot.model import JoinReason, Report, StoryId
from storage.columns import EPOCH, UtcDateTime
from storage.tables import entries, stories

# An administrator's word moves a report wherever it stands; the program only places loose ones.
_BY_ADMIN = frozenset({JoinReason.SPLIT_BY_ADMIN, JoinReason.MERGED_BY_ADMIN})


def begin(
    connection: Connection,
    report: Report,
    reason: JoinReason,
    figures: str,
    holder: MemberId | None = None,
) -> StoryId:
    """`holder` goes on placing: until it releases the story, nobody else summarises it."""
    place = _place(connection, report)
    if place is not None and reason not in _BY_ADMIN:
        return place
    row = {
        "head_id": report.id,
        "first": report.published,
        "last": report.published,
        "topics": [],
        "summary": [],
        "version": 1,
        "finished": 0,
        "used": EPOCH,
        "told": [],
        "news": [],
        "holder": holder,
    }
    story_id = connection.execute(insert(stories).values(row).returning(stories.c.id)).scalar_one()
    put(connection, report, StoryId(story_id), reason, figures)
    shrink(connection, place)
    return StoryId(story_id)


def join(
    connection: Connection,
    report: Report,
    story_id: StoryId,
    reason: JoinReason,
    figures: str,
    holder: MemberId | None = None,
) -> None:
    place = _place(connection, report)
    if place == story_id or (place is not None and reason not in _BY_ADMIN):
        return
    # Typed by hand: CASE does not tell its values what column they are for.
    moment = literal(report.published, UtcDateTime)
    earlier = case((stories.c.first > moment, moment), else_=stories.c.first)
    later = case((stories.c.last < moment, moment), else_=stories.c.last)
    grown = update(stories).where(stories.c.id == story_id)
    values = {"first": earlier, "last": later, "version": stories.c.version + 1}
    if holder is not None:
        values["holder"] = literal(holder)
    found = connection.execute(grown.values(values))
    if found.rowcount == 0:
        raise GiveUpItem(f"story {story_id} is gone")
    put(connection, report, story_id, reason, figures)
    shrink(connection, place)


def _place(connection: Connection, report: Report) -> StoryId | None:
    query = select(entries.c.story_id).where(entries.c.id == report.id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise GiveUpItem(f"entry {report.id} is gone")
    return None if row.story_id is None else StoryId(row.story_id)


def put(
    connection: Connection, report: Report, story_id: StoryId, reason: JoinReason, figures: str
) -> None:
    entry = update(entries).where(entries.c.id == report.id)
    connection.execute(
        entry.values(
            story_id=story_id, join_reason=reason.value, figures=figures, copy_of=report.copy_of
        )
    )


def shrink(connection: Connection, story_id: StoryId | None) -> None:
    """A story lost a report: its times and head follow from the rest; without any it ends."""
    if story_id is None:
        return
    inside = entries.c.story_id == story_id
    times = select(func.min(entries.c.published), func.max(entries.c.published)).where(inside)
    first, last = connection.execute(times).one()
    if first is None:
        connection.execute(delete(stories).where(stories.c.id == story_id))
        return
    oldest = select(entries.c.id).where(inside).order_by(entries.c.published, entries.c.id).limit(1)
    kept = select(entries.c.id).where(inside, entries.c.id == stories.c.head_id)
    head = func.coalesce(kept.scalar_subquery(), oldest.scalar_subquery())
    story = update(stories).where(stories.c.id == story_id)
    connection.execute(
        story.values(first=first, last=last, head_id=head, version=stories.c.version + 1)
    )
