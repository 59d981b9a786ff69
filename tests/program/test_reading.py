"""What a reader does with news in the running bot: menu, saving, searching, asking why."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.fakes.botapi_world import SentMessage
from tests.program.conftest import PATIENCE, Installation, stop
from tests.program.test_run import READER, acknowledged, settled


@dataclass(frozen=True)
class Words:
    """What the bot says in one language."""

    language: str
    digest: str
    save: str
    saved: str
    commands: tuple[str, str, str, str]  # search, saved, mute, why
    muted: str
    sent: str


WORDS = [
    Words(
        "id",
        "kutipan asli",
        "Simpan",
        "Simpanan",
        ("/cari irak", "/simpanan", "/bisukan sepak bola selamanya", "/mengapa"),
        "dibisukan selamanya",
        "Dikirim",
    ),
    Words(
        "en",
        "word for word",
        "Save",
        "Saved stories",
        ("/search irak", "/saved", "/mute sepak bola always", "/why"),
        "is muted, always",
        "Sent ",
    ),
]


async def shown(installation: Installation, fits: Callable[[SentMessage], bool]) -> SentMessage:
    """The newest message of the chat that fits, as soon as there is one."""
    server = installation.server

    def newest() -> SentMessage | None:
        messages = server.chat(READER).messages
        return next((one for one in reversed(messages) if fits(one)), None)

    found: SentMessage = await server.wait_for(newest, PATIENCE)
    return found


def says(words: str) -> Callable[[SentMessage], bool]:
    return lambda message: words in message.text


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
async def test_whole_conversation(installation: Installation, words: Words) -> None:
    server = installation.server
    server.chat(READER).language = words.language
    search, saved, mute, why = words.commands
    async with installation.running() as bot:
        await settled(installation)
        await server.user_says(READER, "/start irak")
        await server.user_says(READER, "/now")
        digest = await shown(installation, says(words.digest))
        await acknowledged(installation)
        text = digest.text

        await server.user_presses(READER, digest.message_id, "1 ⋯")
        await shown(installation, lambda one: words.save in [key.label for key in one.keys])
        await server.user_presses(READER, digest.message_id, words.save)
        await shown(installation, lambda one: any("✓" in key.label for key in one.keys))
        await server.user_says(READER, saved)
        kept = await shown(installation, says(f"⭐ {words.saved}"))
        await server.user_says(READER, search)
        found = await shown(installation, says("🔎"))
        await server.user_says(READER, mute)
        await shown(installation, says(words.muted))
        await server.user_says(READER, f"{why} {digest.links[0]}")
        way = await shown(installation, says(words.sent))

        assert digest.text == text
        assert "1. " in kept.text
        assert "1. " in found.text
        assert "Ira" in way.text
        assert await stop(bot) == 0
    assert server.complaints == []
