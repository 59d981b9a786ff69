"""Whole conversations with the real process: in private, in a group, a forum and a channel."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.program.conftest import Installation, stop
from tests.program.people import Person
from tests.program.test_run import settled

# Six bytes that nothing else in the database has.
USER = 7_123_456_789_012
GROUP, FORUM, CHANNEL, STRANGER = -1_001, -1_002, -1_001_234_567_003, 77
SECRET = "rahasiadapur"
_NUMBER = (str(USER).encode(), USER.to_bytes(6, "big"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said and tapped in one language."""

    code: str
    set_up: tuple[str, ...]
    first: str  # of the set-up's end
    digest: str  # at the end of every digest
    schedule: str
    scheduled: str
    follow: str
    followed: str
    now: str
    choose: str
    done: str
    lookups: tuple[tuple[str, str], ...]  # what everybody may ask, and what answers
    changes: tuple[str, ...]  # what only admins may do
    privacy: str
    forget: tuple[str, ...]
    forgotten: str
    refused: str
    settled: str  # what a change of the schedule shows
    not_yours: str


INDONESIAN = Words(
    code="id",
    set_up=("Irak", "Lanjut ›", "WITA", "Selesai ✓"),
    first="Digest pertama Anda segera tiba.",
    digest="Ringkasan adalah kutipan asli dari sumber.",
    schedule="/jadwal 06.00 17.00",
    scheduled="06.00 dan 17.00 WITA",
    follow="/ikuti",
    followed="Anda mengikuti",
    now="/sekarang",
    choose="Pilih topik",
    done="Selesai ✓",
    lookups=(
        ("/cari irak", "🔎"),
        ("/simpanan", "Belum ada berita yang Anda simpan."),
        ("/sumber", "📰"),
        ("/mengapa", "balas sebuah digest"),
        ("/pengaturan", "Pengaturan"),
        ("/status", "Digest"),
        ("/bantuan", "Bantuan"),
    ),
    changes=("/jadwal 06.00", "/bisukan sepak bola selamanya", "/bahasa", "/jeda 3", "/berhenti"),
    privacy="/privasi",
    forget=("Hapus semua data", "Ya, hapus semuanya"),
    forgotten="Semua data obrolan ini sudah dihapus.",
    refused="Hanya admin",
    settled="06.00 WIB",
    not_yours="Anda harus adminnya",
)
ENGLISH = Words(
    code="en",
    set_up=("Iraq", "Continue ›", "WITA", "Done ✓"),
    first="Your first digest is on its way.",
    digest="Summaries quote the sources word for word.",
    schedule="/schedule 06:00 17:00",
    scheduled="06:00 and 17:00 WITA",
    follow="/follow",
    followed="You follow",
    now="/now",
    choose="Choose topics",
    done="Done ✓",
    lookups=(
        ("/search irak", "🔎"),
        ("/saved", "You have saved nothing yet."),
        ("/sources", "📰"),
        ("/why", "reply to a digest"),
        ("/settings", "Settings"),
        ("/status", "digest"),
        ("/help", "Help"),
    ),
    changes=("/schedule 06:00", "/mute football always", "/language", "/pause 3", "/stop"),
    privacy="/privacy",
    forget=("Delete all my data", "Yes, delete everything"),
    forgotten="All data about this chat has been deleted.",
    refused="admins can change",
    settled="06:00 WIB",
    not_yours="you must be its admin",
)


@pytest.mark.parametrize("words", [INDONESIAN, ENGLISH], ids=lambda words: words.code)
async def test_one_day_in_every_place(installation: Installation, words: Words) -> None:
    for chat in (USER, GROUP, FORUM, CHANNEL, STRANGER):
        installation.server.chat(chat).language = words.code

    async with installation.running() as bot:
        await settled(installation)
        await in_private(installation, words)
        await in_a_group(installation, words)
        await in_a_forum(installation, words)
        await in_a_channel(installation, words)
        await leaving(installation, words)
        assert holders(installation.folder / "data") == []
        assert await stop(bot) == 0

    assert installation.server.complaints == []
    assert holders(installation.folder / "data") == []
    assert SECRET not in installation.logs[0]


