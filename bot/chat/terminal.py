"""A terminal that plays Telegram: the same handlers behind a request class without a network."""

import asyncio
import json
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TextIO

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot.chat.ansi import dim, plain_text, styled_text
from bot.chat.application import Application
from bot.chat.lines import lines_of
from bot.chat.markup import escape
from bot.chat.texts import Texts, texts_for

__all__ = ["plain_text", "run_terminal"]

# Any: objects of the Bot API as JSON.
Json = dict[str, Any]

_BOT: Json = {"id": 1, "is_bot": True, "first_name": "Sariwarta", "username": "sariwarta_bot"}
_USER_ID = 2
_LEAVE = frozenset({"exit", "quit", "keluar", "/exit", "/quit", "/keluar"})


async def run_terminal(
    build: Callable[[BaseRequest], Application],
    *,
    settled: Callable[[], Awaitable[None]],
    language: str,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
) -> None:
    """Chat until the end of input, Ctrl-C or Ctrl-D.

    `settled` returns when the first poll is done and the outbox is empty. A person sees
    messages as they come; a script's next line is taken only when all is settled.
    """
    source, sink = stdin or sys.stdin, stdout or sys.stdout
    person = source.isatty() and sink.isatty()
    screen = _Screen(sink, texts_for(language), person=person)
    telegram = _Telegram(screen, settled)
    stop = asyncio.Event()
    _stop_on_interrupt(stop)
    async with build(telegram) as application:
        screen.welcome()
        async for line in lines_of(source, stop):
            screen.echo(line)
            if line.strip().lower() in _LEAVE:
                break
            for update in telegram.updates(line.strip(), language):
                await application.process_update(Update.de_json(update, application.bot))
            if not person:
                await settled()
            screen.prompt()
        screen.farewell()


class _Screen:
    """Writes to the terminal; for a script everything is plain text."""

    def __init__(self, out: TextIO, texts: Texts, *, person: bool) -> None:
        self._out = out
        self._person = person
        self.texts = texts

    def welcome(self) -> None:
        if self._person:
            self.note(
                self.texts(
                    "Write /start to begin; a number presses a button; Ctrl-D ends the chat."
                )
            )
            self.prompt()

    def farewell(self) -> None:
        if self._person:
            self._write("\n")

    def prompt(self) -> None:
        if self._person:
            self._write("> ")

    def echo(self, line: str) -> None:
        """What a script typed; a person sees their own typing."""
        if not self._person and line.strip():
            self._write(f"> {line.strip()}\n\n")

    def show(self, html: str, labels: list[list[str]]) -> None:
        """A message, and its buttons as numbered choices."""
        if self._person:
            text = styled_text(html, shutil.get_terminal_size().columns)
        else:
            text = plain_text(html)
        rows, number = [], 0
        for row in labels:
            named = [f"[{number + at}] {label}" for at, label in enumerate(row, 1)]
            number += len(row)
            rows.append("   ".join(named))
        # A message whose buttons alone changed is shown by them alone.
        parts = [text, *([""] if rows else []), *rows] if text else rows
        self._write("\n".join(parts) + "\n\n")

    def note(self, text: str) -> None:
        """Something beside the chat: progress, a notice."""
        self._write(f"{dim(text) if self._person else f'({text})'}\n")

    def _write(self, text: str) -> None:
        # A message may come while the prompt stands there.
        self._out.write(f"\r\x1b[K{text}" if self._person else text)
        self._out.flush()


