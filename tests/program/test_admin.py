"""An admin's day: the real process, edits of feeds.yaml, the admins' commands."""

import asyncio
from functools import partial
from pathlib import Path

from tests.program.conftest import PATIENCE, Installation

ADMIN, READER = 5, 17


async def says(installation: Installation, chat: int, text: str, wanted: str) -> str:
    """Write, and wait for a message of the bot that holds `wanted`."""
    await installation.server.user_says(chat, text)
    return await shown(installation, chat, wanted)


async def shown(installation: Installation, chat: int, wanted: str) -> str:
    def newest() -> str:
        texts = installation.server.texts(chat)
        return next((text for text in reversed(texts) if wanted in text), "")

    found: str = await installation.server.wait_for(partial(newest), PATIENCE)
    return found


def edit(path: Path, more: str) -> None:
    """As editors do: a new file in the place of the old one."""
    new = path.with_suffix(".new")
    new.write_text(path.read_text() + more)
    new.replace(path)


async def test_admin_edits_and_looks(installation: Installation) -> None:
    installation.settings["SARIWARTA_ADMINS"] = str(ADMIN)
    path = installation.folder / "feeds.yaml"
    good = await asyncio.to_thread(path.read_text)
    async with installation.running():
        assert "4 sumber" in await says(installation, ADMIN, "/feeds", "sumber")

        await asyncio.to_thread(edit, path, "  - {ulr: 'http://127.0.0.1:1/'}\n")
        bad = await shown(installation, ADMIN, "kesalahan")
        assert "feeds.yaml:6:" in bad
        await asyncio.to_thread(path.write_text, good)
        await asyncio.to_thread(edit, path, "  - http://127.0.0.1:1/rss\n")
        assert "+1 sumber" in await shown(installation, ADMIN, "berlaku")

        assert "5 sumber" in await says(installation, ADMIN, "/daftarsumber", "5 sumber")
        address = good.split("url: '")[1].split("'")[0]
        assert "butir" in await says(installation, ADMIN, f"/test {address}", "butir")
        assert "Basis data" in await says(installation, ADMIN, "/stats", "Angka")
        assert "tidak saya kenal" in await says(installation, READER, "/stats", "kenal")
    assert installation.server.complaints == []


async def test_words_to_everyone_arrive_once(installation: Installation) -> None:
    installation.settings["SARIWARTA_ADMINS"] = str(ADMIN)
    async with installation.running():
        await says(installation, READER, "/start irak", "Irak")
        await says(installation, ADMIN, "/umumkan Besok pagi kami pindah server.", "pindah")
        preview = installation.server.chat(ADMIN).messages[-1]

        await installation.server.user_presses(ADMIN, preview.message_id, "Kirim ke 1 chat")
        await installation.server.user_presses(ADMIN, preview.message_id, "Kirim ke 1 chat")

        assert await shown(installation, READER, "pindah server")
        await shown(installation, ADMIN, "Terkirim")
    assert installation.server.texts(READER).count("Besok pagi kami pindah server.") == 1
