"""What a button says when it is pressed: at most 64 bytes, with a version, and back again."""

import re
from dataclasses import dataclass
from enum import StrEnum, unique
from hashlib import blake2b

MAX_BYTES = 64
# Raise it when a meaning changes: older keyboards then say that they are old.
_VERSION = "1"


@unique
class Act(StrEnum):
    """One letter each, never reused for something else within a version."""

    TOPICS = "t"  # mode, page
    TOGGLE = "x"  # mode, page, topic key
    PLACES = "R"  # mode
    INSIDE = "E"  # mode, page, key of the topic around
    TICK = "W"  # mode, page, key of the topic around, topic key
    ZONES = "z"  # mode
    ZONE = "Z"  # mode, zone
    HOURS = "h"  # mode
    HOUR = "H"  # mode, hhmm
    DONE = "d"  # mode
    DAYS = "y"
    DAY = "Y"  # ISO weekday, or a set of days
    QUIETS = "j"
    QUIET = "J"  # hhmm-hhmm, or none
    INSTANT = "i"  # 0, 1
    LOOK = "k"
    LOOK_SET = "K"  # what, to which value
    MORE = "m"  # digest, first story
    NOW = "n"
    SETTINGS = "s"
    LANGUAGES = "l"
    LANGUAGE = "L"  # code
    PAUSES = "p"
    PAUSE = "P"  # days; 0 = until resumed
    RESUME = "r"
    LEAVE = "b"
    DROP = "B"  # topic key, or tag of an own topic
    STOP = "S"
    PRIVACY = "v"
    EXPORT = "e"
    FORGET = "f"
    FORGET_SURE = "F"
    FOLLOW = "w"  # words
    HELP = "?"
    FEEDS = "1"  # page
    ANNOUNCE = "2"  # announcement
    ANNOUNCED = "3"  # announcement
    ANNOUNCE_STOP = "4"  # announcement
    FIND = "q"  # order, page, words
    CARD = "c"  # story
    STORY = "o"  # digest, first story of the page, story
    BACK = "O"  # digest, first story of the page
    KEEP = "a"  # as STORY
    LIKE = "g"  # as STORY, steps
    HUSH = "u"  # as STORY
    WHY = "D"  # story
    SOURCES = "5"  # page
    SOURCE = "C"  # a feed of the outlet
    ALERTS = "V"
    ALERT = "Q"  # * for big stories, or the tag of an own topic
    SAVED = "A"  # page
    UNSAVE = "X"  # page, story
    TASTES = "G"
    TASTE_RESET = "T"
    MUTES = "M"
    MUTE = "I"  # kind's letter, days, value; 0 days = always
    UNMUTE = "N"  # tag of what is muted
    HUSH_SET = "U"  # as STORY, tag of what is muted
    CHANNELS = "9"
    EDITIONS = "6"  # mode
    EDITION = "7"  # mode, edition's key


# A chat's number in hexadecimal.
_CHAT = re.compile(r"-?[0-9a-f]{1,16}")
_ARITY = {
    Act.TOPICS: 2,
    Act.TOGGLE: 3,
    Act.PLACES: 1,
    Act.INSIDE: 3,
    Act.TICK: 4,
    Act.ZONES: 1,
    Act.ZONE: 2,
    Act.HOURS: 1,
    Act.HOUR: 2,
    Act.DONE: 1,
    Act.DAY: 1,
    Act.QUIET: 1,
    Act.INSTANT: 1,
    Act.LOOK_SET: 2,
    Act.MORE: 2,
    Act.LANGUAGE: 1,
    Act.PAUSE: 1,
    Act.DROP: 1,
    Act.FOLLOW: 1,
    Act.FEEDS: 1,
    Act.ANNOUNCE: 1,
    Act.ANNOUNCED: 1,
    Act.ANNOUNCE_STOP: 1,
    Act.FIND: 3,
    Act.CARD: 1,
    Act.STORY: 3,
    Act.BACK: 2,
    Act.KEEP: 3,
    Act.LIKE: 4,
    Act.HUSH: 3,
    Act.HUSH_SET: 4,
    Act.SAVED: 1,
    Act.ALERT: 1,
    Act.WHY: 1,
    Act.SOURCES: 1,
    Act.SOURCE: 1,
    Act.UNSAVE: 2,
    Act.MUTE: 3,
    Act.UNMUTE: 1,
    Act.EDITIONS: 1,
    Act.EDITION: 2,
}


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button; `chat_id` where it means another chat than the one it stands in."""

    act: Act
    values: tuple[str, ...] = ()
    chat_id: int = 0


def encode(act: Act, *values: str | int) -> str:
    """The button's data; raises ValueError where it does not fit: a bug of the caller."""
    if len(values) != _ARITY.get(act, 0):
        raise ValueError(f"{act.name} takes {_ARITY.get(act, 0)} values, not {len(values)}")
    if any(":" in str(value) for value in values[:-1]):
        raise ValueError("only the last value may hold a colon")
    data = ":".join((_VERSION + act.value, *map(str, values)))
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"a button carries {MAX_BYTES} bytes at most: {data!r}")
    return data


def fits(act: Act, *values: str | int) -> bool:
    """Whether the data is short enough for a button."""
    return len(":".join((_VERSION + act.value, *map(str, values))).encode()) <= MAX_BYTES


def decode(data: str) -> Press | None:
    """None for a button of another version, or for data that no button of ours carries."""
    head, _, rest = data.partition(":")
    head, aim, chat = head.partition("@")
    if aim and not _CHAT.fullmatch(chat):
        return None
    if not head.startswith(_VERSION) or head[len(_VERSION) :] not in set(Act):
        return None
    act = Act(head[len(_VERSION) :])
    arity = _ARITY.get(act, 0)
    values = tuple(rest.split(":", arity - 1)) if arity else ()
    if len(values) != arity or (arity == 0 and rest):
        return None
    return Press(act, values, int(chat, 16) if aim else 0)


def aimed(data: str, chat_id: int) -> str:
    """The same button for another chat; may be too long, which the caller looks at."""
    head, colon, rest = data.partition(":")
    return f"{head}@{chat_id:x}{colon}{rest}"


def tag(words: str) -> str:
    """A short stable name for an own topic, whose words may be too long for a button."""
    return "~" + blake2b(words.encode(), digest_size=6).hexdigest()
