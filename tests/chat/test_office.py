"""Admins' commands: theirs alone, and documented."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.commands.command import Command
from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import BY_NAME
from bot.chat.markup import measure
from bot.chat.texts import texts_for
from bot.chat.views import office
from bot.model import FeedHealth
from bot.notices import AnnouncementId
from tests.chat.conversation import USER, converse
from tests.chat.office_screens import NOW, ZONE, feed

GUIDE = Path(__file__).parents[2] / "docs" / "admin-chat.md"
ADMIN = 5


@pytest.mark.parametrize("command", OFFICE, ids=lambda command: command.english)
def test_command_is_documented(command: Command) -> None:
    guide = GUIDE.read_text(encoding="utf-8")

    assert all(f"`/{name}" in guide for name in command.names)


def test_no_name_is_taken_twice() -> None:
    names = [name for command in OFFICE for name in command.names]

    assert len(names) == len(set(names))
    assert not set(names) & set(BY_NAME)


async def test_command_is_unknown_to_others(tmp_path: Path) -> None:
    async with converse(tmp_path, admins=frozenset({ADMIN})) as chat:
        assert "tidak saya kenal" in await chat.say("/feeds")
        assert "Belum" not in await chat.say("/broadcast halo")
        assert (await chat.storage.stats())["announcements"] == 0


async def test_admin_sees_a_chat_without_its_buttons(tmp_path: Path) -> None:
    async with converse(tmp_path, admins=frozenset({ADMIN})) as chat:
        await chat.say("/ikuti irak")

        shown = await chat.say(f"/as {USER}", ADMIN)

        assert "Irak" in shown
        assert chat.buttons(ADMIN) == []


async def test_chat_without_data_is_told(tmp_path: Path) -> None:
    async with converse(tmp_path, admins=frozenset({ADMIN})) as chat:
        assert "Tidak ada data" in await chat.say("/as 404", ADMIN)
        assert "nomor chat" in await chat.say("/as siapa", ADMIN)


async def test_press_of_a_stranger_sends_nothing(tmp_path: Path) -> None:
    """Who presses decides, not where the button is."""
    async with converse(tmp_path, admins=frozenset({ADMIN})) as chat:
        await chat.say("/ikuti irak")
        await chat.say("/broadcast Besok kami pindah", ADMIN)
        await chat.press("Kirim ke 1 chat", ADMIN, sender=USER)

        draft = await chat.storage.announcements.get(AnnouncementId(1))
        assert draft is not None
        assert draft.digest_id is None


async def test_words_are_asked_for(tmp_path: Path) -> None:
    async with converse(tmp_path, admins=frozenset({ADMIN})) as chat:
        await chat.say("/start", ADMIN)

        assert "setelah perintah" in await chat.say("/broadcast", ADMIN)


def test_page_of_the_worst_feeds_fits_a_message() -> None:
    worst = [
        feed(
            number,
            FeedHealth.WALLED,
            since=NOW - timedelta(days=400),
            detail="<&>" * 200,
            last_new=NOW - timedelta(days=401),
        )
        for number in range(30)
    ]
    worst = [
        replace(state, feed=replace(state.feed, outlet="Warta " * 30, url="https://" + "x" * 400))
        for state in worst
    ]

    shown = office.feeds(worst, {}, 0, ZONE, NOW, texts_for("id"))

    assert measure(shown.html).fits
