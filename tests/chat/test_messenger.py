"""Messages reach the local Bot API server; its refusals come back sorted by next step."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pytest_asyncio import fixture
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.failures import is_harmless, translated
from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import AiohttpRequest
from bot.errors import (
    AnotherPoller,
    BadToken,
    ChatMoved,
    GiveUpChat,
    MessageRejected,
    OutcomeUnknown,
    SariwartaError,
    Throttled,
    TryLater,
)
from bot.model import Button, ChatId, Message
from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.botapi_faults import Drop, Fault, Moment, Raw
from tests.fakes.botapi_refusals import (
    Refusal,
    another_poller,
    bad_gateway,
    bad_request,
    blocked,
    chat_not_found,
    deactivated,
    forbidden,
    internal_error,
    kicked,
    not_found,
    too_many_requests,
    unauthorized,
    upgraded,
    webhook_is_set,
)

CHAT = ChatId(17)
HALO = Message(html="<b>Halo</b>")


@fixture
async def server() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(open_chats=True) as server:
        yield server


@fixture
async def bot(server: FakeBotApi) -> AsyncIterator[Bot]:
    calls, updates = AiohttpRequest(), AiohttpRequest()
    async with Bot(TOKEN, server.base_url, request=calls, get_updates_request=updates) as bot:
        yield bot


async def test_sends_html_silently_in_its_thread(server: FakeBotApi, bot: Bot) -> None:
    message = Message(html="<b>Halo</b> &amp; selamat", silent=True)

    message_id = await TelegramMessenger(bot).send(ChatId(-100), 3, message)

    [sent] = server.messages
    assert (sent.message_id, sent.text) == (message_id, "Halo & selamat")
    assert (sent.thread_id, sent.silent, sent.preview) == (3, True, False)


async def test_picture_stands_above_the_text(server: FakeBotApi, bot: Bot) -> None:
    picture = "https://a.id/foto.jpg"
    message = Message(html="<b>Halo</b>", preview=True, picture=picture)

    await TelegramMessenger(bot).send(CHAT, 0, message)

    [sent] = server.messages
    assert (sent.preview, sent.picture, sent.picture_above) == (True, picture, True)


async def test_sends_buttons_in_their_rows(server: FakeBotApi, bot: Bot) -> None:
    rows = (
        (Button(label="Lebih banyak", data="m:1"), Button(label="Topik", data="t")),
        (Button(label="Situs", url="https://a.id"),),
    )

    await TelegramMessenger(bot).send(CHAT, 0, Message(html="a", buttons=rows))

    [sent] = server.messages
    assert [[key.label for key in row] for row in sent.keyboard] == [
        ["Lebih banyak", "Topik"],
        ["Situs"],
    ]
    assert [key.data or key.url for key in sent.keys] == ["m:1", "t", "https://a.id"]


async def test_preview_is_shown_when_asked(server: FakeBotApi, bot: Bot) -> None:
    await TelegramMessenger(bot).send(CHAT, 0, Message(html="https://a.id", preview=True))

    assert server.messages[0].preview


@pytest.mark.parametrize("paid", [True, False])
async def test_paid_broadcast_only_when_allowed(server: FakeBotApi, bot: Bot, paid: bool) -> None:
    await TelegramMessenger(bot, paid=paid).send(CHAT, 0, HALO)

    assert server.messages[0].paid is paid


def chat_is(reason: str) -> GiveUpChat:
    return GiveUpChat(reason)


# What the server answers -> what the sender is told. Compared by kind, and by what the kind
# carries: the reason, the new chat, the wait.
ANSWERS: list[tuple[str, Fault, SariwartaError]] = [
    ("429", too_many_requests(17), Throttled(timedelta(seconds=17))),
    ("429 of hours", too_many_requests(10_072), Throttled(timedelta(seconds=10_072))),
    ("429 without a number", Refusal(429, "Too Many Requests"), Throttled(timedelta(seconds=5))),
    ("blocked", blocked(), chat_is("blocked")),
    ("deactivated", deactivated(), chat_is("deactivated")),
    ("never started", forbidden("bot can't initiate conversation with a user"), chat_is("blocked")),
    ("kicked from group", kicked("group"), chat_is("kicked")),
    ("kicked from supergroup", kicked("supergroup"), chat_is("kicked")),
    ("kicked from channel", kicked("channel"), chat_is("kicked")),
    ("not a member", forbidden("bot is not a member of the channel chat"), chat_is("kicked")),
    ("group deleted", forbidden("the group chat was deleted"), chat_is("kicked")),
    ("unknown 403", forbidden("something new"), chat_is("no-rights")),
    ("bot", forbidden("bots can't send messages to bots"), chat_is("no-rights")),
    ("upgraded", upgraded(-1_000_000_000_123), ChatMoved(-1_000_000_000_123)),
    ("chat not found", chat_not_found(), chat_is("not-found")),
    ("no rights", bad_request("not enough rights to send text messages to the chat"),
     chat_is("no-rights")),
    ("have no rights", bad_request("have no rights to send a message"), chat_is("no-rights")),
    ("no administrator", bad_request("need administrator rights in the channel chat"),
     chat_is("no-rights")),
    ("write forbidden", bad_request("CHAT_WRITE_FORBIDDEN"), chat_is("no-rights")),
    ("thread gone", bad_request("message thread not found"), chat_is("thread-closed")),
    ("topic closed", bad_request("TOPIC_CLOSED"), chat_is("thread-closed")),
    ("markup", bad_request("can't parse entities: Unsupported start tag \"p\" at byte offset 0"),
     MessageRejected()),
    ("too long", bad_request("message is too long"), MessageRejected()),
    ("empty", bad_request("text must be non-empty"), MessageRejected()),
    ("button data", bad_request("BUTTON_DATA_INVALID"), MessageRejected()),
    ("button url", bad_request("inline keyboard button URL 'x' is invalid: Wrong HTTP URL"),
     MessageRejected()),
    ("unknown 400", bad_request("something new"), MessageRejected()),
    ("body too large", Refusal(413, "Request Entity Too Large"), MessageRejected()),
    ("unknown token", unauthorized(), BadToken()),
    ("malformed token", not_found(), BadToken()),
    ("two pollers", another_poller(), AnotherPoller()),
    ("webhook set", webhook_is_set(), AnotherPoller()),
    ("500", internal_error(), OutcomeUnknown()),
    ("502", bad_gateway(), OutcomeUnknown()),
    ("504 page", Raw(504, b"<h1>Gateway Time-out</h1>"), OutcomeUnknown()),
    ("200 page", Raw(200, b"<h1>Welcome to the hotel</h1>"), OutcomeUnknown()),
    ("403 page", Raw(403, b"<h1>Forbidden by the proxy</h1>"), TryLater()),
    ("404 page", Raw(404, b"nginx"), TryLater()),
    ("lost before", Drop(Moment.BEFORE), OutcomeUnknown()),
    ("lost after", Drop(Moment.AFTER), OutcomeUnknown()),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), [case[1:] for case in ANSWERS],
                         ids=[case[0] for case in ANSWERS])  # fmt: skip
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_answers_become_next_steps(
    server: FakeBotApi, bot: Bot, fault: Fault, expected: SariwartaError
) -> None:
    server.refuse(fault)

    with pytest.raises(SariwartaError) as caught:
        await TelegramMessenger(bot).send(CHAT, 0, HALO)

    assert type(caught.value) is type(expected)
    assert _carried(caught.value) == _carried(expected)
    assert isinstance(caught.value.__cause__, TelegramError)


def _carried(error: SariwartaError) -> tuple[object, ...]:
    names = ("reason", "new_chat_id", "retry_after", "everyone")
    return tuple(getattr(error, name, None) for name in names)


async def test_silence_leaves_the_outcome_open(server: FakeBotApi) -> None:
    gate = server.hold("sendMessage", moment=Moment.AFTER)
    request = AiohttpRequest(read_timeout=0.05, write_timeout=0.01)
    bot = Bot(TOKEN, server.base_url, request=request)

    with pytest.raises(OutcomeUnknown):
        await TelegramMessenger(bot).send(CHAT, 0, HALO)
    # On a busy machine we may give up before the server has read it.
    await gate.reached.wait()
    gate.open()
    await request.shutdown()

    assert server.texts(17) == ["Halo"]


async def test_closed_port_is_tried_later() -> None:
    request = AiohttpRequest()
    bot = Bot(TOKEN, "http://127.0.0.1:1/bot", request=request)

    with pytest.raises(TryLater) as caught:
        await TelegramMessenger(bot).send(CHAT, 0, HALO)
    await request.shutdown()

    assert type(caught.value) is TryLater


@pytest.mark.parametrize(
    "text",
    [
        "message is not modified: specified new message content and reply markup are the same",
        "message to edit not found",
        "message can't be edited",
        "message to delete not found",
        "query is too old and response timeout expired or query ID is invalid",
    ],
)
async def test_needless_acts_are_harmless(server: FakeBotApi, bot: Bot, text: str) -> None:
    server.refuse(bad_request(text), "editMessageText")

    with pytest.raises(TelegramError) as caught:
        await bot.edit_message_text("a", 17, 1)

    assert is_harmless(caught.value)


@pytest.mark.parametrize("fault", [blocked(), bad_request("chat not found"), bad_gateway()])
async def test_other_refusals_are_not_harmless(
    server: FakeBotApi, bot: Bot, fault: Refusal
) -> None:
    server.refuse(fault, "editMessageText")

    with pytest.raises(TelegramError) as caught:
        await bot.edit_message_text("a", 17, 1)

    assert not is_harmless(caught.value)


def _all_errors(kind: type[TelegramError]) -> list[type[TelegramError]]:
    below = [each for child in kind.__subclasses__() for each in _all_errors(child)]
    return [kind, *below]


_ARGUMENTS = {"RetryAfter": 3, "FloodWait": timedelta(seconds=3), "ChatMigrated": -5}


@pytest.mark.parametrize("kind", _all_errors(TelegramError), ids=lambda kind: kind.__name__)
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
def test_no_foreign_error_is_forgotten(kind: type[TelegramError]) -> None:
    error = kind(_ARGUMENTS.get(kind.__name__, "text"))  # type: ignore[arg-type]  # each its own

    assert isinstance(translated(error), SariwartaError)
