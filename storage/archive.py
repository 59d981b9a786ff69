"""The archive: full-text search over all stored reports, answered as stories."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, TextClause, select, text

from bot.model import EntryId, StoryId
from bot.reading import Edit, Found, Search
from storage.columns import EPOCH, to_microseconds
from storage.database import Database
from storage.tables import entries
from storage.whole import get_stories

# Nobody turns more pages than this; it bounds what a search for a common word costs.
_MOST = 500

# The second parameter of bm25 and of ts_rank: a word in the title weighs four times.
_SQLITE = """
    WITH hits AS MATERIALIZED (
        SELECT rowid AS entry_id, bm25(archive, 4.0, 1.0) AS distance
        FROM archive WHERE archive MATCH :wanted
    )
    SELECT stories.id FROM hits
    JOIN entries ON entries.id = hits.entry_id
    JOIN stories ON stories.id = entries.story_id
    WHERE stories.sequence IS NOT NULL AND stories.last >= :since
    GROUP BY stories.id ORDER BY {order} LIMIT :most
"""
_SQLITE_BEST = "min(hits.distance), stories.last DESC, stories.id"
# Spelled as in the migration's index, or PostgreSQL reads every entry.
_DOCUMENT = """(
    setweight(to_tsvector('simple', translate(entries.title, '-./_:@', '      ')), 'A') ||
    setweight(
        to_tsvector('simple', translate(left(entries.text, 50000), '-./_:@', '      ')), 'D'
    )
)"""
_POSTGRESQL = f"""
    SELECT stories.id FROM entries
    JOIN stories ON stories.id = entries.story_id
    WHERE stories.sequence IS NOT NULL AND stories.last >= :since
        AND {_DOCUMENT} @@ to_tsquery('simple', :wanted)
    GROUP BY stories.id ORDER BY {{order}} LIMIT :most
"""  # noqa: S608 -- only constants are put together
_POSTGRESQL_BEST = f"""
    max(ts_rank('{{0.25, 0.25, 0.25, 1}}', {_DOCUMENT}, to_tsquery('simple', :wanted), 1)) DESC,
    stories.last DESC, stories.id
"""
_NEWEST = "stories.last DESC, stories.id"
# Shorter words must match as they are: "as*" would be half of the dictionary.
_OPEN_END_FROM = 4


class Archive:
    """Implements bot.ports.Archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, wanted: Search, skip: int, limit: int) -> Found:
        return await self._database.read(_search, wanted, skip, limit)

    async def edits(self, story_id: StoryId) -> Mapping[EntryId, Edit]:
        return await self._database.read(_edits, story_id)


def _edits(connection: Connection, story_id: StoryId) -> Mapping[EntryId, Edit]:
    query = select(entries.c.id, entries.c.title, entries.c.edited, entries.c.first_title).where(
        entries.c.story_id == story_id, entries.c.edited.is_not(None)
    )
    return {
        EntryId(row.id): Edit(
            at=row.edited, first_title=row.first_title if row.first_title != row.title else ""
        )
        for row in connection.execute(query)
    }


def _search(connection: Connection, wanted: Search, skip: int, limit: int) -> Found:
    words = [_plain(word) for word in wanted.words]
    without = [_plain(word) for word in wanted.without]
    if not any(words):
        return Found(stories=(), total=0)
    write, statement = (
        (_fts5, _sqlite(wanted))
        if connection.dialect.name == "sqlite"
        else (_tsquery, _postgresql(wanted))
    )
    query = write([word for word in words if word], [word for word in without if word])
    asked = {"wanted": query, "most": _MOST, "since": to_microseconds(wanted.since or EPOCH)}
    ids = connection.execute(statement, asked).scalars().all()
    page = [StoryId(identity) for identity in ids[skip : skip + limit]]
    return Found(stories=get_stories(connection, page), total=len(ids), more=len(ids) == _MOST)


def _sqlite(wanted: Search) -> TextClause:
    return text(_SQLITE.format(order=_NEWEST if wanted.newest else _SQLITE_BEST))


def _postgresql(wanted: Search) -> TextClause:
    return text(_POSTGRESQL.format(order=_NEWEST if wanted.newest else _POSTGRESQL_BEST))


def _plain(words: str) -> str:
    """Letters and digits parted by spaces: nothing that a query language could obey."""
    return " ".join("".join(c if c.isalnum() else " " for c in words.lower()).split())


def _open_end(words: str) -> bool:
    """Whether longer words fit too: "beras" finds "berasnya"."""
    return len(words.rpartition(" ")[2]) >= _OPEN_END_FROM


def _fts5(words: Sequence[str], without: Sequence[str]) -> str:
    """All of these and none of those, as FTS5 wants it."""
    query = " AND ".join(f'"{word}"{"*" if _open_end(word) else ""}' for word in words)
    refused = " OR ".join(f'"{word}"' for word in without)
    return f"({query}) NOT ({refused})" if refused else query


def _tsquery(words: Sequence[str], without: Sequence[str]) -> str:
    """The same for PostgreSQL."""
    wanted = [_phrase(word, open_end=_open_end(word)) for word in words]
    return " & ".join([*wanted, *(f"!({_phrase(word)})" for word in without)])


def _phrase(words: str, *, open_end: bool = False) -> str:
    return " <-> ".join(f"'{word}'" for word in words.split()) + (":*" if open_end else "")