class _Telegram(BaseRequest):
    """Answers the Bot API's methods and shows what they would show in the app."""

    def __init__(self, screen: _Screen, settled: Callable[[], Awaitable[None]]) -> None:
        self._screen = screen
        self._settled = settled
        self._messages: dict[int, Json] = {}
        self._last_id = 0
        self._latest = 0  # the message whose buttons are numbered
        self._update_id = 0

    # --- what the user does ---------------------------------------------------------

    def updates(self, line: str, language: str) -> list[Json]:
        """Pressed buttons for numbers, else a message."""
        if not line:
            return []
        user = {
            "id": _USER_ID,
            "is_bot": False,
            "first_name": "Anda",
            "language_code": language,
        }
        numbers = line.split()
        if all(number.isascii() and number.isdecimal() for number in numbers):
            return self._presses(numbers, user)
        message = self._new_message(user, line)
        if line.startswith("/"):
            length = len(line.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return [self._update("message", message)]

    def _presses(self, numbers: list[str], user: Json) -> list[Json]:
        found = []
        keys = self._keys()
        for number in numbers:
            # Three digits are more buttons than Telegram allows.
            chosen = int(number[:4])
            if not 1 <= chosen <= len(keys):
                sentence = self._screen.texts("There is no button {number}.", number=number[:4])
                self._screen.note(sentence)
                break
            key = keys[chosen - 1]
            if "url" in key:
                self._screen.note(key["url"])
                continue
            query = {
                "id": str(self._update_id + 1),
                "from": user,
                "chat_instance": "terminal",
                "message": self._messages[self._latest],
                "data": key["callback_data"],
            }
            found.append(self._update("callback_query", query))
        return found

    def _keys(self) -> list[Json]:
        markup = self._messages.get(self._latest, {}).get("reply_markup") or {}
        return [key for row in markup.get("inline_keyboard", []) for key in row]

    def _update(self, kind: str, content: Json) -> Json:
        self._update_id += 1
        return {"update_id": self._update_id, kind: content}

    def _new_message(self, sender: Json, text: str) -> Json:
        self._last_id += 1
        return {
            "message_id": self._last_id,
            "date": int(datetime.now(UTC).timestamp()),
            "chat": {"id": _USER_ID, "type": "private", "first_name": "Anda"},
            "from": sender,
            "text": text,
        }

    # --- what the bot does ----------------------------------------------------------

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more: object,
    ) -> tuple[int, bytes]:
        del method
        name = url.rsplit("/", 1)[-1]
        parameters: Json = request_data.parameters if request_data else {}
        result = await self._result(name, parameters, request_data)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _result(self, name: str, parameters: Json, data: RequestData | None) -> object:
        match name:
            case "getMe":
                return _BOT
            case "sendMessage":
                return self._sent(parameters)
            case "editMessageText":
                return self._edited(parameters)
            case "editMessageReplyMarkup":
                return self._rekeyed(parameters)
            case "sendDocument":
                return self._document(data)
            case "answerCallbackQuery":
                if parameters.get("text"):
                    self._screen.note(str(parameters["text"]))
            case "sendChatAction":
                self._screen.note(self._screen.texts("Preparing the news…"))
                # Before the first poll there is nothing to prepare from.
                await self._settled()
        return True

    def _sent(self, parameters: Json) -> Json:
        message = self._new_message(_BOT, "")
        return self._shown(message, parameters)

    def _edited(self, parameters: Json) -> Json:
        message = self._messages.get(int(parameters.get("message_id", 0)))
        return self._shown(message or self._new_message(_BOT, ""), parameters)

    def _shown(self, message: Json, parameters: Json) -> Json:
        text = str(parameters.get("text", ""))
        html = text if parameters.get("parse_mode") == "HTML" else escape(text)
        markup = parameters.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", [])
        shown = {**message, "text": plain_text(html) or "…"}
        shown.pop("reply_markup", None)
        if rows:
            shown["reply_markup"] = markup
            self._latest = message["message_id"]
        self._messages[message["message_id"]] = shown
        self._screen.show(html, [[key["text"] for key in row] for row in rows])
        self._screen.prompt()
        return shown

    def _rekeyed(self, parameters: Json) -> Json:
        """Only the buttons are shown again, above them the note that they are new."""
        message = self._messages.get(int(parameters.get("message_id", 0)))
        if message is None:
            return self._new_message(_BOT, "")
        markup = parameters.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", [])
        changed = {**message, "reply_markup": markup}
        self._messages[message["message_id"]] = changed
        self._latest = message["message_id"]
        self._screen.show("", [[key["text"] for key in row] for row in rows])
        self._screen.prompt()
        return changed

    def _document(self, data: RequestData | None) -> Json:
        message = self._new_message(_BOT, "")
        files = data.multipart_data if data else None
        for name, content, *_ in (files or {}).values():
            size = len(content) if isinstance(content, bytes) else 0
            self._screen.note(f"{name}, {size} B")
        return {**message, "document": {"file_id": "1", "file_unique_id": "1"}}


def _stop_on_interrupt(stop: asyncio.Event) -> None:
    """Ctrl-C ends the chat like Ctrl-D, without a traceback."""
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    except (NotImplementedError, ValueError, RuntimeError):
        # Not the main thread, or not Unix: the caller's KeyboardInterrupt does it.
        return
