"""Acts on the stored data beside the running bot: print, count, migrate, copy."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.newsroom import Render
from bot.app.wiring import open_database, topics_of
from bot.digests.compose import choose
from bot.digests.fitting import fits
from bot.digests.interest import Interest
from bot.errors import BadDatabase, GiveUpItem
from bot.feeds.catalog import Catalog, read
from bot.fleet import Roster
from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Story,
    TopicKey,
)
from bot.settings import Settings
from bot.stories.topics.catalogue import Catalogue
from storage import backups, opening, sqlite_file

MOST_STORIES = 2000


async def print_digest(
    settings: Settings, *, topics: tuple[str, ...], since: timedelta, form: str, language: str
) -> int:
    """Print one digest of what is stored; 1 when there is nothing in it."""
    catalogue = topics_of(_catalog(settings))
    interest = Interest(topics=_keys(catalogue, topics), queries=())
    now = datetime.now(UTC)
    async with open_database(settings) as storage:
        until = await storage.stories.last_sequence()
        ready = await storage.stories.ready(0, until, now - since, MOST_STORIES)
    stories = choose(ready, interest, fits, now)
    digest = Digest(
        id=DigestId(0),
        kind=DigestKind.REQUESTED,
        made=now,
        since=0,
        until=until,
        topics=interest.topics,
        queries=(),
        language=language,
        zone=settings.time_zone,
        next_due=None,
        stories=stories,
    )
    print(_in_form(digest, form, catalogue))
    return 0 if stories else 1


async def stats(settings: Settings) -> Mapping[str, object]:
    """Counts of the database, and who works on it."""
    async with open_database(settings) as storage:
        return {**await storage.stats(), "fleet": _fleet(await storage.fleet.roster())}


def _fleet(roster: Roster) -> list[dict[str, object]]:
    return [
        {
            "member": member.id,
            "name": member.name,
            "roles": list(member.roles),
            "posts": {post.name: post.token for post in roster.posts if post.holder == member.id},
            "started": member.started.isoformat(timespec="seconds"),
            "heartbeat": member.seen.isoformat(timespec="seconds"),
        }
        for member in roster.members
    ]


async def migrate(settings: Settings) -> str:
    """Bring the database to this version; returns a sentence."""
    async with open_database(settings):
        return "The database is at this version."


async def backup(settings: Settings, target: Path) -> str:
    """Copy the running database; returns a sentence. A folder gets a dated file and is rotated."""
    into_folder = await asyncio.to_thread(target.is_dir)
    path = backups.dated(target, datetime.now(UTC)) if into_folder else target
    async with open_database(settings) as storage:
        await storage.backup(path)
    if into_folder:
        backups.rotate(target, settings.backup_keep)
    return f"Saved to {path}."


async def restore(settings: Settings, source: Path, *, overwrite: bool) -> str:
    """Put a backup in place; refuses a used place without `overwrite`."""
    if settings.database_url:
        raise BadDatabase("restore works on the default database file; for others use their tools")
    target = settings.data_dir / "sariwarta.db"
    await asyncio.to_thread(sqlite_file.restore, source, target, overwrite=overwrite)
    return f"Restored {target}."


async def copy(source: str, target: str) -> str:
    """Move an installation to PostgreSQL; prints each table, returns a sentence."""
    url = source if "://" in source else f"sqlite+aiosqlite:///{source}"
    await opening.copy(url, target, lambda table: print(f"{table.name}: {table.rows}", flush=True))
    return (
        "Everything is there, row by row. Set SARIWARTA_DATABASE_URL to the new database"
        " and start the bot; keep the old file until you are content."
    )


def _catalog(settings: Settings) -> Catalog:
    return read(settings.feeds_file) if settings.feeds_file.is_file() else Catalog(feeds=())


def _keys(catalogue: Catalogue, topics: tuple[str, ...]) -> tuple[TopicKey, ...]:
    keys = []
    for words in topics:
        key = catalogue.resolve(words)
        if key is None:
            near = ", ".join(topic.key for topic in catalogue.find(words)[:3])
            raise GiveUpItem(
                f"--topics: there is no topic '{words}'"
                + (f"; did you mean {near}?" if near else "")
            )
        keys.append(key)
    return tuple(keys)


def _in_form(digest: Digest, form: str, catalogue: Catalogue) -> str:
    if form == "json":
        return json.dumps([_story(story) for story in digest.stories], ensure_ascii=False, indent=2)
    messages = Render(catalogue)(digest)
    if form == "html":
        return "\n\n".join(message.html for message in messages)
    from bot.chat.terminal import plain_text

    return "\n\n".join(plain_text(message.html) for message in messages) or "Belum ada berita."


def _story(story: Story) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "link": story.link,
        "first": story.first.isoformat(),
        "last": story.last.isoformat(),
        "topics": [match.key for match in story.topics],
        "summary": [
            {"text": quote.text, "entry_id": quote.entry_id, "outlet": quote.outlet}
            for quote in story.quotes()
        ],
        "reports": [
            {
                "outlet": report.outlet,
                "title": report.title,
                "link": report.link,
                "published": report.published.isoformat(),
            }
            for report in story.reports
        ],
    }
