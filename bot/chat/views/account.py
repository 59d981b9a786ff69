"""Screens about the subscriber: settings, language, pause, leaving, privacy."""

from collections.abc import Sequence

from bot.chat.callbacks import Act
from bot.chat.markup import Html, bold, joined
from bot.chat.texts import Texts
from bot.chat.texts import languages as spoken
from bot.chat.views import silence
from bot.chat.views.look import look_line
from bot.chat.views.parts import (
    Mode,
    Profile,
    Row,
    columns,
    hours_line,
    listed,
    next_line,
    press,
    ticked,
)
from bot.model import Button, Message, SubscriberStatus

PAUSE_DAYS = (1, 3, 7, 14)


def settings(
    profile: Profile, texts: Texts, *, greeting: str = "", note: Html | None = None
) -> Message:
    """All choices on one screen; a note tells what has just changed by itself."""
    lines = [
        bold(greeting or texts("Settings")),
        texts.html("Topics: {topics}", topics=listed(profile.choices, texts) or texts("none yet")),
        texts.html("Schedule: {hours}", hours=hours_line(profile, texts)),
        texts.html("Look: {look}", look=look_line(profile, texts)),
        texts.html("Language: {language}", language=spoken()[texts.language]),
        _status(profile, texts),
        *([note] if note else []),
    ]
    unfinished = profile.subscriber.status is SubscriberStatus.SETUP
    finish = press(texts("Finish the set-up ›"), Act.TOPICS, Mode.SETUP, 0)
    privacy_button = press(texts("Privacy"), Act.PRIVACY)
    rows: tuple[Row, ...] = (
        *([(finish,)] if unfinished else []),
        (
            press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0),
            press(texts("Schedule"), Act.HOURS, Mode.EDIT),
        ),
        (press(texts("Look"), Act.LOOK), press(texts("Language"), Act.LANGUAGES)),
        (press(texts("Saved stories"), Act.SAVED, 0), press(texts("Muted"), Act.MUTES)),
        (press(texts("Your taste"), Act.TASTES), press(f"⚡ {texts('Breaking')}", Act.ALERTS)),
        (privacy_button,) if unfinished else (_switch(profile, texts), privacy_button),
        (press(texts("Help"), Act.HELP), press(texts("Digest now"), Act.NOW)),
    )
    return Message(html=joined("\n", lines), buttons=rows)


def languages(texts: Texts) -> Message:
    buttons = [
        press(ticked(name, key == texts.language), Act.LANGUAGE, key)
        for key, name in spoken().items()
    ]
    return Message(
        html=bold(texts("Which language shall I speak?")),
        buttons=(tuple(buttons), (_to_settings(texts),)),
    )


def pauses(texts: Texts) -> Message:
    """For how long."""
    days = [
        press(texts.plural("{n} day", "{n} days", number), Act.PAUSE, number)
        for number in PAUSE_DAYS
    ]
    until = press(texts("Until I come back"), Act.PAUSE, 0)
    text = texts.html("No digest arrives during a pause; your choices stay as they are.")
    return Message(
        html=joined("\n", [bold(texts("For how long shall I pause?")), text]),
        buttons=(*columns(days, 2), (until,), (_to_settings(texts),)),
    )


def paused(profile: Profile, texts: Texts) -> Message:
    """The pause has begun."""
    coming = next_line(profile, texts)
    text = (
        texts.html("The next digest: {time}", time=coming)
        if coming
        else texts.html("I am silent until you press Resume.")
    )
    return Message(
        html=joined("\n", [bold(texts("Paused.")), text]),
        buttons=((press(texts("Resume"), Act.RESUME), press(texts("Settings"), Act.SETTINGS)),),
    )


def leaving(followed: Sequence[tuple[str, str]], texts: Texts) -> Message:
    """Topics to stop, by name and the value their button carries; or everything."""
    drops = [press(f"✕ {name}", Act.DROP, value) for name, value in followed]
    title = bold(texts("Which topic shall I stop?"))
    hint = texts.html("Or stop everything: no digest comes any more, and one tap brings it back.")
    return Message(
        html=joined("\n", [title, hint]),
        buttons=(
            *columns(drops, 2),
            (press(texts("Stop everything"), Act.STOP),),
            (_to_settings(texts),),
        ),
    )


def stopped(texts: Texts) -> Message:
    """Everything has stopped; the way back and the way out."""
    return Message(
        html=joined(
            "\n",
            [
                bold(texts("Stopped.")),
                texts.html("I send nothing any more. Your choices are kept in case you return."),
            ],
        ),
        buttons=(
            (press(texts("Resume"), Act.RESUME),),
            (press(texts("Delete all my data"), Act.FORGET),),
        ),
    )


def privacy(texts: Texts) -> Message:
    """What is stored, in plain words."""
    stored: tuple[Html, ...] = (
        texts.html("• the number of this chat, its kind and its language"),
        texts.html("• your topics, your hours and your time zone"),
        texts.html("• which digests were sent here, and when"),
        texts.html("• what you saved, muted and liked more or less"),
    )
    lines = [
        bold(texts("Your privacy")),
        texts.html("Stored about this chat:"),
        *stored,
        texts.html("Not stored: your name, your phone number, what you write."),
        texts.html("I never ask for personal data or payment."),
    ]
    rows: tuple[tuple[Button, ...], ...] = (
        (press(texts("Download my data"), Act.EXPORT),),
        (press(texts("Delete all my data"), Act.FORGET),),
        (_to_settings(texts),),
    )
    return Message(html=joined("\n", lines), buttons=rows)


def forget(texts: Texts) -> Message:
    """Asks once more."""
    return Message(
        html=joined(
            "\n",
            [
                bold(texts("Delete all data of this chat?")),
                texts.html(
                    "Topics, hours, saved stories, mutes and sent digests are deleted for good."
                ),
            ],
        ),
        buttons=(
            (press(texts("Yes, delete everything"), Act.FORGET_SURE),),
            (press(texts("No, keep it"), Act.PRIVACY),),
        ),
    )


def forgotten(texts: Texts) -> Message:
    return Message(
        html=joined(
            "\n",
            [
                bold(texts("All data of this chat is deleted.")),
                texts.html("Thank you for reading. To begin again: {command}", command="/start"),
            ],
        )
    )


def _switch(profile: Profile, texts: Texts) -> Button:
    """What stops digests, or lets them come again."""
    status = profile.subscriber.status
    if status is SubscriberStatus.UNREACHABLE:
        return press(texts("Try again"), Act.RESUME)
    if profile.resting or status is SubscriberStatus.PAUSED:
        return press(texts("Resume"), Act.RESUME)
    return press(texts("Pause"), Act.PAUSES)


def _status(profile: Profile, texts: Texts) -> Html:
    coming = next_line(profile, texts)
    match profile.subscriber.status:
        case SubscriberStatus.PAUSED:
            return texts.html("Digests: paused")
        case SubscriberStatus.SETUP:
            return texts.html("Digests: not set up yet")
        case SubscriberStatus.UNREACHABLE:
            return silence.stopped(profile.subscriber.status_reason, texts)
        case SubscriberStatus.ACTIVE:
            if profile.resting:
                return texts.html("Digests: paused; the next one: {time}", time=coming)
            return (
                texts.html("The next digest: {time}", time=coming)
                if coming
                else texts.html("Digests: only when you ask")
            )


def _to_settings(texts: Texts) -> Button:
    return press(texts("‹ Settings"), Act.SETTINGS)
