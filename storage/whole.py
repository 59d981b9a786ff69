"""Whole stories: read with their reports, and finished with topics, summary and sequence."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from bot.errors import GiveUpItem
from bot.fleet import MemberId
from bot.model import EntryId, News, Quote, Report, Story, StoryId, TopicKey, TopicMatch
from bot.style import SummaryLength
from storage import counters
from storage.columns import AnyRow
from storage.reports import reports_of
from storage.tables import entries, stories

# A story that goes on for days keeps its latest news; nobody reads it from the beginning.
_MOST_NEWS = 24


def finish(
    connection: Connection,
    story_id: StoryId,
    topics: Sequence[TopicMatch],
    summary: Sequence[Quote],
    version: int | None,
    news: Sequence[Quote] = (),
    me: MemberId | None = None,
) -> None:
    query = select(stories).where(stories.c.id == story_id)
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        raise GiveUpItem(f"story {story_id} is gone")
    if version is not None and row.finished >= version:
        return  # somebody took over from us and was faster: told once is enough
    values: dict[str, object] = {
        "topics": [_topic_json(topic) for topic in topics],
        "summary": [(*_quote_json(quote), quote.least.value) for quote in summary],
        "finished": row.version if version is None else version,
        # Who places reports in it meanwhile keeps it.
        "holder": None if row.holder == me else row.holder,
    }
    if row.sequence is None or news:
        values |= _sequence(connection, row, news)
    connection.execute(update(stories).where(stories.c.id == story_id).values(values))


def _sequence(connection: Connection, row: AnyRow, news: Sequence[Quote]) -> dict[str, object]:
    """A new sequence, and what is told with it."""
    sequence = counters.take(connection, counters.STORIES)
    inside = select(entries.c.id).where(entries.c.story_id == row.id).order_by(entries.c.id)
    added = [(sequence, *_quote_json(quote)) for quote in news] if row.sequence else []
    return {
        "sequence": sequence,
        "began": row.began or sequence,
        "told": list(connection.execute(inside).scalars()),
        "news": [*(row.news or ()), *added][-_MOST_NEWS:],
    }


def get_stories(connection: Connection, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
    rows = connection.execute(select(stories).where(stories.c.id.in_(story_ids))).all()
    found = {story.id: story for story in whole_stories(connection, rows)}
    return tuple(found[story_id] for story_id in story_ids if story_id in found)


def whole_stories(connection: Connection, rows: Sequence[AnyRow]) -> tuple[Story, ...]:
    members = reports_of(connection, [row.id for row in rows])
    return tuple(_story(row, members[row.id]) for row in rows if members[row.id])


def _story(row: AnyRow, members: Sequence[Report]) -> Story:
    # Sorting is stable: behind the head the reports stay in order of time.
    head, *others = sorted(members, key=lambda report: report.id != row.head_id)
    return Story(
        id=StoryId(row.id),
        sequence=row.sequence or 0,
        title=head.title,
        link=head.link,
        first=row.first,
        last=row.last,
        reports=(head, *others),
        topics=tuple(_topic(data) for data in row.topics),
        summary=tuple(_summary_quote(*data) for data in row.summary),
        language=head.language,
        affair_id=None if row.affair_id is None else StoryId(row.affair_id),
        version=row.version,
        began=row.began or 0,
        told=_told(row, members),
        news=tuple(_news(data) for data in row.news or ()),
    )


def _told(row: AnyRow, members: Sequence[Report]) -> tuple[EntryId, ...]:
    # Stories from before developments were kept have told all that they have.
    return tuple(report.id for report in members) if row.told is None else tuple(row.told)


# How topics and quotes lie in JSON: lists, because their names would be most of the bytes.
_StoredTopic = tuple[str, float, Sequence[str], str]
_StoredQuote = tuple[str, EntryId | None, str]
_StoredNews = tuple[int, str, EntryId | None, str]


def _topic_json(topic: TopicMatch) -> _StoredTopic:
    return (topic.key, topic.score, topic.words, topic.where)


def _topic(data: _StoredTopic) -> TopicMatch:
    key, score, words, where = data
    return TopicMatch(key=TopicKey(key), score=score, words=tuple(words), where=where)


def _quote_json(quote: Quote) -> _StoredQuote:
    return (quote.text, quote.entry_id, quote.outlet)


def _summary_quote(
    text: str,
    entry_id: EntryId | None,
    outlet: str,
    # Summaries of before there were lengths do not say it.
    least: str = SummaryLength.NORMAL,
) -> Quote:
    return Quote(text=text, entry_id=entry_id, outlet=outlet, least=SummaryLength(least))


def _news(data: _StoredNews) -> News:
    sequence, text, entry_id, outlet = data
    return News(sequence=sequence, quote=Quote(text=text, entry_id=entry_id, outlet=outlet))
