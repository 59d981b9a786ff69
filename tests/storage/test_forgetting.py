"""Deleted data is in no file of the database any more, also while the bot goes on running."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.ports import Storage
from storage import open_storage
from tests.contract.given import NOW, digest, parts, subscriber

SECRET = "rahasiadapur"


async def keep_secrets(storage: Storage) -> None:
    """An own topic, the digest that names it, and its message in the outbox."""
    owner = await storage.subscribers.add(replace(subscriber(), queries=(SECRET,)))
    made = replace(digest(1), queries=(SECRET,))
    assert await storage.outbox.promise(owner, made, parts(f"Kabar {SECRET}"), None)
    (delivery,) = await storage.outbox.lease(NOW, 1)
    await storage.outbox.sent(delivery.id, 9, NOW)


def holders(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if SECRET.encode() in path.read_bytes()]


async def test_secrets_are_found_before(tmp_path: Path) -> None:
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as storage:
        await keep_secrets(storage)

        assert holders(tmp_path)


@pytest.mark.parametrize("settled", [True, False], ids=["in the file", "still in the log"])
async def test_forgotten_chat_is_in_no_file(tmp_path: Path, *, settled: bool) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with open_storage(url) as storage:
        await keep_secrets(storage)
        if not settled:
            await storage.subscribers.forget(subscriber().chat_id)
            assert holders(tmp_path) == []
    if settled:
        async with open_storage(url) as storage:
            await storage.subscribers.forget(subscriber().chat_id)

            assert holders(tmp_path) == []
