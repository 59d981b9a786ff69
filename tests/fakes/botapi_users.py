"""Plays the people: they write, press buttons, block the bot, add it to groups, upgrade them."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from tests.fakes.botapi_updates import UpdateQueue
from tests.fakes.botapi_world import (
    ME,
    FakeChat,
    Json,
    Key,
    SentMessage,
    World,
    command_entities,
    document_json,
    member_json,
    message_json,
)


class Users:
    """The server's side that tests drive and look at."""

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        self.world = world
        self.updates = updates
        self._queries = count(5001)

    @property
    def messages(self) -> Sequence[SentMessage]:
        """All accepted messages of the bot in order, each in its present form."""
        return self.world.messages

    @property
    def complaints(self) -> Sequence[str]:
        """What Telegram would have taken but shown otherwise than meant."""
        return self.world.complaints

    def chat(self, chat_id: int) -> FakeChat:
        """The chat, created on first sight: positive ids are private, others supergroups."""
        if chat_id not in self.world.chats:
            kind = "private" if chat_id > 0 else "supergroup"
            self.world.chats[chat_id] = FakeChat(chat_id, kind)
        return self.world.chats[chat_id]

    def texts(self, chat_id: int) -> list[str]:
        """What the chat shows of the bot now."""
        return [m.text for m in self.chat(chat_id).messages if not m.deleted]

    async def user_says(
        self,
        chat_id: int,
        text: str,
        *,
        sender: int | None = None,
        thread_id: int = 0,
        reply_to: int = 0,
    ) -> int:
        """A person writes, maybe in reply to a message of the bot; returns the message id."""
        content = self._incoming(chat_id, sender, thread_id)
        answered = self.world.find(chat_id, reply_to) if reply_to else None
        if answered is not None:
            content["reply_to_message"] = message_json(self.world, answered)
        content |= {"text": text, "entities": command_entities(text)}
        return self._post(chat_id, content)

    async def user_sends_file(
        self, chat_id: int, name: str, content: bytes, *, sender: int | None = None
    ) -> int:
        """A person sends a document; returns the message id."""
        message = self._incoming(chat_id, sender, 0)
        message["document"] = document_json(self.world, name, content)
        return self._post(chat_id, message)

    async def user_forwards(self, chat_id: int, origin: int, text: str = "") -> int:
        """A person forwards a channel's post to the bot; returns the message id."""
        channel = self.chat(origin)
        message = self._incoming(chat_id, None, 0)
        message["forward_origin"] = {
            "type": "channel",
            "chat": channel.json(),
            "message_id": 1,
            "date": message["date"],
        }
        if text:
            message["text"] = text
        return self._post(chat_id, message)

    async def user_presses(
        self, chat_id: int, message_id: int, button: str, *, sender: int | None = None
    ) -> str:
        """A person presses an inline button, named by label or data; returns the query id."""
        message = self.world.find(chat_id, message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {chat_id}")
        key = _key(message, button)
        query_id = str(next(self._queries))
        self.world.open_queries.add(query_id)
        self.updates.push(
            "callback_query",
            {
                "id": query_id,
                "from": self.chat(chat_id).user_json(sender or _someone(chat_id)),
                "message": message_json(self.world, message),
                "chat_instance": str(chat_id),
                "data": key.data,
            },
        )
        return query_id

    async def user_blocks(self, chat_id: int) -> None:
        self.chat(chat_id).blocked = True
        self._membership(chat_id, "member", "kicked", chat_id)

    async def user_returns(self, chat_id: int) -> None:
        self.chat(chat_id).blocked = False
        self._membership(chat_id, "kicked", "member", chat_id)

    async def push_webhook(self, url: str) -> list[int]:
        """Telegram posts the waiting updates to the webhook, which tests find at `url`."""
        return await self.updates.push_webhook(url)

    async def bot_is_added(
        self, chat_id: int, kind: str = "supergroup", *, by: int = 1, admin: bool = False
    ) -> None:
        """Somebody, who becomes the chat's owner, adds the bot to a group or channel."""
        chat = self.chat(chat_id)
        chat.type, chat.status = kind, "administrator" if admin else "member"
        chat.members[by] = "creator"
        self._membership(chat_id, "left", chat.status, by)

    async def bot_is_removed(self, chat_id: int, *, by: int = 1) -> None:
        chat = self.chat(chat_id)
        former, chat.status = chat.status, "kicked"
        self._membership(chat_id, former, "kicked", by)

    async def bot_may_not_post(self, chat_id: int, *, by: int = 1) -> None:
        """It stays a channel's admin, or a group's member, and may say nothing any more."""
        chat = self.chat(chat_id)
        if chat.type == "channel":
            silent = member_json(chat, ME, chat.status) | {"can_post_messages": False}
        else:
            silent = member_json(chat, ME, "restricted")
        self._changed(chat_id, member_json(chat, ME, chat.status), silent, by)

    async def group_is_upgraded(self, chat_id: int) -> int:
        """A basic group becomes a supergroup; returns the new id."""
        old = self.chat(chat_id)
        new_id = -1_000_000_000_000 + chat_id
        new = self.chat(new_id)
        new.type, new.title, new.members = "supergroup", old.title, dict(old.members)
        goodbye = self._incoming(chat_id, None, 0) | {"migrate_to_chat_id": new_id}
        self._post(chat_id, goodbye)
        self._post(new_id, self._incoming(new_id, None, 0) | {"migrate_from_chat_id": chat_id})
        old.moved_to = new_id
        return new_id

    def _incoming(self, chat_id: int, sender: int | None, thread_id: int) -> Json:
        chat = self.chat(chat_id)
        message: Json = {
            "message_id": chat.next_id(),
            "date": int(self.world.now().timestamp()),
            "chat": chat.json(),
        }
        if chat.type == "channel":
            message["sender_chat"] = chat.json()
        else:
            user_id = sender or _someone(chat_id)
            chat.members.setdefault(user_id, "member")
            message["from"] = chat.user_json(user_id)
        if thread_id:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        return message

    def _post(self, chat_id: int, content: Json) -> int:
        kind = "channel_post" if self.chat(chat_id).type == "channel" else "message"
        self.updates.push(kind, content)
        message_id: int = content["message_id"]
        return message_id

    def _membership(self, chat_id: int, old: str, new: str, by: int) -> None:
        chat = self.chat(chat_id)
        self._changed(chat_id, member_json(chat, ME, old), member_json(chat, ME, new), by)

    def _changed(self, chat_id: int, old: Json, new: Json, by: int) -> None:
        chat = self.chat(chat_id)
        change: dict[str, Any] = {  # Any: a ChatMemberUpdated object
            "chat": chat.json(),
            "from": chat.user_json(by),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.updates.push("my_chat_member", change)


def _someone(chat_id: int) -> int:
    """In a private chat the person is the chat; in others anybody."""
    return chat_id if chat_id > 0 else 1


def _key(message: SentMessage, button: str) -> Key:
    for key in message.keys:
        if button in (key.label, key.data):
            if key.url:
                raise ValueError(f"{key.label!r} opens {key.url}; the bot hears nothing of it")
            return key
    raise LookupError(f"no button {button!r}; there are {[key.label for key in message.keys]}")
