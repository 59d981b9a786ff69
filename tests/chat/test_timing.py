"""Days, quiet hours, instant news and the look of digests, over HTTP."""

from datetime import UTC, datetime, time

import pytest

from bot.model import EVERY_DAY, QuietHours
from bot.style import Style, SummaryLength
from tests.chat.conversation import Conversation


@pytest.fixture
async def reader(chat: Conversation) -> Conversation:
    """Follows Irak since Tuesday, 24 November 2026, 06.00 WIB."""
    await chat.say("/ikuti irak")
    return chat


async def test_one_message_sets_everything(reader: Conversation) -> None:
    shown = await reader.say("/jadwal 06.00 17.00 WITA senin-jumat tenang 22-5 kilat")

    known = await reader.subscriber()
    assert (known.hours, known.zone) == ((time(6), time(17)), "Asia/Makassar")
    assert known.days == (1, 2, 3, 4, 5)
    assert known.quiet == QuietHours(start=time(22), end=time(5))
    assert known.instant
    assert "06.00 dan 17.00 WITA, Senin–Jumat" in shown
    assert "Jam tenang: 22.00–05.00" in shown


async def test_english_words_do_the_same(reader: Conversation) -> None:
    await reader.say("/schedule 9 weekdays quiet 22-5 instant on silent")

    known = await reader.subscriber()
    assert (known.hours, known.days) == ((time(9),), (1, 2, 3, 4, 5))
    assert known.quiet == QuietHours(start=time(22), end=time(5))
    assert (known.instant, known.style.silent) == (True, True)


async def test_days_are_ticked_one_by_one(reader: Conversation) -> None:
    await reader.say("/jadwal")
    await reader.press("Hari")
    await reader.press("✓ Minggu")
    shown = await reader.press("✓ Sabtu")

    assert (await reader.subscriber()).days == (1, 2, 3, 4, 5)
    assert "Senin–Jumat" in shown
    await reader.press("Setiap hari")
    assert (await reader.subscriber()).days == EVERY_DAY


async def test_days_move_the_next_digest(reader: Conversation) -> None:
    await reader.say("/jadwal 06.00 kamis")

    assert (await reader.subscriber()).due == datetime(2026, 11, 25, 23, tzinfo=UTC)


async def test_last_day_can_not_be_taken_away(reader: Conversation) -> None:
    await reader.say("/jadwal senin")
    await reader.press("Hari")
    await reader.press("✓ Senin")

    assert (await reader.subscriber()).days == (1,)


async def test_quiet_hours_are_chosen_and_left(reader: Conversation) -> None:
    await reader.say("/jadwal 06.00 23.00")
    await reader.press("Jam tenang")
    await reader.press("22.00–05.00")

    assert (await reader.subscriber()).quiet == QuietHours(start=time(22), end=time(5))
    # What falls into them waits: the hour of 23.00 comes at 05.00 on Wednesday.
    assert (await reader.subscriber()).due == datetime(2026, 11, 24, 22, tzinfo=UTC)
    await reader.press("Tanpa jam tenang")
    assert (await reader.subscriber()).quiet is None


async def test_breaking_news_go_on_and_off(reader: Conversation) -> None:
    await reader.say("/jadwal")
    await reader.press("Kabar kilat")
    assert (await reader.subscriber()).instant

    await reader.press("✓ Kabar kilat")
    assert not (await reader.subscriber()).instant


async def test_look_is_chosen(reader: Conversation) -> None:
    await reader.say("/pengaturan")
    await reader.press("Tampilan")
    for tick in ("4 berita", "Ringkasan pendek", "Tanpa bunyi", "Dengan gambar"):
        await reader.press(tick)
    await reader.press("Beri tahu bila tidak ada kabar")

    assert (await reader.subscriber()).style == Style(
        stories=4, summary=SummaryLength.SHORT, silent=True, preview=True, tell_empty=True
    )
    shown = await reader.press("‹ Pengaturan")
    assert "Tampilan: 4 berita · Ringkasan pendek" in shown


@pytest.mark.parametrize("data", ["1Y:9", "1J:25-99", "1K:n:999", "1K:r:loud", "1K:?:1"])
async def test_data_of_no_button_changes_nothing(reader: Conversation, data: str) -> None:
    await reader.say("/jadwal")
    before = await reader.subscriber()

    message = reader.messages()[-1]
    await reader.server.user_presses(17, message.message_id, "Hari")
    reader.server.updates.pending[-1]["callback_query"]["data"] = data
    await reader.settle()

    assert await reader.subscriber() == before
