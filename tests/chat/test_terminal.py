"""The same bot in a terminal: a script's view, over a pipe's plain text."""

import io
from pathlib import Path

import pytest
from telegram.request import BaseRequest

from bot.chat.application import Application, build_offline
from bot.chat.messenger import TelegramMessenger
from bot.chat.render import render
from bot.chat.services import Services
from bot.chat.terminal import run_terminal
from bot.digests.timetable import next_digest
from bot.model import ChatId, DigestKind, Message, Subscriber
from bot.stories.topics.catalogue import builtin
from storage import open_storage
from tests.chat.samples import digest, names, story
from tests.fakes.clock import FakeClock


async def chat(folder: Path, *lines: str, language: str = "id", news: bool = True) -> str:
    """What a script reads back after these lines."""
    out = io.StringIO()
    owed: list[tuple[ChatId, Message]] = []
    applications: list[Application] = []

    async def digest_now(subscriber: Subscriber, kind: DigestKind) -> bool:
        del kind
        found = render(digest(*map(story, range(12)), language=subscriber.language), names)
        owed.extend((subscriber.chat_id, message) for message in found if news)
        return news

    async def settled() -> None:
        """Deliver what is owed, as the outbox would."""
        while owed:
            chat_id, message = owed.pop(0)
            await _deliver(applications[0], chat_id, message)

    async with open_storage(f"sqlite+aiosqlite:///{folder}/chat.db") as storage:
        services = Services(
            storage=storage,
            clock=FakeClock(),
            topics=builtin(),
            digest_now=digest_now,
            plan=next_digest,
            default_zone="Asia/Jakarta",
        )

        def build(request: BaseRequest) -> Application:
            applications.append(build_offline(services, request))
            return applications[0]

        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        await run_terminal(build, settled=settled, language=language, stdin=typed, stdout=out)
    return out.getvalue()


async def _deliver(application: Application, chat_id: ChatId, message: Message) -> None:
    await TelegramMessenger(application.bot).send(chat_id, 0, message)


async def test_set_up_ends_with_a_digest(tmp_path: Path) -> None:
    shown = await chat(tmp_path, "/start", "1 2", "16", "1", "6")

    assert "✅ Siap." in shown
    assert shown.rstrip().endswith("[9] Lainnya (4)   [10] Topik   [11] Jadwal")
    assert "Kabar pagi" in shown.split("✅ Siap.")[1]


async def test_commands_are_echoed(tmp_path: Path) -> None:
    shown = await chat(tmp_path, "/bantuan")

    assert shown.startswith("> /bantuan\n\nBantuan\n")


async def test_plain_text_has_no_escape_sequences(tmp_path: Path) -> None:
    shown = await chat(tmp_path, "/ikuti irak", "/sekarang")

    assert "\x1b" not in shown
    assert "<https://berita.example/0?a=1&b=2>" in shown


async def test_english_is_spoken(tmp_path: Path) -> None:
    assert "Welcome to Sariwarta" in await chat(tmp_path, "/start", language="en")


@pytest.mark.parametrize("line", ["99", "0", "12345"])
async def test_missing_button_is_named(tmp_path: Path, line: str) -> None:
    assert "Tidak ada tombol" in await chat(tmp_path, "/start", line)


async def test_number_before_any_keyboard(tmp_path: Path) -> None:
    assert "Tidak ada tombol 1." in await chat(tmp_path, "1")


async def test_last_line_needs_no_line_end(tmp_path: Path) -> None:
    assert "Bantuan" in await chat(tmp_path, "", "  ", "/bantuan")


async def test_leaving_word_ends_the_chat(tmp_path: Path) -> None:
    assert "Bantuan" not in await chat(tmp_path, "keluar", "/bantuan")


async def test_progress_is_shown(tmp_path: Path) -> None:
    shown = await chat(tmp_path, "/ikuti irak", "/sekarang", news=False)

    assert "(Menyiapkan kabar…)" in shown
    assert "Belum ada yang baru" in shown


async def test_file_is_named(tmp_path: Path) -> None:
    shown = await chat(tmp_path, "/ikuti irak", "/privasi", "1")

    assert "(sariwarta.json, " in shown