async def in_private(installation: Installation, words: Words) -> None:
    """Three taps and a digest; hours as text; an own topic."""
    reader = Person(server=installation.server, chat=USER, user=USER)
    await reader.says("/start")
    await reader.taps(*words.set_up)
    await reader.sees(words.first)
    assert len((await reader.sees(words.digest)).links) > 1

    await reader.says(words.schedule)
    await reader.sees(words.scheduled)
    await reader.says(f"{words.follow} {SECRET}")
    await reader.sees(SECRET)


async def in_a_group(installation: Installation, words: Words) -> None:
    """An admin decides, a member is refused, both read."""
    await installation.server.bot_is_added(GROUP, by=41)
    member = Person(server=installation.server, chat=GROUP, user=42)
    admin = Person(server=installation.server, chat=GROUP, user=41)
    await member.says(f"{words.follow} irak")
    await member.sees("admin")
    await admin.says(f"{words.follow} irak")
    await admin.sees(words.followed)
    await admin.says(words.now)
    await admin.sees(words.digest)
    await looks_and_changes_nothing(member, words)
    await admin.says(words.changes[0])
    await admin.sees(words.settled)


async def looks_and_changes_nothing(member: Person, words: Words) -> None:
    """Who is no admin may ask everything, and is told why nothing else."""
    for command, answer in words.lookups:
        before = len(member.messages)
        await member.says(command)
        await member.hears(answer, after=before)
    for command in words.changes:
        before = len(member.messages)
        await member.says(command)
        await member.hears(words.refused, after=before)


async def in_a_forum(installation: Installation, words: Words) -> None:
    """The digest comes into the thread in which the topics were chosen."""
    await installation.server.bot_is_added(FORUM, by=41)
    here = Person(server=installation.server, chat=FORUM, user=41, thread=5)
    elsewhere = Person(server=installation.server, chat=FORUM, user=41, thread=6)
    await here.says(f"{words.follow} irak")
    await here.sees(words.followed)
    await here.says(words.now)
    await here.sees(words.digest)
    await looks_and_changes_nothing(replace(here, user=42), words)

    assert elsewhere.messages == []


async def in_a_channel(installation: Installation, words: Words) -> None:
    """Set up from its admin's private chat; the first digest is posted there."""
    installation.server.chat(CHANNEL).title = "Kabar Warga"
    await installation.server.bot_is_added(CHANNEL, "channel", by=USER, admin=True)
    admin = Person(server=installation.server, chat=USER, user=USER)
    await admin.sees("📢 Kabar Warga")
    await admin.taps(words.choose, *words.set_up)

    channel = Person(server=installation.server, chat=CHANNEL, user=USER)
    await channel.sees(words.digest)
    for command, answer in words.lookups[-3:-1]:
        before = len(admin.messages)
        await admin.says(f"{command} {CHANNEL}")
        shown = await admin.hears("📢 Kabar Warga", after=before)
        assert answer.lower() in shown.text.lower()
    stranger = Person(server=installation.server, chat=STRANGER, user=STRANGER)
    await stranger.says(f"{words.follow} {CHANNEL} rusia")
    await stranger.sees(words.not_yours)


async def leaving(installation: Installation, words: Words) -> None:
    reader = Person(server=installation.server, chat=USER, user=USER)
    await reader.says(words.privacy)
    await reader.taps(*words.forget)
    await reader.sees(words.forgotten)


def holders(folder: Path) -> list[str]:
    """Files that still hold the own topic of somebody who left."""
    return [path.name for path in folder.rglob("*") if path.is_file() and _holds(path)]


def _holds(path: Path) -> bool:
    content = path.read_bytes()
    return any(trace in content for trace in (SECRET.encode(), *_NUMBER))
