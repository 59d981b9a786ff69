"""An admin parts and joins stories in the chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import StoryId
from tests.chat.conversation import Conversation, converse
from tests.chat.newsroom import publish

ADMIN = 5


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Conversation]:
    async with converse(tmp_path, admins=frozenset({ADMIN})) as conversation:
        yield conversation


async def reports_of(chat: Conversation, story_id: StoryId) -> int:
    found = await chat.storage.stories.get([story_id])
    return len(found[0].reports) if found else 0


async def test_words_find_the_number(chat: Conversation) -> None:
    [story_id] = await publish(chat.storage, "Jembatan Sanggan dibuka", outlets=("Satu", "Dua"))

    shown = await chat.say("/split jembatan", ADMIN)

    assert f"#{story_id} Jembatan Sanggan dibuka · 2 laporan" in shown


async def test_number_shows_the_reports(chat: Conversation) -> None:
    [story_id] = await publish(chat.storage, "Jembatan dibuka", outlets=("Satu", "Dua"))

    shown = await chat.say(f"/split {story_id}", ADMIN)

    assert "1. Jembatan dibuka · Satu" in shown
    assert "2. Jembatan dibuka · Dua" in shown


async def test_report_gets_a_story_of_its_own(chat: Conversation) -> None:
    [story_id] = await publish(chat.storage, "Jembatan dibuka", outlets=("Satu", "Dua", "Tiga"))

    shown = await chat.say(f"/pisahkan {story_id} 2", ADMIN)

    assert "Kini dua cerita" in shown
    assert await reports_of(chat, story_id) == 2


async def test_all_reports_stay_where_they_are(chat: Conversation) -> None:
    [story_id] = await publish(chat.storage, "Jembatan dibuka", outlets=("Satu", "Dua"))

    await chat.say(f"/split {story_id} 1 2", ADMIN)

    assert await reports_of(chat, story_id) == 2


async def test_two_stories_become_one(chat: Conversation) -> None:
    one, other = await publish(chat.storage, "Jembatan dibuka", "Jembatan Sanggan dibuka lagi")

    shown = await chat.say(f"/merge {one} {other}", ADMIN)

    assert "Kini satu cerita" in shown
    assert (await reports_of(chat, one), await reports_of(chat, other)) == (2, 0)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/split", "Tulis kata"),
        ("/merge 1", "Tulis kata"),
        ("/split 999", "Tidak ada cerita #999"),
        ("/merge 999 998", "Tidak ada cerita #999"),
        ("/split " + "9" * 30, "Tulis kata"),
    ],
    ids=["nothing", "one number", "unknown", "both unknown", "too long"],
)
async def test_wrong_use_is_answered(chat: Conversation, text: str, answer: str) -> None:
    assert answer in await chat.say(text, ADMIN)


async def test_story_is_not_merged_with_itself(chat: Conversation) -> None:
    [story_id] = await publish(chat.storage, "Jembatan dibuka", outlets=("Satu", "Dua"))

    await chat.say(f"/merge {story_id} {story_id}", ADMIN)

    assert await reports_of(chat, story_id) == 2
