"""Pieces that several screens share: buttons, rows, and how choices read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from babel.lists import format_list

from bot.chat.callbacks import Act, encode
from bot.chat.dates import clock_time, locale_of, upcoming, zone_label
from bot.chat.markup import clean
from bot.chat.texts import Texts
from bot.chat.weekdays import days_line
from bot.model import EVERY_DAY, Button, QuietHours, Subscriber, SubscriberStatus

_LABEL = 32
_QUERY = 60

Row = tuple[Button, ...]


class Mode(StrEnum):
    """Whether a choosing screen is a step of the set-up, or a visit from the settings.

    From a digest it opens below: the digest must stay readable.
    """

    SETUP = "s"
    EDIT = "e"
    BELOW = "n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A subscriber with what a screen says about them, all in their language."""

    subscriber: Subscriber
    topics: tuple[str, ...]  # names of the ready topics that they follow
    now: datetime
    resting: bool = False  # active, but paused for some days
    editions: bool = False  # whether there are ready-made ones

    @property
    def choices(self) -> tuple[str, ...]:
        """Ready and own topics by name."""
        return self.topics + tuple(map(own_topic, self.subscriber.queries))


def press(label: str, act: Act, *values: str | int) -> Button:
    return Button(label=clean(label, _LABEL), data=encode(act, *values))


def own_topic(query: str) -> str:
    """How an own topic reads: its words in quotation marks, without those of a phrase."""
    shown = clean(query, _QUERY)
    phrase = shown[1:-1]
    simple = shown.startswith('"') and shown.endswith('"') and '"' not in phrase
    return f"“{phrase if simple else shown}”"


def ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def columns(buttons: Sequence[Button], width: int) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def listed(items: Sequence[str], texts: Texts) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    return format_list(list(items), locale=locale_of(texts.language)) if items else ""


def hours_line(profile: Profile, texts: Texts) -> str:
    """ "06.00 dan 17.00 WIB", "07.00 WIB, Senin–Jumat"."""
    subscriber = profile.subscriber
    if not subscriber.hours:
        return texts("no hours yet")
    times = listed([clock_time(hour, texts.language) for hour in subscriber.hours], texts)
    line = f"{times} {zone_label(subscriber.zone, profile.now, texts.language)}"
    if subscriber.days == EVERY_DAY:
        return line
    return f"{line}, {days_line(subscriber.days, texts)}"


def quiet_line(quiet: QuietHours, texts: Texts) -> str:
    """ "22.00–05.00"."""
    start, end = (clock_time(at, texts.language) for at in (quiet.start, quiet.end))
    return f"{start}–{end}"


def next_line(profile: Profile, texts: Texts) -> str:
    """ "besok 06.00 WIB", or "" where nothing is planned."""
    subscriber = profile.subscriber
    if subscriber.due is None or subscriber.status is not SubscriberStatus.ACTIVE:
        return ""
    return upcoming(subscriber.due, profile.now, subscriber.zone, texts)
