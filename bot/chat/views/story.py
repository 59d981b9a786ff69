"""One story by itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.callbacks import Act
from bot.chat.telling import in_full
from bot.chat.texts import Texts
from bot.chat.views.parts import press
from bot.model import Message, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where and when a story is read."""

    now: datetime  # in the reader's zone


def card(story: Story, here: Here, texts: Texts) -> Message:
    """In full, with every outlet that reports it."""
    return Message(html=in_full(story, here.now, texts))


def gone(texts: Texts) -> Message:
    """The story behind a button is no longer stored."""
    return Message(
        html=texts.html("This story is no longer stored."),
        buttons=((press(texts("Digest now"), Act.NOW),),),
    )
