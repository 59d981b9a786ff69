"""Planning many together gives everybody the messages that planning each alone would give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.app.newsroom import Render
from bot.digests.fitting import fits
from bot.model import (
    ChatId,
    DigestKind,
    Feed,
    JoinReason,
    Message,
    QuietHours,
    Quote,
    Report,
    Subscriber,
    TopicKey,
    TopicMatch,
)
from bot.ports import Storage
from bot.reading import Mute, MuteKind
from bot.roles.digest import DigestTools, digest_now, digest_round
from bot.stories.topics.catalogue import builtin
from bot.style import Style, SummaryLength
from storage import open_storage
from tests.contract.fixtures import sqlite_path, template
from tests.contract.given import NOW, a_feed, begin, entry, poll, stored, subscriber
from tests.fakes.clock import FakeClock

__all__ = ["sqlite_path", "template"]  # fixtures, found by their names

READERS = 30
TOPICS = [TopicKey(key) for key in ("irak", "rusia", "ekonomi")]
OUTLETS = ["Satu", "Dua", "Tiga"]


async def publish(storage: Storage, dice: Random, name: str, known: list[Report]) -> None:
    """A dozen reports; some of them belong to a story that is known already."""
    for outlet in OUTLETS:
        state = await a_feed(storage, Feed(url=f"https://{outlet.lower()}.example/", outlet=outlet))
        entries = [
            entry(f"{name} {outlet} {number}", minutes_ago=dice.randint(1, 600))
            for number in range(5)
        ]
        await poll(storage, state, *entries)
    for report in await stored(storage):
        if known and dice.random() < 0.3:
            head = dice.choice(known)
            assert head.story_id is not None
            await storage.stories.join(report, head.story_id, JoinReason.FIRST, "")
            await finish(storage, dice, head, [Quote(text=f"Baru: {report.title}.")])
        else:
            story_id = await begin(storage, report)
            known.append(replace(report, story_id=story_id))
            await finish(storage, dice, known[-1], [])


async def finish(storage: Storage, dice: Random, head: Report, news: Sequence[Quote]) -> None:
    assert head.story_id is not None
    keys = dice.sample(TOPICS, dice.randint(0, 2))
    await storage.stories.finish(
        head.story_id,
        [TopicMatch(key=key, score=dice.choice([0.4, 0.9])) for key in keys],
        [Quote(text=f"{head.title} {part}.") for part in ("mula", "tengah", "akhir")],
        news=news,
    )


def a_reader(dice: Random) -> Subscriber:
    return replace(
        subscriber(),
        language=dice.choice(["id", "id", "en"]),
        zone=dice.choice(["Asia/Jakarta", "Asia/Jakarta", "Asia/Tokyo"]),
        hours=dice.choice([(time(6),), (time(6), time(17))]),
        quiet=dice.choice([None, None, QuietHours(start=time(12), end=time(14))]),
        topics=tuple(dice.sample(TOPICS, dice.randint(0, 2))),
        queries=dice.choice([(), (), ("dua",), ('"berita pagi"', "irak")]),
        style=dice.choice([Style(), Style(), Style(stories=3, summary=SummaryLength.SHORT)]),
    )


async def a_taste(storage: Storage, dice: Random, reader: Subscriber) -> None:
    kind, value = dice.choice(
        [
            (MuteKind.WORD, "satu"),
            (MuteKind.TOPIC, "rusia"),
            (MuteKind.OUTLET, "Dua"),
            (MuteKind.AFFAIR, "2"),
        ]
    )
    if dice.random() < 0.5:
        await storage.mutes.set(reader.id, Mute(kind=kind, value=value))
    else:
        await storage.tastes.nudge(reader.id, [dice.choice([*TOPICS, *OUTLETS])], 2)


async def prepare(storage: Storage, dice: Random) -> None:
    """Everybody is due; some read a digest between the two waves of news."""
    known: list[Report] = []
    await publish(storage, dice, "pagi", known)
    kinds = [a_reader(dice) for _ in range(READERS // 3)]
    readers = [
        await storage.subscribers.add(replace(dice.choice(kinds), chat_id=ChatId(chat)))
        for chat in range(1, READERS + 1)
    ]
    for reader in dice.sample(readers, READERS // 3):
        await a_taste(storage, dice, reader)
    for reader in dice.sample(readers, READERS // 3):
        await digest_now(tools(storage), reader, DigestKind.REQUESTED)
        again = await storage.subscribers.get(reader.id)
        assert again is not None
        await storage.subscribers.save(replace(again, due=NOW))
    await publish(storage, dice, "siang", known)


def tools(storage: Storage) -> DigestTools:
    return DigestTools(
        storage=storage,
        render=Render(builtin()),
        fits=fits,
        clock=FakeClock(NOW),
        wake=lambda: None,
    )


def shown(message: Message) -> Message:
    """Without the digest's number, which the buttons carry."""
    labels = tuple(tuple(replace(key, data="") for key in row) for row in message.buttons)
    return replace(message, buttons=labels)


async def owed(storage: Storage) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = {}
    later = NOW + timedelta(minutes=1)
    while some := await storage.outbox.lease(later, 1000):
        for one in some:
            found.setdefault(one.chat_id, []).append(shown(one.message))
            await storage.outbox.sent(one.id, 1, later)
    return found


@pytest.mark.parametrize("seed", range(3))
async def test_together_as_each_alone(sqlite_path: Path, tmp_path: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 -- cases, not secrets
    async with open_storage(f"sqlite+aiosqlite:///{sqlite_path}") as storage:
        await prepare(storage, dice)
        copy = tmp_path / "alone.db"
        await storage.backup(copy)
        report = await digest_round(tools(storage))
        together = await owed(storage)
    async with open_storage(f"sqlite+aiosqlite:///{copy}") as storage:
        # Nothing is shared: the stories are read, chosen and written anew for each.
        while await digest_round_of_one(storage):
            pass
        alone = await owed(storage)

    assert report.done == READERS
    assert together == alone
    texts = [message.html for messages in together.values() for message in messages]
    assert len(texts) > len(set(texts)) > READERS // 3
    assert any("Perkembangan" in text for text in texts)


async def digest_round_of_one(storage: Storage) -> int:
    return (await digest_round(tools(storage), limit=1, page=1)).done
