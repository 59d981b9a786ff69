"""Updates on their way in: none is lost by a crash, none is handled twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.intake import Intake, incoming_from
from bot.chat.session import Polling, Webhook
from bot.errors import AnotherPoller, BadSettings, TryLater
from bot.model import UpdateId
from tests.chat.conversation import USER, Conversation, converse
from tests.fakes.botapi_faults import Drop, Raw
from tests.fakes.clock import START


def files_with(words: bytes, folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if words in path.read_bytes()]


@pytest.fixture
async def intake(chat: Conversation) -> AsyncIterator[Intake]:
    intake = Intake(chat.application, chat.storage.inbox, chat.clock)
    yield intake
    await intake.close()


async def test_update_is_stored_before_it_is_confirmed(chat: Conversation, intake: Intake) -> None:
    polling = Polling(chat.application, intake)
    gate = chat.server.hold(chat_id=USER)
    await chat.server.user_says(USER, "/ikuti irak")

    await polling.round()
    await gate.reached.wait()

    assert len(await chat.storage.inbox.left(START)) == 1
    assert len(chat.server.updates.pending) == 1
    gate.open()


async def test_slow_answer_holds_up_nobody(chat: Conversation, intake: Intake) -> None:
    polling = Polling(chat.application, intake)
    gate = chat.server.hold(chat_id=USER)
    await chat.server.user_says(USER, "/ikuti irak")
    await polling.round()
    await gate.reached.wait()

    await chat.server.user_says(18, "/ikuti rusia")
    await polling.round()
    await chat.server.wait_for(lambda: chat.server.texts(18))

    assert chat.server.texts(USER) == []
    gate.open()


async def test_interrupted_update_is_handled_after_the_restart(tmp_path: Path) -> None:
    """The process ends while the handler waits for Telegram: the press is not lost."""
    async with converse(tmp_path) as chat:
        intake = Intake(chat.application, chat.storage.inbox, chat.clock)
        gate = chat.server.hold(chat_id=USER)
        await chat.server.user_says(USER, "/ikuti irak")
        await Polling(chat.application, intake).round()
        await gate.reached.wait()
        crashed = [task for task in asyncio.all_tasks() if task.get_name().startswith("update ")]
        for task in crashed:
            task.cancel()
        await asyncio.gather(*crashed, return_exceptions=True)
        gate.open()

        again = Intake(chat.application, chat.storage.inbox, chat.clock)
        assert await again.resume() == 1
        await chat.server.wait_for(lambda: chat.server.texts(USER))
        await again.close()

        assert await chat.storage.inbox.left(START) == ()
        assert (await chat.subscriber()).topics == ("irak",)


async def test_repeated_update_is_handled_once(chat: Conversation, intake: Intake) -> None:
    """Telegram repeats what was not confirmed: a crash came between."""
    await chat.server.user_says(USER, "/ikuti irak")
    await Polling(chat.application, intake).round()
    await chat.server.wait_for(lambda: chat.server.texts(USER))
    await intake.close()

    await Polling(chat.application, intake).round()
    await intake.close()

    assert len(chat.server.texts(USER)) == 1


async def test_what_was_said_is_deleted_after_it_was_done(tmp_path: Path) -> None:
    async with converse(tmp_path) as chat:
        intake = Intake(chat.application, chat.storage.inbox, chat.clock)
        await chat.server.user_says(USER, "/bantuan rahasiadapur")
        await Polling(chat.application, intake).round()
        await chat.server.wait_for(lambda: chat.server.texts(USER))
        await intake.close()

    assert files_with(b"rahasiadapur", tmp_path) == []


async def test_unreadable_update_harms_no_other(chat: Conversation, intake: Intake) -> None:
    assert await intake.take_posted(b'{"update_id": 1, "message": 7}')
    await chat.server.user_says(USER, "/bantuan")
    await Polling(chat.application, intake).round()

    await chat.server.wait_for(lambda: chat.server.texts(USER))
    await intake.close()


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"17", b"\xff", b'{"update_id": "1"}', b'{"update_id": true}',
     b'{"update_id": -1}', b'{"update_id": 9223372036854775808}'],
)  # fmt: skip
def test_what_is_no_update_is_refused(body: bytes) -> None:
    assert incoming_from(body) is None


def test_posted_update_keeps_its_words() -> None:
    incoming = incoming_from('{"update_id": 5, "message": {"text": "siang — ☀"}}'.encode())

    assert incoming is not None
    assert (incoming.id, "☀" in incoming.body) == (UpdateId(5), True)


async def test_crowd_is_told_to_come_later(chat: Conversation) -> None:
    """Telegram keeps what is refused; memory does not grow with the crowd."""
    intake = Intake(chat.application, chat.storage.inbox, chat.clock, most=2)
    gate = chat.server.hold(times=None)
    for chat_id in (18, 19):
        chat.server.chat(chat_id)
        assert await intake.take_posted(message_from(chat_id))

    with pytest.raises(TryLater):
        await intake.take_posted(message_from(20))

    gate.open()
    await intake.close()


def message_from(person: int) -> bytes:
    sender = {"id": person, "is_bot": False, "first_name": "U"}
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": person, "type": "private"},
        "from": sender,
        "text": "halo",
    }
    return json.dumps({"update_id": person, "message": message}).encode()


async def test_polling_ends_a_former_webhook(chat: Conversation, intake: Intake) -> None:
    await chat.application.bot.set_webhook("https://bot.example/lama")
    await chat.server.user_says(USER, "/bantuan")

    report = await Polling(chat.application, intake).round()

    assert report.done == 1
    assert chat.server.updates.webhook == {}


async def test_network_error_is_tried_later(chat: Conversation, intake: Intake) -> None:
    chat.server.refuse(Raw(502, b"Bad Gateway"), "deleteWebhook")
    chat.server.refuse(Drop(), "getUpdates")
    polling = Polling(chat.application, intake)

    for _ in range(2):
        with pytest.raises(TryLater):
            await polling.round()


async def test_second_poller_ends_the_first(chat: Conversation, intake: Intake) -> None:
    first = asyncio.create_task(Polling(chat.application, intake).round())
    await chat.server.wait_for(lambda: ("getUpdates", None) in chat.server.world.calls)
    second = asyncio.create_task(Polling(chat.application, intake).round())

    with pytest.raises(AnotherPoller, match="another program"):
        await first

    second.cancel()


class TestWebhook:
    URL = "https://bot.example/telegram/alamat"

    async def test_is_set_with_its_secret(self, chat: Conversation) -> None:
        await Webhook(chat.application, self.URL, "rahasia").round()

        assert chat.server.updates.webhook["url"] == self.URL
        assert chat.server.updates.webhook["secret_token"] == "rahasia"
        assert "my_chat_member" in chat.server.updates.webhook["allowed_updates"]

    async def test_is_left_alone_while_it_stands(self, chat: Conversation) -> None:
        webhook = Webhook(chat.application, self.URL, "rahasia")
        for _ in range(3):
            await webhook.round()

        assert chat.server.world.calls.count(("setWebhook", None)) == 1

    async def test_is_set_again_when_somebody_took_it(self, chat: Conversation) -> None:
        webhook = Webhook(chat.application, self.URL, "rahasia")
        await webhook.round()
        await chat.application.bot.delete_webhook()

        await webhook.round()

        assert chat.server.updates.webhook["url"] == self.URL

    async def test_refused_address_is_a_setting_to_change(self, chat: Conversation) -> None:
        webhook = Webhook(chat.application, "http://bot.example/x", "rahasia")

        with pytest.raises(BadSettings, match="SARIWARTA_WEBHOOK_URL"):
            await webhook.round()
