"""Puts ready stories into the storage of a conversation."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model import (
    Digest,
    DigestId,
    DigestKind,
    Feed,
    JoinReason,
    Story,
    StoryId,
    Subscriber,
    TopicKey,
    TopicMatch,
)
from bot.ports import Storage
from tests.contract.given import MINUTE, NOW, a_feed, begin, entry, poll, stored

IRAQ = TopicMatch(key=TopicKey("irak"), score=1.0, words=("Irak",), where="title")


async def publish(
    storage: Storage, *titles: str, outlets: tuple[str, ...] = ("Kabar Contoh",)
) -> list[StoryId]:
    """A ready story about Iraq for each title, the last the newest; every outlet has it."""
    made = []
    for number, title in enumerate(titles):
        for outlet in outlets:
            host = outlet.lower().replace(" ", "-")
            feed = await a_feed(storage, Feed(url=f"https://{host}.example/rss", outlet=outlet))
            known = f"{host}-{title}".replace(" ", "-")
            item = replace(entry(known, minutes_ago=None), title=title, text=f"Isi {title}.")
            moment = NOW - (60 - number) * MINUTE
            await poll(storage, feed, replace(item, published=moment))
        first, *others = await stored(storage)
        story_id = await begin(storage, first)
        for report in others:
            await storage.stories.join(report, story_id, JoinReason.SAME_NEWS, "")
        await storage.stories.finish(story_id, [IRAQ], [])
        made.append(story_id)
    return made


def digest_of(
    reader: Subscriber, stories: Sequence[Story], kind: DigestKind = DigestKind.SCHEDULED
) -> Digest:
    """The reader's first digest, of these stories about Iraq."""
    return Digest(
        id=DigestId(1),
        kind=kind,
        made=NOW,
        since=reader.cursor,
        until=99,
        topics=(IRAQ.key,),
        queries=(),
        language=reader.language,
        zone=reader.zone,
        next_due=None,
        stories=tuple(stories),
    )
