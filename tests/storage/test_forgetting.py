"""Deleted data is in no file of the database any more, also while the bot goes on running."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import ChatId, Incoming, StoryId, Subscriber, UpdateId
from bot.ports import Storage
from bot.reading import Mute, MuteKind, Saved
from storage import open_storage
from tests.contract.given import NOW, digest, parts, subscriber

# Six bytes that nothing else in a small database has.
CHAT = ChatId(7_123_456_789_012)
OTHER = ChatId(7_210_987_654_321)
QUERY, MUTED, SAVED, SAID = "rahasiadapur", "bisikanmalam", "simpananlaci", "ucapanpagi"


def traces(chat: ChatId) -> dict[str, bytes]:
    """How each secret lies in a file; SQLite writes a number in as few bytes as it needs."""
    return {
        "chat as text": str(chat).encode(),
        "chat as number": chat.to_bytes(6, "big"),
        **{word: f"{word}{chat}".encode() for word in (QUERY, MUTED, SAVED, SAID)},
    }


async def keep_secrets(storage: Storage, chat: ChatId, number: int) -> Subscriber:
    """All that is stored about a chat: also the message in which it asks to be forgotten."""
    query = f"{QUERY}{chat}"
    owner = await storage.subscribers.add(replace(subscriber(), chat_id=chat, queries=(query,)))
    made = replace(digest(number), queries=(query,))
    assert await storage.outbox.promise(owner, made, parts(f"Kabar {query}"), None)
    (delivery,) = await storage.outbox.lease(NOW, 1)
    await storage.outbox.sent(delivery.id, 9, NOW)
    await storage.mutes.set(owner.id, Mute(kind=MuteKind.WORD, value=f"{MUTED}{chat}"))
    await storage.tastes.nudge(owner.id, ["irak"], 1)
    await storage.instants.mark(owner.id, query, on=True)
    await storage.saved.keep(
        owner.id,
        Saved(
            story_id=StoryId(5),
            title=f"{SAVED}{chat}",
            link=f"https://kabar.example/{chat}",
            outlet="Kabar",
            published=NOW - timedelta(days=1),
            saved=NOW,
        ),
    )
    body = f'{{"message": {{"chat": {{"id": {chat}}}, "text": "{SAID}{chat}"}}}}'
    await storage.inbox.take_in([Incoming(id=UpdateId(number), body=body, chat=chat)], NOW)
    return owner


def found(folder: Path, chat: ChatId) -> set[str]:
    """The secrets that some file of the database still has."""
    files = [path.read_bytes() for path in folder.iterdir()]
    return {name for name, secret in traces(chat).items() if any(secret in file for file in files)}


async def test_secrets_are_found_before(tmp_path: Path) -> None:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as storage:
        await keep_secrets(storage, CHAT, 1)

        assert found(tmp_path, CHAT) == set(traces(CHAT))


@pytest.mark.parametrize("settled", [True, False], ids=["in the file", "still in the log"])
async def test_forgotten_chat_is_in_no_file(tmp_path: Path, *, settled: bool) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with open_storage(url) as storage:
        await keep_secrets(storage, CHAT, 1)
        await keep_secrets(storage, OTHER, 2)
        if not settled:
            await storage.subscribers.forget(CHAT)
            assert found(tmp_path, CHAT) == set()
    if settled:
        async with open_storage(url) as storage:
            await storage.subscribers.forget(CHAT)

            assert found(tmp_path, CHAT) == set()
    assert found(tmp_path, OTHER) == set(traces(OTHER))


async def test_wish_that_is_handled_after_it_brings_nothing_back(tmp_path: Path) -> None:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as storage:
        await keep_secrets(storage, CHAT, 1)

        await storage.subscribers.forget(CHAT)
        await storage.inbox.handled(UpdateId(1), NOW)

        assert found(tmp_path, CHAT) == set()
        assert await storage.inbox.left(NOW) == ()
