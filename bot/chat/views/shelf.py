"""The screens of what readers keep, mute and like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.chat.callbacks import Act, tag
from bot.chat.dates import moment, upcoming
from bot.chat.markup import Html, bold, clean, code, escape, italic, joined, link
from bot.chat.texts import Texts
from bot.chat.views.parts import Row, columns, press
from bot.model import Message
from bot.reading import Mute, MuteKind, Saved, Taste

# Five headlines fill a phone's screen; their numbers are one row of buttons.
PAGE = 5
MUTE_DAYS = (1, 7)
ALWAYS = 0
_TITLE = 150
_LABEL = 40
# One letter each in buttons.
KINDS = {"w": MuteKind.WORD, "t": MuteKind.TOPIC, "o": MuteKind.OUTLET}
_LETTERS = {kind: letter for letter, kind in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mute with the name that people know it by."""

    mute: Mute
    name: str

    @property
    def tag(self) -> str:
        return tag(f"{self.mute.kind.value}:{self.mute.value}")


# --- /simpanan ---------------------------------------------------------------------


def saved(page: Sequence[Saved], number: int, total: int, now: datetime, texts: Texts) -> Message:
    """A page of saved stories; `now` is in the reader's zone."""
    if not page:
        return _nothing_saved(texts)
    first = number * PAGE + 1
    count = texts.plural("{n} story", "{n} stories", total)
    lines = [Html(f"{at}. {_line(one, now, texts)}") for at, one in enumerate(page, first)]
    drops = tuple(
        press(f"✕ {at}", Act.UNSAVE, number, one.story_id) for at, one in enumerate(page, first)
    )
    head = Html(f"⭐ {bold(texts('Saved stories'))} · {count}")
    return Message(html=joined("\n\n", [head, *lines]), buttons=(drops, *_pager(number, total)))


def _nothing_saved(texts: Texts) -> Message:
    lines = [
        bold(texts("You have saved nothing yet.")),
        texts.html("Under a digest press the number of a story, then Save."),
    ]
    return Message(html=joined("\n", lines), buttons=((press(texts("Digest now"), Act.NOW),),))


def _line(one: Saved, now: datetime, texts: Texts) -> Html:
    headline = link(clean(one.title, _TITLE) or texts("(untitled)"), one.link)
    at = moment(one.published.astimezone(now.tzinfo), now, texts)
    return Html(f"{headline}\n{italic(f'{clean(one.outlet, _LABEL)} · {at}')}")


def _pager(number: int, total: int) -> tuple[Row, ...]:
    last = (total - 1) // PAGE
    if last <= 0:
        return ()
    return (
        (
            press("‹", Act.SAVED, max(number - 1, 0)),
            press(f"{number + 1}/{last + 1}", Act.SAVED, number),
            press("›", Act.SAVED, min(number + 1, last)),
        ),
    )


# --- /bisukan ----------------------------------------------------------------------


def mutes(muted: Sequence[Named], now: datetime, zone: str, texts: Texts) -> Message:
    """Everything that is muted, each with the button that lifts it."""
    lines = [Html(f"🔇 {bold(texts('Muted'))}")]
    lines += [
        Html(f"• {_what(one, texts)}, {_until(one.mute, now, zone, texts)}") for one in muted
    ] or [texts.html("Nothing is muted.")]
    hint = texts.html(
        "To mute words, a topic or an outlet, write for example {command}",
        command=code(f"{texts('/mute')} {texts('football')}"),
    )
    keys = [press(f"✕ {clean(one.name, _LABEL)}", Act.UNMUTE, one.tag) for one in muted]
    back = (press(texts("‹ Settings"), Act.SETTINGS),)
    return Message(
        html=joined("\n\n", [joined("\n", lines), hint]), buttons=(*columns(keys, 2), back)
    )


def how_long(what: Named, texts: Texts) -> Message:
    """For how long shall it be muted?"""
    letter, value = _LETTERS[what.mute.kind], what.mute.value
    days = [
        press(texts.plural("{n} day", "{n} days", number), Act.MUTE, letter, number, value)
        for number in MUTE_DAYS
    ]
    always = press(texts("Always"), Act.MUTE, letter, ALWAYS, value)
    question = texts.html("For how long shall I mute {what}?", what=_what(what, texts))
    return Message(html=question, buttons=((*days, always),))


def muted(what: Named, now: datetime, zone: str, texts: Texts) -> Message:
    """It is muted; the way back is one tap away."""
    sentence = texts.html(
        "🔇 {what} is muted, {until}.",
        what=_what(what, texts),
        until=escape(_until(what.mute, now, zone, texts)),
    )
    row = (press(texts("Undo"), Act.UNMUTE, what.tag), press(texts("All muted"), Act.MUTES))
    return Message(html=sentence, buttons=(row,))


def too_long(texts: Texts) -> Message:
    """Words that no button can carry."""
    return Message(html=texts.html("That is too long to mute. Please write fewer words."))


def _what(one: Named, texts: Texts) -> Html:
    name = bold(clean(one.name, _LABEL))
    match one.mute.kind:
        case MuteKind.WORD:
            return name
        case MuteKind.TOPIC:
            return texts.html("topic {name}", name=name)
        case MuteKind.OUTLET:
            return texts.html("outlet {name}", name=name)
        case MuteKind.AFFAIR:
            return texts.html("story {name}", name=name)
    assert_never(one.mute.kind)


def _until(mute: Mute, now: datetime, zone: str, texts: Texts) -> str:
    if mute.until is None:
        return texts("always")
    return texts("until {time}", time=upcoming(mute.until, now, zone, texts))


# --- taste -------------------------------------------------------------------------


def tastes(liked: Sequence[tuple[str, Taste]], texts: Texts) -> Message:
    """What the taps on more and less add up to, by name; nothing is hidden."""
    lines = [
        bold(texts("Your taste")),
        *(Html(f"{escape(clean(name, _LABEL))}: {_steps(taste)}") for name, taste in liked),
    ]
    if not liked:
        lines.append(texts.html("Nothing yet."))
    hint = texts.html(
        "Each tap on More of this or Less under a story counts one step for its topic and its"
        " outlet, at most three. A step moves a story up or down a little; nothing is left out"
        " by it."
    )
    reset = ((press(texts("Forget my taste"), Act.TASTE_RESET),),) if liked else ()
    back = (press(texts("‹ Settings"), Act.SETTINGS),)
    return Message(html=joined("\n\n", [joined("\n", lines), hint]), buttons=(*reset, back))


def _steps(taste: Taste) -> str:
    """ "▲▲" or "▼" """
    return ("▲" if taste.steps > 0 else "▼") * abs(taste.steps)
