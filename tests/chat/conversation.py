"""A chat with the real application, over HTTP with the local Bot API server and real SQLite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat.application import ALLOWED_UPDATES, Application, build
from bot.chat.messenger import TelegramMessenger
from bot.chat.services import Services
from bot.chat.transport import AiohttpRequest
from bot.digests.timetable import next_digest
from bot.editions import EditionsInForce
from bot.model import ChatId, DigestKind, Message, Subscriber
from bot.ports import Storage
from bot.stories.topics.catalogue import builtin
from storage import open_storage
from tests.fakes.botapi import FakeBotApi
from tests.fakes.botapi_world import Key, SentMessage
from tests.fakes.clock import FakeClock

USER = 17


@dataclass
class Editor:
    """Stands for the digest role: remembers who asked, and says what it is told to say."""

    news: bool = True
    failure: Exception | None = None
    asked: list[tuple[ChatId, DigestKind]] = field(default_factory=list)
    seen: list[Subscriber] = field(default_factory=list)

    async def __call__(self, subscriber: Subscriber, kind: DigestKind) -> bool:
        self.asked.append((subscriber.chat_id, kind))
        self.seen.append(subscriber)
        if self.failure:
            raise self.failure
        return self.news


@dataclass
class Conversation:
    """Say and press as a person does, and look at what the chat shows."""

    server: FakeBotApi
    application: Application
    storage: Storage
    clock: FakeClock
    editor: Editor
    editions: EditionsInForce
    offset: int = 0

    async def say(self, text: str, chat: int = USER, **how: int) -> str:
        """Write a message; gives the text of the newest message of the bot."""
        await self.server.user_says(chat, text, **how)
        await self.settle()
        return self.shown(chat)

    async def press(self, button: str, chat: int = USER, **how: int) -> str:
        """Press a button of the newest message that has it."""
        message = next(m for m in reversed(self.messages(chat)) if _has(m, button))
        await self.server.user_presses(chat, message.message_id, button, **how)
        await self.settle()
        return self.shown(chat)

    def has_button(self, button: str, chat: int = USER) -> bool:
        """Whether the newest message has it."""
        return _has(self.messages(chat)[-1], button)

    async def press_forged(self, data: str, chat: int = USER) -> str:
        """Press a button that the newest message does not have, as a changed client can."""
        message = self.messages(chat)[-1]
        message.keyboard = (*message.keyboard, (Key("?", data),))
        await self.server.user_presses(chat, message.message_id, data)
        await self.settle()
        return self.shown(chat)

    async def send(self, message: Message, chat: int = USER) -> None:
        """What delivery would do with a message of the outbox."""
        await TelegramMessenger(self.application.bot).send(ChatId(chat), 0, message)

    async def settle(self) -> None:
        """Let the application work on all waiting updates, in order."""
        while updates := await self.application.bot.get_updates(
            offset=self.offset, timeout=0, allowed_updates=ALLOWED_UPDATES
        ):
            for update in updates:
                self.offset = update.update_id + 1
                await self.application.process_update(update)

    def messages(self, chat: int = USER) -> list[SentMessage]:
        return [message for message in self.server.chat(chat).messages if not message.deleted]

    def shown(self, chat: int = USER) -> str:
        messages = self.messages(chat)
        return messages[-1].text if messages else ""

    def buttons(self, chat: int = USER) -> list[str]:
        return [key.label for key in self.messages(chat)[-1].keys]

    async def subscriber(self, chat: int = USER, thread_id: int = 0) -> Subscriber:
        found = await self.storage.subscribers.by_chat(ChatId(chat), thread_id)
        assert found is not None, "nothing is stored about this chat"
        return found


@asynccontextmanager
async def converse(
    folder: Path,
    *,
    admins: frozenset[int] = frozenset(),
    allowed_chats: frozenset[int] = frozenset(),
) -> AsyncIterator[Conversation]:
    """Everything started, and closed at the end; complaints of the server fail the test."""
    clock, editor, editions = FakeClock(), Editor(), EditionsInForce()
    async with (
        open_storage(f"sqlite+aiosqlite:///{folder}/chat.db") as storage,
        FakeBotApi(now=clock.now) as server,
    ):
        services = Services(
            storage=storage,
            clock=clock,
            topics=builtin(),
            digest_now=editor,
            plan=next_digest,
            default_zone="Asia/Jakarta",
            editions=editions,
            admins=admins,
            allowed_chats=allowed_chats,
        )
        application = build(
            server.token,
            services,
            request=AiohttpRequest(),
            updates_request=AiohttpRequest(),
            base_url=server.base_url,
        )
        async with application:
            yield Conversation(server, application, storage, clock, editor, editions)
        assert not server.complaints


def _has(message: SentMessage, button: str) -> bool:
    return any(button in (key.label, key.data) for key in message.keys)
