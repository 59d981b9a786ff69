"""What the local Bot API server knows: chats, messages, users' updates, the bot's texts."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.botapi_html import Entity
from tests.fakes.botapi_refusals import Refusal, blocked, deactivated, kicked, upgraded

Json = dict[str, Any]  # Any: whatever the Bot API puts into its objects

BOT_ID = 7_000_000_001
ME: Json = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Sariwarta",
    "username": "sariwarta_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


@dataclass(frozen=True, slots=True)
class Key:
    """An inline button as the bot sent it."""

    label: str
    data: str = ""
    url: str = ""


@dataclass
class SentMessage:
    """A message of the bot that was accepted, in its present form."""

    chat_id: int
    message_id: int
    text: str
    at: datetime
    entities: tuple[Entity, ...] = ()
    keyboard: tuple[tuple[Key, ...], ...] = ()
    markup: Json = field(default_factory=dict)
    source: str = ""  # the text as it came
    thread_id: int = 0
    silent: bool = False
    preview: bool = True
    picture: str = ""  # the address that the preview was told to show
    picture_above: bool = False
    document: tuple[str, bytes] | None = None
    edits: list[str] = field(default_factory=list)  # former texts
    deleted: bool = False
    paid: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for row in self.keyboard for key in row)

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(each.argument for each in self.entities if each.type == "text_link")


@dataclass
class FakeChat:
    """A private chat, group, supergroup or channel, seen from the bot."""

    id: int
    type: str = "private"
    title: str = ""
    username: str = ""  # public groups and channels
    language: str = "id"
    status: str = "member"  # the bot's: member, administrator, left, kicked
    blocked: bool = False
    deactivated: bool = False
    moved_to: int = 0
    closed_threads: set[int] = field(default_factory=set)
    members: dict[int, str] = field(default_factory=dict)
    messages: list[SentMessage] = field(default_factory=list)
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def refusal(self) -> Refusal | None:
        """Why nothing can be sent here now."""
        if self.moved_to:
            return upgraded(self.moved_to)
        if self.deactivated:
            return deactivated()
        if self.blocked:
            return blocked()
        if self.status in ("left", "kicked"):
            return kicked(self.type)
        return None

    def json(self) -> Json:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.title or f"U{self.id}"}
        return {"id": self.id, "type": self.type, "title": self.title or f"Chat {self.id}"}

    def user_json(self, user_id: int) -> Json:
        return {
            "id": user_id,
            "is_bot": False,
            "first_name": f"U{user_id}",
            "language_code": self.language,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said to a pressed button."""

    query_id: str
    text: str = ""
    alert: bool = False


@dataclass
class World:
    """All that the server remembers."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    open_chats: bool = False  # a chat that nobody opened exists from its first message
    takes_pictures: bool = True  # False: refuses what names one for its preview
    chats: dict[int, FakeChat] = field(default_factory=dict)
    messages: list[SentMessage] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    open_queries: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name, language)
    files: dict[str, bytes] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    calls: list[tuple[str, int | None]] = field(default_factory=list)
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self) -> None:
        """Wake up whoever waits for something to happen."""
        self._change.set()
        self._change = asyncio.Event()

    async def change(self) -> None:
        await self._change.wait()

    def chat(self, chat_id: int) -> FakeChat | None:
        if chat_id not in self.chats and self.open_chats:
            kind = "private" if chat_id > 0 else "supergroup"
            self.chats[chat_id] = FakeChat(chat_id, kind)
        return self.chats.get(chat_id)

    def named(self, username: str) -> FakeChat | None:
        found = (chat for chat in self.chats.values() if chat.username == username != "")
        return next(found, None)

    def find(self, chat_id: int, message_id: int) -> SentMessage | None:
        chat = self.chats.get(chat_id)
        found = (m for m in (chat.messages if chat else ()) if m.message_id == message_id)
        message = next(found, None)
        return None if message is None or message.deleted else message


def message_json(world: World, message: SentMessage) -> Json:
    """The Message object of one of the bot's messages."""
    chat = world.chats[message.chat_id]
    result: Json = {
        "message_id": message.message_id,
        "date": int(message.at.timestamp()),
        "chat": chat.json(),
    }
    if chat.type == "channel":
        result["sender_chat"] = chat.json()
    else:
        result["from"] = ME
    if message.thread_id:
        result |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.document:
        name, content = message.document
        result["document"] = document_json(world, name, content)
    if message.text:
        text, entities = (
            ("caption", "caption_entities") if message.document else ("text", "entities")
        )
        result[text] = message.text
        result[entities] = [entity_json(message.text, each) for each in message.entities]
    if message.edits:
        result["edit_date"] = int(world.now().timestamp())
    if message.markup:
        result["reply_markup"] = message.markup
    return result


def entity_json(text: str, entity: Entity) -> Json:
    """A MessageEntity: offsets in UTF-16 units."""
    kind, extra = entity.type, {}
    match kind:
        case "text_link":
            extra = {"url": entity.argument}
        case "custom_emoji":
            extra = {"custom_emoji_id": entity.argument}
        case "pre" if entity.argument:
            extra = {"language": entity.argument}
        case "blockquote" if entity.argument:
            kind = "expandable_blockquote"
    return {
        "type": kind,
        "offset": utf16(text[: entity.start]),
        "length": utf16(text[entity.start : entity.end]),
        **extra,
    }


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def document_json(world: World, name: str, content: bytes) -> Json:
    file_id = f"file{len(world.files) + 1}"
    world.files[file_id] = content
    return {
        "file_id": file_id,
        "file_unique_id": f"u-{file_id}",
        "file_name": name,
        "file_size": len(content),
    }


def command_entities(text: str) -> list[Json]:
    """Telegram marks commands in what users write."""
    return [
        {
            "type": "bot_command",
            "offset": utf16(text[: match.start()]),
            "length": len(match[0]),
        }
        for match in re.finditer(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?", text)
    ]


# The rights of a restricted member.
_SENDING = (
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_send_messages",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_manage_topics",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_edit_tag",
    "can_react_to_messages",
)


def member_json(chat: FakeChat, user: Json, status: str) -> Json:
    """A ChatMember object with the fields that its status requires."""
    result: Json = {"user": user, "status": status}
    rights = [
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ]
    match status:
        case "creator":
            result["is_anonymous"] = False
        case "administrator":
            result |= dict.fromkeys(rights, False)
            if chat.type == "channel":
                result |= {"can_post_messages": True, "can_edit_messages": True}
        case "restricted":
            result |= {"is_member": True, "until_date": 0} | dict.fromkeys(_SENDING, False)
        case "kicked":
            result["until_date"] = 0
    return result
