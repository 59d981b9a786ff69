"""The tables: one definition for SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    true,
)

from storage.columns import Duration, RowId, UtcDateTime, bot, reference, row_id

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


_WHERE: dict[Index, ColumnElement[bool]] = {}


def _table(name: str, *items: Column[Any] | UniqueConstraint) -> Table:
    # AUTOINCREMENT: the id of a deleted row never comes back, because digests, buttons
    # and late answers still carry it.
    return Table(name, metadata, row_id(), *items, sqlite_autoincrement=True)


def _partial(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> Index:
    index = Index(name, *columns, sqlite_where=where)
    _WHERE[index] = where
    return index


def tell_postgresql() -> None:
    """Partial indexes there, too; not at once: it loads a twentieth of the start's code."""
    for index, where in _WHERE.items():
        index.dialect_options["postgresql"]["where"] = where


feeds = _table(
    "feeds",
    Column("url", Text, nullable=False, unique=True),
    Column("outlet", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("interval", Duration),
    Column("full_text", Boolean, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("proxy", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("label", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("moved_seen", Integer, nullable=False),
    Column("next_poll", UtcDateTime, nullable=False),
    # When a lease may take the feed: `next_poll`, or the end of a lease.
    Column("due", UtcDateTime, nullable=False),
    # When a document with entries was last stored; entries compare their own `listed` to it.
    Column("listed", UtcDateTime),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("pushed", UtcDateTime),
    Column("last_poll", UtcDateTime),
    Column("last_new", UtcDateTime),
    Column("entries_per_day", Float, nullable=False),
    Column("health", String(20), nullable=False),
    Column("since", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    # The member that has leased it. No reference: members come and go.
    Column("holder", BigInteger),
)
# Spelled alike in index and queries: SQLite takes `enabled` and `enabled = 1` for two conditions.
ENABLED = feeds.c.enabled.is_(true())
_partial("ix_feeds_due", feeds.c.due, feeds.c.id, where=ENABLED)

# What was agreed with feeds' hubs (WebSub). A feed that changes its hub has two for a while.
hub_lines = _table(
    "hub_lines",
    reference("feed_id", "feeds.id", index=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("secret", String(64), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("due", UtcDateTime, nullable=False, index=True),
    Column("lease_ends", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("detail", Text, nullable=False),
)

entries = _table(
    "entries",
    reference("feed_id", "feeds.id", index=True),
    Column("guid", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("key", Text, nullable=False),
    # 64-bit hashes that only find candidates; the decision compares the full texts.
    Column("by_key", BigInteger, nullable=False, index=True),
    Column("by_guid", BigInteger, nullable=False, index=True),
    Column("fingerprint", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("full_text", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("published", UtcDateTime, nullable=False, index=True),
    Column("seen", UtcDateTime, nullable=False),
    # The last time the outlet changed title or text, and the title before the first change of it.
    Column("edited", UtcDateTime),
    Column("first_title", Text, nullable=False, server_default=""),
    # The last time its feed's document carried it, to the day.
    Column("listed", UtcDateTime, nullable=False),
    # When a lease may take the entry.
    Column("due", UtcDateTime, nullable=False),
    Column("story_id", RowId, ForeignKey("stories.id"), index=True),
    Column("join_reason", String(20), nullable=False),
    Column("figures", Text, nullable=False),
    # The entry of another outlet whose text this one repeats.
    Column("copy_of", RowId),
)
_partial("ix_entries_loose", entries.c.published, where=entries.c.story_id.is_(None))

stories = _table(
    "stories",
    Column("sequence", BigInteger, unique=True),
    Column("head_id", RowId, nullable=False),
    Column("first", UtcDateTime, nullable=False),
    Column("last", UtcDateTime, nullable=False, index=True),
    Column("affair_id", RowId),
    Column("topics", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
    # Grows with each change of the reports; `finished` is the version that topics and summary know.
    Column("version", Integer, nullable=False),
    Column("finished", Integer, nullable=False),
    # When a digest last carried it; 1970 = never.
    Column("used", UtcDateTime, nullable=False),
    # The first sequence; each development brings a new one.
    Column("began", BigInteger),
    # The entries that the present sequence knew; null = all that there are.
    Column("told", JSON(none_as_null=True)),
    # What developments added, each with its sequence.
    Column("news", JSON(none_as_null=True)),
    Column("holder", BigInteger),  # the member that places reports in it or summarises it now
)
_partial("ix_stories_unfinished", stories.c.id, where=stories.c.finished < stories.c.version)

# What an administrator split or merged: grouping has to obey, also after a restart.
corrections = _table(
    "corrections",
    Column("reason", String(20), nullable=False),
    Column("story_id", BigInteger, nullable=False),
    Column("other_id", BigInteger, nullable=False),
    Column("made", UtcDateTime, nullable=False),
)

subscribers = _table(
    "subscribers",
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("language", String(35), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("hours", JSON, nullable=False),
    Column("days", JSON, nullable=False),
    Column("quiet", JSON(none_as_null=True)),
    Column("instant", Boolean, nullable=False),
    Column("style", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("status_reason", Text, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("due", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("joined", UtcDateTime, nullable=False),
    bot(),
    UniqueConstraint("chat_id", "thread_id", "bot"),
)
ACTIVE = subscribers.c.status == literal_column("'active'")
_partial("ix_subscribers_due", subscribers.c.due, subscribers.c.id, where=ACTIVE)
INSTANT = subscribers.c.instant.is_(true())
_partial("ix_subscribers_instant", subscribers.c.id, where=INSTANT)

digests = _table(
    "digests",
    Column("kind", String(20), nullable=False),
    Column("made", UtcDateTime, nullable=False, index=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("language", String(35), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("next_due", UtcDateTime),
    Column("story_ids", JSON, nullable=False),
)

# Each distinct message once: subscribers of the same topics share their digest's text.
messages = _table(
    "messages",
    Column("hash", String(32), nullable=False, unique=True),
    Column("body", JSON, nullable=False),
    Column("made", UtcDateTime, nullable=False, index=True),
)

outbox = _table(
    "outbox",
    reference("subscriber_id", "subscribers.id"),
    reference("digest_id", "digests.id", index=True),
    Column("part", Integer, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    reference("message_id", "messages.id", index=True),
    Column("state", String(20), nullable=False),
    # 0 = somebody waits for it, 1 = scheduled.
    Column("rank", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("uncertain", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("telegram_id", BigInteger),
    Column("done", UtcDateTime),
    # The subscriber's, here for the indexes.
    bot(),
    UniqueConstraint("subscriber_id", "digest_id", "part"),
)


def queued(rows: FromClause) -> ColumnElement[bool]:
    # Written out, not bound: a partial index serves only a condition it can see.
    return rows.c.state == literal_column("'queued'")


def pending(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.state.in_([literal_column("'queued'"), literal_column("'sending'")])


_partial("ix_outbox_queue", outbox.c.bot, outbox.c.rank, outbox.c.id, where=queued(outbox))
_partial("ix_outbox_not_before", outbox.c.bot, outbox.c.not_before, where=queued(outbox))
_partial("ix_outbox_chat", outbox.c.chat_id, outbox.c.id, where=pending(outbox))
_partial("ix_outbox_expires", outbox.c.expires, where=queued(outbox))
_partial("ix_outbox_done", outbox.c.done, where=outbox.c.done.is_not(None))

# What Telegram told us: a row before it is handled, so that a crash loses no press of a button.
inbox = Table(
    "inbox",
    metadata,
    bot(primary_key=True),
    # Telegram's own number of the update. One that comes twice with the same content is handled
    # once; another bot, or another Bot API server, counts anew.
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("hash", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("taken", UtcDateTime, nullable=False),
    # How many times the program has ended while it was being handled.
    Column("attempts", Integer, nullable=False),
    Column("handled", UtcDateTime),
    # Updates of one chat are handled in their order, by one member at a time.
    Column("chat", BigInteger, nullable=False, server_default="0"),
    Column("holder", BigInteger),
)
_partial("ix_inbox_chat", inbox.c.chat, inbox.c.id, where=inbox.c.handled.is_(None))
_partial("ix_inbox_left", inbox.c.id, where=inbox.c.handled.is_(None))
_partial("ix_inbox_handled", inbox.c.handled, where=inbox.c.handled.is_not(None))

announcements = _table(
    "announcements",
    Column("text", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    # No reference: tidy deletes old digests, and the draft does not keep them.
    Column("digest_id", BigInteger),
)


# What a subscriber keeps; written out, because stories are tidied away.
saved = _table(
    "saved",
    reference("subscriber_id", "subscribers.id"),
    Column("story_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("published", UtcDateTime, nullable=False),
    Column("saved", UtcDateTime, nullable=False),
    UniqueConstraint("subscriber_id", "story_id"),
)

mutes = _table(
    "mutes",
    reference("subscriber_id", "subscribers.id"),
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("until", UtcDateTime),
    UniqueConstraint("subscriber_id", "kind", "value"),
)

tastes = _table(
    "tastes",
    reference("subscriber_id", "subscribers.id"),
    Column("name", Text, nullable=False),
    Column("steps", Integer, nullable=False),
    UniqueConstraint("subscriber_id", "name"),
)

# Stories that were sent at once: never twice, and in the next digest only in a line.
instants = _table(
    "instants",
    reference("subscriber_id", "subscribers.id"),
    Column("story_id", BigInteger, nullable=False),
    # No reference: tidy deletes old digests.
    Column("digest_id", BigInteger, nullable=False),
    Column("made", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("subscriber_id", "story_id"),
)

# Own topics whose stories are sent at once.
alerts = _table(
    "alerts",
    reference("subscriber_id", "subscribers.id"),
    Column("query", Text, nullable=False),
    UniqueConstraint("subscriber_id", "query"),
)

# Rows that belong to one subscriber alone: shown in their data, and deleted with them.
PERSONAL = (saved, mutes, tastes, instants, alerts)

# Numbers that grow in the transaction that uses them and never go back.
counters = Table(
    "counters",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# Processes that live, each with a beat that grows.
members = _table(
    "members",
    Column("name", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
)

# Work that one member at a time does. The token grows with each change of the holder.
posts = Table(
    "posts",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("holder", BigInteger),
    Column("token", BigInteger, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

# feeds.yaml as it was published; the newest is in force for every machine.
feed_lists = _table(
    "feed_lists",
    Column("hash", String(32), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
)

# Every bot that ever worked on this database.
bots = Table(
    "bots",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),
)

# What belongs to running processes and not to the installation.
PASSING = (members, posts, feed_lists)
