"""A strict local Bot API server over HTTP, with memory, users to play and faults to script.

    async with FakeBotApi() as server:
        bot = Bot(TOKEN, base_url=server.base_url)
        await server.user_says(17, "/start")
        await server.wait_for(lambda: server.chat(17).messages)

As a program it prints every message as a JSON line: `python -m tests.fakes.botapi --port 8081`;
POST /control/say {"chat_id", "text"} and /control/press {"chat_id", "message_id", "button"}
play a user, GET /control/messages shows what was sent.
"""

import argparse
import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.botapi_faults import Delay, Drop, Fault, Gate, Moment, Raw, Script
from tests.fakes.botapi_methods import METHODS, Files
from tests.fakes.botapi_pace import PaceGuard
from tests.fakes.botapi_refusals import (
    Refusal,
    bad_request,
    not_found,
    too_many_requests,
    unauthorized,
)
from tests.fakes.botapi_schema import Params, checked, method_names
from tests.fakes.botapi_updates import UpdateQueue
from tests.fakes.botapi_users import Users
from tests.fakes.botapi_world import SentMessage, World

TOKEN = "7000000001:AAF-not-a-real-token-only-for-tests"

_PACED = frozenset({"sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup"})


class FakeBotApi(Users):
    """The server; `base_url` and `file_url` are what a Bot wants to know."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        open_chats: bool = False,
    ) -> None:
        world = World(now=now, open_chats=open_chats)
        super().__init__(world, UpdateQueue(world))
        self.token = token
        self.script = Script()
        self.pace: PaceGuard | None = None
        self.on_message: Callable[[SentMessage], None] | None = None
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self) -> None:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._file)
        app.router.add_post("/control/say", self._say)
        app.router.add_post("/control/press", self._press)
        app.router.add_get("/control/messages", self._shown)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/file/bot"

    def refuse(
        self,
        fault: Fault,
        method: str = "sendMessage",
        chat_id: int | None = None,
        *,
        times: int | None = 1,
    ) -> None:
        """Script a fault for the next calls that fit; `times=None` means for ever."""
        self.script.add(fault, method, chat_id, times)

    def hold(
        self,
        method: str = "sendMessage",
        chat_id: int | None = None,
        *,
        times: int | None = 1,
        moment: Moment = Moment.BEFORE,
    ) -> Gate:
        """Hold the next calls that fit until the gate is opened."""
        gate = Gate(moment)
        self.script.add(gate, method, chat_id, times)
        return gate

    def enforce_pace(self, **limits: Any) -> PaceGuard:  # Any: PaceGuard's numbers
        """From now on answer 429 to what comes faster than Telegram allows."""
        self.pace = PaceGuard(self.world.now, **limits)
        return self.pace

    async def wait_for(self, condition: Callable[[], Any], seconds: float = 240) -> Any:
        """Wait until the condition holds and return its value; the limit only ends a hang."""
        try:
            async with asyncio.timeout(seconds):
                while not (value := condition()):
                    await self.world.change()
        except TimeoutError:
            sent = [f"{m.chat_id}: {m.text[:60]!r}" for m in self.messages[-10:]]
            raise AssertionError(f"it did not happen; last messages: {sent}") from None
        return value

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            fields, files = await _fields(request)
            return await self._call(request, fields, files)
        except Refusal as refusal:
            return _refused(refusal)
        finally:
            self.world.changed()

    async def _call(self, request: web.Request, fields: Params, files: Files) -> web.StreamResponse:
        self._check_token(request.match_info["token"])
        method = method_names().get(request.match_info["method"].lower())
        if method is None:
            raise not_found()
        chat_id = _number(fields.get("chat_id"))
        self.world.calls.append((method, chat_id))
        self.world.changed()
        fault = self.script.take(method, chat_id)
        if early := await _strike(request, fault, Moment.BEFORE):
            return early
        self._check_pace(method, chat_id)
        before = len(self.messages)
        result = await self._result(method, checked(method, fields, files), files)
        self._tell(before)
        if late := await _strike(request, fault, Moment.AFTER):
            return late
        return web.json_response({"ok": True, "result": result})

    async def _result(self, method: str, params: Params, files: Files) -> Any:
        match method:
            case "getUpdates":
                return await self.updates.get(params)
            case "setWebhook":
                return self.updates.set_webhook(params)
            case "deleteWebhook":
                return self.updates.delete_webhook(params)
            case "getWebhookInfo":
                return self.updates.webhook_info(params)
        if method not in METHODS:
            raise bad_request(f"this server does not play {method}")
        return METHODS[method](self.world, params, files)

    def _check_token(self, token: str) -> None:
        if token == self.token:
            return
        number, _, secret = token.partition(":")
        raise unauthorized() if number.isdigit() and secret else not_found()

    def _check_pace(self, method: str, chat_id: int | None) -> None:
        if self.pace is None or chat_id is None or method not in _PACED:
            return
        chat = self.world.chat(chat_id)
        if wait := self.pace.wait(chat_id, chat.type if chat else "private"):
            raise too_many_requests(wait)

    def _tell(self, before: int) -> None:
        if self.on_message is not None:
            for message in self.messages[before:]:
                self.on_message(message)

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or content is None:
            return _refused(not_found())
        return web.Response(body=content, content_type="application/octet-stream")

    async def _say(self, request: web.Request) -> web.Response:
        told = await request.json()
        return web.json_response({"message_id": await self.user_says(**told)})

    async def _press(self, request: web.Request) -> web.Response:
        told = await request.json()
        return web.json_response({"query_id": await self.user_presses(**told)})

    async def _shown(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        return web.json_response([shown(message) for message in self.messages[after:]])


def shown(message: SentMessage) -> dict[str, Any]:
    """A message for a person's or script's eyes."""
    return {
        "chat_id": message.chat_id,
        "message_id": message.message_id,
        "at": message.at.isoformat(),
        "text": message.text,
        "links": message.links,
        "buttons": [[key.label for key in row] for row in message.keyboard],
        "edits": len(message.edits),
        "deleted": message.deleted,
    }


async def _fields(request: web.Request) -> tuple[Params, Files]:
    """The parameters from the query and a form, multipart or JSON body."""
    fields: Params = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            fields |= json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        return fields, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            fields[name] = value
    return fields, files


async def _strike(
    request: web.Request, fault: Fault | None, moment: Moment
) -> web.StreamResponse | None:
    """Let the fault happen if this is its moment."""
    match fault:
        case Refusal() if moment is Moment.BEFORE:
            raise fault
        case Raw(status, body, content_type) if moment is Moment.BEFORE:
            return web.Response(status=status, body=body, content_type=content_type)
        case Gate() if fault.moment is moment:
            await fault.wait()
        case Delay(seconds, when) if when is moment:
            await asyncio.sleep(seconds)
        case Drop(when) if when is moment:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
    return None


def _refused(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    headers = {}
    if refusal.parameters:
        body["parameters"] = dict(refusal.parameters)
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.status, headers=headers)


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def main() -> None:
    """Serve until interrupted and print every message as a JSON line."""
    options = argparse.ArgumentParser(prog="python -m tests.fakes.botapi")
    options.add_argument("--port", type=int, default=8081)
    options.add_argument("--token", default=TOKEN)
    options.add_argument("--pace", action="store_true", help="answer 429 like Telegram")
    options.add_argument("--quiet", action="store_true", help="print no messages")
    given = options.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(given.port, given.token, pace=given.pace, quiet=given.quiet))


async def _serve(port: int, token: str, *, pace: bool, quiet: bool) -> None:
    server = FakeBotApi(token=token, port=port, open_chats=True)
    if pace:
        server.enforce_pace()
    if not quiet:
        server.on_message = _print
    async with server:
        print(json.dumps({"base_url": server.base_url, "token": token}), flush=True)
        await asyncio.Event().wait()


def _print(message: SentMessage) -> None:
    print(json.dumps(shown(message), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
