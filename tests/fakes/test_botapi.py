"""The local Bot API server answers as Telegram does, spoken to over plain HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pytest_asyncio import fixture

from tests.fakes.botapi import TOKEN, FakeBotApi
from tests.fakes.botapi_faults import Drop, Moment, Raw
from tests.fakes.botapi_refusals import too_many_requests
from tests.fakes.clock import FakeClock

Json = dict[str, Any]  # Any: the answers of the server


@fixture
async def server() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        server.chat(17)
        yield server


@fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Api:
    """Calls methods with a form body, as most clients do."""

    def __init__(self, server: FakeBotApi, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.http = http

    async def __call__(self, method: str, token: str = TOKEN, **fields: object) -> Json:
        form = {name: _text(value) for name, value in fields.items()}
        async with self.http.post(f"{self.server.base_url}{token}/{method}", data=form) as reply:
            answer: Json = await reply.json()
            assert answer["ok"] or answer["error_code"] == reply.status
            return answer


@fixture
async def api(server: FakeBotApi, http: aiohttp.ClientSession) -> Api:
    return Api(server, http)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def test_sends_and_remembers(api: Api) -> None:
    answer = await api("sendMessage", chat_id=17, text="<b>Halo</b>", parse_mode="HTML")

    assert answer["result"]["text"] == "Halo"
    assert answer["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert api.server.texts(17) == ["Halo"]


@pytest.mark.parametrize("how", ["json", "query", "multipart"])
async def test_reads_every_kind_of_body(
    server: FakeBotApi, http: aiohttp.ClientSession, how: str
) -> None:
    url = f"{server.base_url}{TOKEN}/sendMessage"
    fields = {"chat_id": "17", "text": "Halo"}
    form = aiohttp.FormData(fields, default_to_multipart=True)
    given: Json = {"json": {"json": fields}, "query": {"params": fields}}.get(how, {"data": form})

    async with http.post(url, **given) as reply:
        assert (await reply.json())["ok"]

    assert server.texts(17) == ["Halo"]


REFUSALS: list[tuple[str, str, Json, str]] = [
    ("no text", "sendMessage", {"chat_id": 17}, "message text is empty"),
    ("empty text", "sendMessage", {"chat_id": 17, "text": ""}, "message text is empty"),
    ("only blanks", "sendMessage", {"chat_id": 17, "text": " "}, "text must be non-empty"),
    ("too long", "sendMessage", {"chat_id": 17, "text": "😀" * 4097}, "message is too long"),
    ("no chat", "sendMessage", {"text": "a"}, "chat_id is empty"),
    ("strange chat", "sendMessage", {"chat_id": 18, "text": "a"}, "chat not found"),
    ("unknown parameter", "sendMessage", {"chat_id": 17, "text": "a", "colour": "red"},
     "unknown parameter 'colour'"),
    ("wrong type", "sendMessage", {"chat_id": 17, "text": "a", "message_thread_id": "x"},
     "sendMessage.message_thread_id must be Integer"),
    ("unknown field inside", "sendMessage",
     {"chat_id": 17, "text": "a", "link_preview_options": {"off": True}}, "must be"),
    ("long button data", "sendMessage",
     {"chat_id": 17, "text": "a",
      "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "é" * 33}]]}},
     "BUTTON_DATA_INVALID"),
    ("button without act", "sendMessage",
     {"chat_id": 17, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}},
     "Text buttons are unallowed"),
    ("bad button url", "sendMessage",
     {"chat_id": 17, "text": "a",
      "reply_markup": {"inline_keyboard": [[{"text": "b", "url": "http://localhost"}]]}},
     "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"),
    ("edit of nothing", "editMessageText", {"chat_id": 17, "message_id": 9, "text": "a"},
     "message to edit not found"),
    ("deletion of nothing", "deleteMessage", {"chat_id": 17, "message_id": 9},
     "message to delete not found"),
    ("stale query", "answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    ("bad command", "setMyCommands",
     {"commands": [{"command": "Mulai", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("plain webhook", "setWebhook", {"url": "http://a.id"}, "An HTTPS URL must be provided"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "fields", "text"), [c[1:] for c in REFUSALS],
                         ids=[c[0] for c in REFUSALS])  # fmt: skip
async def test_refuses_bad_calls(api: Api, method: str, fields: Json, text: str) -> None:
    answer = await api(method, **fields)

    assert answer["error_code"] == 400
    assert text in answer["description"]
    assert not api.server.messages


@pytest.mark.parametrize("length", [1, 4096])
async def test_takes_lengths_within_limits(api: Api, length: int) -> None:
    answer = await api("sendMessage", chat_id=17, text="😀" * length)

    assert answer["ok"]


@pytest.mark.parametrize(
    ("token", "status"), [("1:wrong", 401), ("nonsense", 404)], ids=["unknown", "malformed"]
)
async def test_refuses_other_tokens(api: Api, token: str, status: int) -> None:
    assert (await api("getMe", token))["error_code"] == status


async def test_unknown_method_is_not_found(api: Api) -> None:
    assert (await api("sendPigeon"))["error_code"] == 404


async def test_same_edit_is_refused(api: Api) -> None:
    sent = (await api("sendMessage", chat_id=17, text="a"))["result"]["message_id"]

    first = await api("editMessageText", chat_id=17, message_id=sent, text="b")
    second = await api("editMessageText", chat_id=17, message_id=sent, text="b")

    assert first["result"]["text"] == "b"
    assert "message is not modified" in second["description"]
    assert api.server.messages[0].edits == ["a"]


async def test_user_presses_a_button(api: Api) -> None:
    rows = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=17, text="a", reply_markup=rows)

    query_id = await api.server.user_presses(17, sent["result"]["message_id"], "Ya")
    [update] = (await api("getUpdates"))["result"]
    await api("answerCallbackQuery", callback_query_id=query_id, text="ok")

    assert update["callback_query"]["data"] == "y"
    assert api.server.world.answers[0].text == "ok"


async def test_updates_stay_until_confirmed(api: Api) -> None:
    await api.server.user_says(17, "satu")
    await api.server.user_says(17, "dua")

    first = (await api("getUpdates", limit=1))["result"]
    again = (await api("getUpdates", limit=1))["result"]
    rest = (await api("getUpdates", offset=first[0]["update_id"] + 1))["result"]

    assert first == again
    assert [each["message"]["text"] for each in rest] == ["dua"]


async def test_long_poll_ends_with_the_update(api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await api.server.wait_for(lambda: ("getUpdates", None) in api.server.world.calls)

    await api.server.user_says(17, "/start irak")

    [update] = (await poll)["result"]
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_second_poller_ends_the_first(api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=30))
    await api.server.wait_for(lambda: ("getUpdates", None) in api.server.world.calls)

    second = asyncio.create_task(api("getUpdates", timeout=30))
    answer = await first
    await api.server.user_says(17, "a")
    await second

    assert answer["error_code"] == 409
    assert "terminated by other getUpdates request" in answer["description"]


async def test_webhook_excludes_polling(api: Api) -> None:
    await api("setWebhook", url="https://a.id/hook")

    assert (await api("getUpdates"))["error_code"] == 409
    assert (await api("getWebhookInfo"))["result"]["url"] == "https://a.id/hook"

    await api("deleteWebhook")
    assert (await api("getUpdates"))["ok"]


async def test_webhook_gets_updates_with_its_secret(api: Api) -> None:
    await api("setWebhook", url="https://a.id/hook", secret_token="rahasia")
    heard: list[tuple[str, Json]] = []

    async def hook(request: web.Request) -> web.Response:
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        heard.append((secret, await request.json()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await api.server.user_says(17, "halo")

    statuses = await api.server.push_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    await runner.cleanup()

    assert statuses == [200]
    assert [(secret, update["message"]["text"]) for secret, update in heard] == [
        ("rahasia", "halo")
    ]


async def test_blocked_chat_refuses_and_returns(api: Api) -> None:
    await api.server.user_blocks(17)
    refused = await api("sendMessage", chat_id=17, text="a")
    await api.server.user_returns(17)
    accepted = await api("sendMessage", chat_id=17, text="a")

    assert refused["description"] == "Forbidden: bot was blocked by the user"
    assert accepted["ok"]
    statuses = [
        each["my_chat_member"]["new_chat_member"]["status"]
        for each in (await api("getUpdates"))["result"]
    ]
    assert statuses == ["kicked", "member"]


async def test_upgraded_group_names_its_new_id(api: Api) -> None:
    await api.server.bot_is_added(-5, "group")
    new_id = await api.server.group_is_upgraded(-5)

    refused = await api("sendMessage", chat_id=-5, text="a")

    assert refused["parameters"] == {"migrate_to_chat_id": new_id}
    assert (await api("sendMessage", chat_id=new_id, text="a"))["ok"]


async def test_channel_wants_an_administrator(api: Api) -> None:
    await api.server.bot_is_added(-7, "channel")
    refused = await api("sendMessage", chat_id=-7, text="a")
    await api.server.bot_is_added(-7, "channel", admin=True)
    accepted = await api("sendMessage", chat_id=-7, text="a")

    assert "need administrator rights" in refused["description"]
    assert accepted["result"]["sender_chat"]["type"] == "channel"


async def test_document_can_be_fetched_again(
    server: FakeBotApi, http: aiohttp.ClientSession, api: Api
) -> None:
    form = aiohttp.FormData({"chat_id": "17"})
    form.add_field("document", b"<opml/>", filename="sumber.opml")
    async with http.post(f"{server.base_url}{TOKEN}/sendDocument", data=form) as reply:
        document = (await reply.json())["result"]["document"]

    path = (await api("getFile", file_id=document["file_id"]))["result"]["file_path"]
    async with http.get(f"{server.file_url}{TOKEN}/{path}") as reply:
        assert await reply.read() == b"<opml/>"

    assert document["file_name"] == "sumber.opml"


async def test_scripted_refusal_strikes_as_often_as_told(api: Api) -> None:
    api.server.refuse(too_many_requests(7), chat_id=17, times=2)

    answers = [await api("sendMessage", chat_id=17, text="a") for _ in range(3)]

    assert [each["ok"] for each in answers] == [False, False, True]
    assert answers[0]["parameters"] == {"retry_after": 7}


@pytest.mark.parametrize(
    ("moment", "accepted"), [(Moment.BEFORE, 0), (Moment.AFTER, 1)], ids=["before", "after"]
)
async def test_dropped_connection(api: Api, moment: Moment, accepted: int) -> None:
    api.server.refuse(Drop(moment))

    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=17, text="a")

    assert len(api.server.messages) == accepted


async def test_strange_body_comes_as_scripted(
    server: FakeBotApi, http: aiohttp.ClientSession
) -> None:
    server.refuse(Raw(403, b"<h1>Portal</h1>"), "getMe")

    async with http.get(f"{server.base_url}{TOKEN}/getMe") as reply:
        assert (reply.status, await reply.text()) == (403, "<h1>Portal</h1>")


async def test_gate_holds_until_opened(api: Api) -> None:
    gate = api.server.hold("sendMessage", 17, moment=Moment.AFTER)
    call = asyncio.create_task(api("sendMessage", chat_id=17, text="a"))

    await gate.reached.wait()
    assert api.server.texts(17) == ["a"]
    assert not call.done()

    gate.open()
    assert (await call)["ok"]


async def test_pace_is_enforced_and_counted(http: aiohttp.ClientSession) -> None:
    clock = FakeClock()
    async with FakeBotApi(now=clock.now, open_chats=True) as server:
        guard = server.enforce_pace()
        api = Api(server, http)

        answers = [await api("sendMessage", chat_id=17, text="a") for _ in range(2)]

        assert answers[1]["parameters"] == {"retry_after": 1}
        assert (guard.rejected, guard.early) == (1, 0)


async def test_waiting_in_vain_shows_the_messages(api: Api) -> None:
    await api("sendMessage", chat_id=17, text="Halo")

    with pytest.raises(AssertionError, match="Halo"):
        await api.server.wait_for(lambda: False, seconds=0)
