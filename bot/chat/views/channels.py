"""Groups and channels: how the bot gets there, and what an admin can do next."""

from bot.chat.callbacks import Act
from bot.chat.markup import bold, code, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import Mode, press
from bot.model import Button, Message


def how_to_add(bot_name: str, texts: Texts) -> Message:
    """/kanal: Telegram's own dialogues add the bot; words lead back to a chat."""
    lines = [
        bold(texts("Digests for a group or channel")),
        texts.html("1. Add me: to a channel as an admin who may post, to a group as a member."),
        texts.html(
            "2. I write to you here, and you choose topics and hours. Or name the channel yourself:"
            " {command}, or forward one of its posts to me.",
            command=code(texts("/channel @name")),
        ),
    ]
    link = f"https://t.me/{bot_name}"
    rows = (
        (Button(label=texts("Add to a channel"), url=f"{link}?startchannel&admin=post_messages"),),
        (Button(label=texts("Add to a group"), url=f"{link}?startgroup=mulai"),),
    )
    return Message(html=joined("\n", lines), buttons=rows)


def added(kind: str, texts: Texts, *, known: bool) -> Message:
    """The bot was let into a group or channel by the reader of this."""
    if known:
        text = texts.html("I am back, and all choices are as they were.")
        return Message(html=text, buttons=((press(texts("Settings"), Act.SETTINGS),),))
    text = (
        texts.html("I may post here now. Which topics shall the channel get, and when?")
        if kind == "channel"
        else texts.html("I am in the group now. Which topics shall it get, and when?")
    )
    row = (press(texts("Choose topics"), Act.TOPICS, Mode.SETUP, 0),)
    return Message(html=text, buttons=(row,))


def not_yours(texts: Texts) -> Message:
    """A chat that the bot does not see, or whose admin the asker is not."""
    return Message(
        html=texts.html(
            "I do not know this chat as one of yours. Add me there first; you must be its admin."
        ),
        buttons=((press(texts("How?"), Act.CHANNELS),),),
    )
