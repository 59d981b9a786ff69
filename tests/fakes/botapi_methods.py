"""What each Bot API method does in the local server's world."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.botapi_html import MAX_LENGTH, Parsed, good_url, parse, plain
from tests.fakes.botapi_refusals import Refusal, bad_request, chat_not_found
from tests.fakes.botapi_schema import Params
from tests.fakes.botapi_world import (
    BOT_ID,
    ME,
    Answer,
    FakeChat,
    Json,
    Key,
    SentMessage,
    World,
    member_json,
    message_json,
)

MAX_CAPTION = 1024
MAX_KEYS = 100
MAX_DATA_BYTES = 64

Files = Mapping[str, tuple[str, bytes]]
Method = Callable[[World, Params, Files], Any]  # Any: the JSON of a result


def send_message(world: World, params: Params, _files: Files) -> Json:
    chat = _open_chat(world, params)
    return message_json(world, _send(world, chat, params, _text(world, params, "text")))


def send_document(world: World, params: Params, files: Files) -> Json:
    chat = _open_chat(world, params)
    field = str(params.get("document", "document")).removeprefix("attach://")
    caption = Parsed("")
    if params.get("caption"):
        caption = _text(world, params, "caption")
    message = _send(world, chat, params, caption)
    message.document = files.get(field) or files.get("document")
    if message.document is None:
        raise bad_request("there is no document in the request")
    return message_json(world, message)


def edit_text(world: World, params: Params, _files: Files) -> Json:
    message = _own_message(world, params)
    parsed = _text(world, params, "text")
    markup = _markup(params)
    if (parsed.text, parsed.entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.edits.append(message.text)
    message.text, message.entities = parsed.text, parsed.entities
    message.source = params["text"]
    _set_markup(message, markup)
    return message_json(world, message)


def edit_markup(world: World, params: Params, _files: Files) -> Json:
    message = _own_message(world, params)
    markup = _markup(params)
    if markup == message.markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    _set_markup(message, markup)
    return message_json(world, message)


def delete_message(world: World, params: Params, _files: Files) -> bool:
    message = world.find(_chat(world, params).id, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    message.deleted = True
    return True


def answer_callback(world: World, params: Params, _files: Files) -> bool:
    query_id, text = params["callback_query_id"], params.get("text", "")
    if query_id not in world.open_queries:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.open_queries.discard(query_id)
    world.answers.append(Answer(query_id, text, bool(params.get("show_alert"))))
    return True


def send_action(world: World, params: Params, _files: Files) -> bool:
    world.actions.append((_open_chat(world, params).id, params["action"]))
    return True


def get_chat(world: World, params: Params, _files: Files) -> Json:
    chat = _chat(world, params)
    return chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


def get_member(world: World, params: Params, _files: Files) -> Json:
    chat, user_id = _chat(world, params), params["user_id"]
    if user_id == BOT_ID:
        return member_json(chat, ME, chat.status)
    if chat.type != "private" and user_id not in chat.members:
        return member_json(chat, chat.user_json(user_id), "left")
    return member_json(chat, chat.user_json(user_id), chat.members.get(user_id, "member"))


def get_admins(world: World, params: Params, _files: Files) -> list[Json]:
    chat = _chat(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [
        member_json(chat, chat.user_json(user_id), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    if chat.status == "administrator":
        admins.append(member_json(chat, ME, "administrator"))
    return admins


def count_members(world: World, params: Params, _files: Files) -> int:
    return len(_chat(world, params).members) + 1


def leave_chat(world: World, params: Params, _files: Files) -> bool:
    chat = _chat(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.status = "left"
    return True


def get_file(world: World, params: Params, _files: Files) -> Json:
    file_id = params["file_id"]
    if file_id not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file_id,
        "file_unique_id": f"u-{file_id}",
        "file_size": len(world.files[file_id]),
        "file_path": f"documents/{file_id}",
    }


def set_commands(world: World, params: Params, _files: Files) -> bool:
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("too much commands specified")
    for each in commands:
        name = each["command"].removeprefix("/")
        if not (name.isascii() and 1 <= len(name) <= 32 and name.replace("_", "a").isalnum()):
            raise bad_request("BOT_COMMAND_INVALID")
        if name != name.lower():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(params)] = commands
    return True


def get_commands(world: World, params: Params, _files: Files) -> list[Json]:
    return world.commands.get(_scope(params), [])


def delete_commands(world: World, params: Params, _files: Files) -> bool:
    world.commands.pop(_scope(params), None)
    return True


def _scope(params: Params) -> str:
    scope = params.get("scope") or {"type": "default"}
    words = [str(value) for _, value in sorted(scope.items())]
    return "/".join([*words, params.get("language_code", "")]).rstrip("/")


def _text_setter(name: str, limit: int) -> Method:
    def setter(world: World, params: Params, _files: Files) -> bool:
        text = params.get(name, "")
        if len(text) > limit:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        world.texts[name, params.get("language_code", "")] = text
        return True

    return setter


def _text_getter(name: str) -> Method:
    def getter(world: World, params: Params, _files: Files) -> Json:
        own = world.texts.get((name, params.get("language_code", "")))
        return {name: own or world.texts.get((name, ""), "")}

    return getter


METHODS: Mapping[str, Method] = {
    "getMe": lambda *_: ME,
    "logOut": lambda *_: True,
    "close": lambda *_: True,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendChatAction": send_action,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "pinChatMessage": lambda world, params, _: bool(_own_message(world, params)),
    "answerCallbackQuery": answer_callback,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_admins,
    "getChatMemberCount": count_members,
    "leaveChat": leave_chat,
    "getFile": get_file,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": _text_setter("name", 64),
    "getMyName": _text_getter("name"),
    "setMyDescription": _text_setter("description", 512),
    "getMyDescription": _text_getter("description"),
    "setMyShortDescription": _text_setter("short_description", 120),
    "getMyShortDescription": _text_getter("short_description"),
    "setChatMenuButton": lambda *_: True,
}


def _chat(world: World, params: Params) -> FakeChat:
    try:
        chat = world.chat(int(params["chat_id"]))
    except ValueError:
        chat = world.named(str(params["chat_id"]).removeprefix("@"))
    if chat is None:
        raise chat_not_found()
    return chat


def _open_chat(world: World, params: Params) -> FakeChat:
    """The chat, when something may be sent there."""
    chat = _chat(world, params)
    if refusal := chat.refusal():
        raise refusal
    if chat.type == "channel" and chat.status != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    if params.get("message_thread_id", 0) in chat.closed_threads:
        raise bad_request("TOPIC_CLOSED")
    return chat


def _own_message(world: World, params: Params) -> SentMessage:
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = _open_chat(world, params)
    message = world.find(chat.id, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    return message


def _text(world: World, params: Params, name: str) -> Parsed:
    """The text as readers will see it, or the refusal."""
    source = params[name]
    if not source:
        raise bad_request("message text is empty")
    mode = params.get("parse_mode", "").lower()
    if mode not in ("", "html"):
        raise bad_request(f"unsupported parse_mode {mode!r}: this server reads HTML only")
    parsed = parse(source) if mode else plain(source)
    limit = MAX_LENGTH if name == "text" else MAX_CAPTION
    if len(parsed.text) > limit:
        raise bad_request(
            "message is too long" if name == "text" else "message caption is too long"
        )
    world.complaints.extend(parsed.complaints)
    return parsed


def _send(world: World, chat: FakeChat, params: Params, parsed: Parsed) -> SentMessage:
    markup = _markup(params)
    preview = params.get("link_preview_options", {})
    if preview.get("url") and not world.takes_pictures:
        raise bad_request("wrong type of the web page content")
    message = SentMessage(
        chat_id=chat.id,
        message_id=chat.next_id(),
        text=parsed.text,
        at=world.now(),
        entities=parsed.entities,
        source=params.get("text", ""),
        thread_id=params.get("message_thread_id", 0),
        silent=bool(params.get("disable_notification")),
        preview=not preview.get("is_disabled", False),
        picture=preview.get("url", ""),
        picture_above=bool(preview.get("show_above_text")),
        paid=bool(params.get("allow_paid_broadcast")),
    )
    _set_markup(message, markup)
    chat.messages.append(message)
    world.messages.append(message)
    return message


def _markup(params: Params) -> Json:
    """The checked inline keyboard; empty when there is none."""
    given = params.get("reply_markup") or {}
    rows = given.get("inline_keyboard", [])
    keys = [key for row in rows for key in row]
    if len(keys) > MAX_KEYS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for key in keys:
        if refusal := _key_refusal(key):
            raise refusal
    return {"inline_keyboard": rows} if keys else {}


def _key_refusal(key: Json) -> Refusal | None:
    acts = [name for name in key if name not in ("text", "style", "icon_custom_emoji_id")]
    if not key["text"].strip():
        return bad_request("can't parse inline keyboard button: Text must be non-empty")
    if len(acts) != 1:
        return bad_request("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in key and not 1 <= len(key["callback_data"].encode()) <= MAX_DATA_BYTES:
        return bad_request("BUTTON_DATA_INVALID")
    if "url" in key and not good_url(key["url"]):
        url = key["url"]
        return bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return None


def _set_markup(message: SentMessage, markup: Json) -> None:
    message.markup = markup
    message.keyboard = tuple(
        tuple(Key(key["text"], key.get("callback_data", ""), key.get("url", "")) for key in row)
        for row in markup.get("inline_keyboard", [])
    )
