"""Groups and forum topics: admins decide, everybody reads."""

import json

import pytest

from bot.model import ChatId, SubscriberStatus
from tests.chat.conversation import Conversation

GROUP, ADMIN, MEMBER = -1001, 41, 42


@pytest.fixture
async def group(chat: Conversation) -> Conversation:
    await chat.server.bot_is_added(GROUP, by=ADMIN)
    await chat.settle()
    return chat


async def test_admin_sets_up_the_group(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN)

    assert (await group.subscriber(GROUP)).topics == ("irak",)
    assert (await group.subscriber(GROUP)).kind == "supergroup"


async def test_member_may_not_change_it(group: Conversation) -> None:
    shown = await group.say("/ikuti irak", GROUP, sender=MEMBER)

    assert "Hanya admin" in shown
    assert await group.storage.subscribers.by_chat(ChatId(GROUP)) is None


async def test_member_may_not_press_either(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN)
    await group.say("/berhenti", GROUP, sender=ADMIN)
    await group.press("✕ Irak", GROUP, sender=MEMBER)

    assert (await group.subscriber(GROUP)).topics == ("irak",)
    assert "Hanya admin" in group.server.world.answers[-1].text


async def test_member_may_look(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN)

    assert "Irak" in await group.say("/pengaturan", GROUP, sender=MEMBER)


async def test_admins_are_asked_for_once_in_a_while(group: Conversation) -> None:
    for _ in range(3):
        await group.say("/jadwal", GROUP, sender=ADMIN)

    asked = [method for method, _ in group.server.world.calls if method == "getChatMember"]
    assert len(asked) == 1


async def test_command_may_name_the_bot(group: Conversation) -> None:
    await group.say("/ikuti@sariwarta_test_bot irak", GROUP, sender=ADMIN)

    assert (await group.subscriber(GROUP)).topics == ("irak",)


async def test_talk_of_the_group_is_left_alone(group: Conversation) -> None:
    await group.say("irak", GROUP, sender=MEMBER)
    await group.say("/perintahlain", GROUP, sender=MEMBER)
    await group.say("/ikuti@bot_lain irak", GROUP, sender=ADMIN)

    assert group.messages(GROUP) == []


async def test_forum_topics_have_their_own_choices(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN, thread_id=5)
    await group.say("/ikuti rusia", GROUP, sender=ADMIN, thread_id=6)

    assert (await group.subscriber(GROUP, 5)).topics == ("irak",)
    assert (await group.subscriber(GROUP, 6)).topics == ("rusia",)
    assert [message.thread_id for message in group.messages(GROUP)] == [5, 6]


async def test_data_of_a_forum_are_those_of_every_thread(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN, thread_id=5)
    await group.say("/ikuti rusia", GROUP, sender=ADMIN, thread_id=6)
    await group.say("/privasi", GROUP, sender=ADMIN)
    await group.press("Unduh data", GROUP, sender=ADMIN)

    document = group.messages(GROUP)[-1].document
    assert document is not None
    assert [one["topics"] for one in json.loads(document[1])] == [["irak"], ["rusia"]]


async def test_removed_bot_comes_back_to_every_thread(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN, thread_id=5)
    await group.say("/ikuti rusia", GROUP, sender=ADMIN, thread_id=6)
    await group.say("/berhenti semua", GROUP, sender=ADMIN, thread_id=6)
    await group.server.bot_is_removed(GROUP, by=ADMIN)
    await group.server.bot_is_added(GROUP, by=ADMIN)
    await group.settle()

    assert (await group.subscriber(GROUP, 5)).status is SubscriberStatus.ACTIVE
    assert (await group.subscriber(GROUP, 5)).due is not None
    # Who had paused is paused still.
    assert (await group.subscriber(GROUP, 6)).status is SubscriberStatus.PAUSED


async def test_upgraded_group_keeps_everything(group: Conversation) -> None:
    await group.server.bot_is_added(-7, "group", by=ADMIN)
    await group.say("/ikuti irak", -7, sender=ADMIN)
    new = await group.server.group_is_upgraded(-7)
    await group.settle()

    assert (await group.subscriber(new)).topics == ("irak",)
    assert await group.storage.subscribers.by_chat(ChatId(-7)) is None


async def test_removed_bot_keeps_the_choices(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN)
    await group.server.bot_is_removed(GROUP, by=ADMIN)
    await group.settle()

    subscriber = await group.subscriber(GROUP)
    assert (subscriber.status, subscriber.status_reason) == (
        SubscriberStatus.UNREACHABLE,
        "kicked",
    )
    assert subscriber.topics == ("irak",)


async def test_readded_bot_goes_on(group: Conversation) -> None:
    await group.say("/ikuti irak", GROUP, sender=ADMIN)
    await group.server.bot_is_removed(GROUP, by=ADMIN)
    await group.server.bot_is_added(GROUP, by=ADMIN)
    await group.settle()

    assert (await group.subscriber(GROUP)).status is SubscriberStatus.ACTIVE
