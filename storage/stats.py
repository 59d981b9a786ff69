"""Row counts and sizes, for `sariwarta stats` and metrics."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select, text

from storage.tables import ACTIVE, ENABLED, entries, metadata, outbox, pending, stories


def stats(connection: Connection) -> Mapping[str, int]:
    counted = {
        table.name: select(func.count()).select_from(table)
        for table in metadata.sorted_tables
        if table.name != "counters"
    }
    counted |= {
        "feeds_enabled": select(func.count()).where(ENABLED),
        "entries_without_story": select(func.count()).where(entries.c.story_id.is_(None)),
        "stories_ready": select(func.count()).where(stories.c.sequence.is_not(None)),
        "subscribers_active": select(func.count()).where(ACTIVE),
        "outbox_queued": select(func.count()).where(pending(outbox)),
    }
    found = {name: int(connection.execute(query).scalar_one()) for name, query in counted.items()}
    return {**found, **_sizes(connection)}


def _sizes(connection: Connection) -> Mapping[str, int]:
    if connection.dialect.name == "postgresql":
        size = connection.execute(text("SELECT pg_database_size(current_database())"))
        return {"database_bytes": int(size.scalar_one()), "database_free_bytes": 0}
    [page_size, pages, free] = [
        int(connection.execute(text(f"PRAGMA {name}")).scalar_one())
        for name in ("page_size", "page_count", "freelist_count")
    ]
    return {"database_bytes": page_size * pages, "database_free_bytes": page_size * free}
