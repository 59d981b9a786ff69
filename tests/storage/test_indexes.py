"""What runs all day is found by an index: its cost must not grow with the tables."""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

import storage as storage_package
from bot.model import ChatId, DigestId, StoryId, SubscriberStatus
from bot.ports import Storage
from tests.contract.given import DAY, NOW, a_feed, entry, poll, promised, ready_stories

# "SCAN feeds", but not "SCAN feeds USING INDEX ..." nor "SCAN CONSTANT ROW".
_SCAN = re.compile(r"SCAN [a-z]+")
Values = tuple[int | str | float | None, ...]
Statement = tuple[str, Values]
Act = Callable[[Storage], Awaitable[object]]


async def lease_and_record(storage: Storage) -> None:
    [state] = await storage.feeds.lease(NOW + DAY, NOW + DAY, 10)
    await poll(storage, state, entry("1"), entry("baru"))


async def lease_and_answer(storage: Storage) -> None:
    for delivery in await storage.outbox.lease(NOW, 1):
        await storage.outbox.sent(delivery.id, 1, NOW)


ACTS: dict[str, Act] = {
    "next feed": lambda storage: storage.feeds.next_due(),
    "record": lease_and_record,
    "lease entries": lambda storage: storage.stories.lease_entries(NOW, NOW, 10),
    "recent reports": lambda storage: storage.stories.recent_reports(NOW - DAY),
    "lease stories": lambda storage: storage.stories.lease(10),
    "unfinished": lambda storage: storage.stories.unfinished(10),
    "ready": lambda storage: storage.stories.ready(0, 9, NOW - DAY, 10),
    "get stories": lambda storage: storage.stories.get([StoryId(1)]),
    "by chat": lambda storage: storage.subscribers.by_chat(ChatId(1)),
    "due subscribers": lambda storage: storage.subscribers.due(NOW + DAY, 10),
    "next subscriber": lambda storage: storage.subscribers.next_due(),
    "promise": lambda storage: promised(storage, 9, "satu"),
    "deliver": lease_and_answer,
    "next delivery": lambda storage: storage.outbox.next_due(),
    "recover": lambda storage: storage.outbox.recover(),
    "give up chat": lambda storage: storage.outbox.give_up_chat(ChatId(1), "blocked", NOW),
    "pause": lambda storage: storage.subscribers.set_status(ChatId(1), SubscriberStatus.PAUSED, ""),
    "move": lambda storage: storage.subscribers.move_chat(ChatId(1), ChatId(-2)),
    "forget": lambda storage: storage.subscribers.forget(ChatId(1)),
    "digest": lambda storage: storage.outbox.digest(DigestId(1)),
}


@contextmanager
def statements() -> Iterator[list[Statement]]:
    seen: list[Statement] = []

    def note(
        connection: Connection,
        cursor: object,
        statement: str,
        parameters: Values | list[Values],
        context: object,
        executemany: bool,
    ) -> None:
        seen.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def scans(path: Path, seen: list[Statement]) -> list[str]:
    """Steps of SQLite's plans that walk through a whole table."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        for statement, parameters in seen:
            if statement.split()[0] in ("SELECT", "UPDATE", "DELETE"):
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found += [
                    f"{step[3]}: {statement}"
                    for step in plan.fetchall()
                    if _SCAN.fullmatch(step[3])
                ]
    return found


@pytest.mark.parametrize("name", ACTS)
async def test_no_table_is_walked_through(sqlite_path: Path, sqlite_url: str, name: str) -> None:
    async with storage_package.open_storage(sqlite_url) as opened:
        await a_feed(opened)
        await ready_stories(opened, 3)
        await promised(opened, 1, "satu", "dua")

        with statements() as seen:
            await ACTS[name](opened)

        assert seen
        assert scans(sqlite_path, seen) == []
