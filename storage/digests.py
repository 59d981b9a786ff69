"""Digests and messages as they are stored."""

import asyncio
from collections.abc import Mapping
from typing import NotRequired, TypedDict

from sqlalchemy import Connection, select

from bot.model import (
    Button,
    Digest,
    DigestId,
    DigestKind,
    Message,
    TopicKey,
)
from storage import counters
from storage.database import Database
from storage.tables import digests
from storage.whole import get_stories

# Ids are taken from the database in blocks; the rest of a block is lost at a stop.
_BLOCK = 100


class DigestNumbers:
    """Hands out ids for digests that may never be stored."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._free = range(0)
        self._lock = asyncio.Lock()

    async def next(self) -> DigestId:
        async with self._lock:
            if not self._free:
                last = await self._database.write(counters.take, counters.DIGESTS, _BLOCK)
                self._free = range(last - _BLOCK + 1, last + 1)
            number, self._free = self._free[0], self._free[1:]
            return DigestId(number)


class StoredMessage(TypedDict):
    html: str
    buttons: list[list[tuple[str, str, str]]]
    silent: bool
    preview: bool
    picture: NotRequired[str]  # what an older version owed has none


def message_json(message: Message) -> StoredMessage:
    rows = [[(key.label, key.data, key.url) for key in row] for row in message.buttons]
    return {
        "html": message.html,
        "buttons": rows,
        "silent": message.silent,
        "preview": message.preview,
        "picture": message.picture,
    }


def to_message(body: StoredMessage) -> Message:
    return Message(
        html=body["html"],
        buttons=tuple(
            tuple(Button(label=label, data=data, url=url) for label, data, url in row)
            for row in body["buttons"]
        ),
        silent=body["silent"],
        preview=body["preview"],
        picture=body.get("picture", ""),
    )


def digest_row(digest: Digest) -> Mapping[str, object]:
    return {
        "id": digest.id,
        "kind": digest.kind.value,
        "made": digest.made,
        "since": digest.since,
        "until": digest.until,
        "topics": digest.topics,
        "queries": digest.queries,
        "language": digest.language,
        "zone": digest.zone,
        "next_due": digest.next_due,
        "story_ids": [story.id for story in digest.stories],
    }


def get_digest(connection: Connection, digest_id: DigestId) -> Digest | None:
    """With its stories as they are today; those that were tidied away are missing."""
    row = connection.execute(select(digests).where(digests.c.id == digest_id)).first()
    if row is None:
        return None
    return Digest(
        id=DigestId(row.id),
        kind=DigestKind(row.kind),
        made=row.made,
        since=row.since,
        until=row.until,
        topics=tuple(TopicKey(key) for key in row.topics),
        queries=tuple(row.queries),
        language=row.language,
        zone=row.zone,
        next_due=row.next_due,
        stories=get_stories(connection, row.story_ids),
    )
