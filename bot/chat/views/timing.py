"""When digests come: hours, days of the week, quiet hours, instant news."""

from datetime import time

from bot.chat.callbacks import Act
from bot.chat.dates import clock_time, zone_label
from bot.chat.hours import PRESETS, QUIET_PRESETS, compact, compact_range
from bot.chat.markup import Html, bold, code, escape, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import (
    Mode,
    Profile,
    Row,
    columns,
    hours_line,
    next_line,
    press,
    quiet_line,
    ticked,
)
from bot.chat.weekdays import WORKDAYS, day_name, days_line
from bot.model import EVERY_DAY, Button, Message

# What the button of a single day can not say.
_OTHER_HOURS, _OTHER_NIGHT = (time(5, 30), time(18, 15)), (time(21, 30), time(4, 30))
ALL_DAYS, WORKING_DAYS = "all", "work"
NO_QUIET = "none"


def schedule(profile: Profile, texts: Texts) -> Message:
    """Everything about time on one screen."""
    subscriber = profile.subscriber
    lines = [bold(texts("Your schedule")), escape(hours_line(profile, texts))]
    if subscriber.quiet is not None:
        quiet = quiet_line(subscriber.quiet, texts)
        lines.append(texts.html("Quiet hours: {hours}", hours=quiet))
    coming = next_line(profile, texts)
    if coming:
        lines.append(texts.html("The next digest: {time}", time=coming))
    zone = zone_label(subscriber.zone, profile.now, texts.language)
    # The button carries what it brings, so that pressing twice does no harm.
    instant = press(
        ticked(texts("Breaking news"), subscriber.instant),
        Act.INSTANT,
        int(not subscriber.instant),
    )
    rows: tuple[Row, ...] = (
        *columns(hour_ticks(profile, Mode.EDIT, texts), 2),
        (press(texts("Days of the week"), Act.DAYS), press(texts("Quiet hours"), Act.QUIETS)),
        (instant, press(texts("Time zone: {zone}", zone=zone), Act.ZONES, Mode.EDIT)),
        _last_row(profile, texts),
    )
    return Message(
        html=joined("\n\n", [joined("\n", lines), other_hours_hint(texts)]), buttons=rows
    )


def _last_row(profile: Profile, texts: Texts) -> Row:
    back = press(texts("‹ Settings"), Act.SETTINGS)
    if not profile.editions:
        return (back,)
    return (back, press(texts("Ready-made ›"), Act.EDITIONS, Mode.EDIT))


def hour_ticks(profile: Profile, mode: Mode, texts: Texts) -> list[Button]:
    """Preset hours to tick; hours set by words appear as well."""
    chosen = profile.subscriber.hours
    named = {hour: f"{texts(name)} " for hour, name in PRESETS.items()}
    return [
        press(
            ticked(f"{named.get(hour, '')}{clock_time(hour, texts.language)}", hour in chosen),
            Act.HOUR,
            mode,
            compact(hour),
        )
        for hour in sorted({*PRESETS, *chosen})
    ]


def other_hours_hint(texts: Texts) -> Html:
    hours = (clock_time(hour, texts.language) for hour in _OTHER_HOURS)
    example = f"{texts('/schedule')} {' '.join(hours)}"
    return texts.html("Other hours? Write, for example {command}", command=code(example))


def days(profile: Profile, texts: Texts) -> Message:
    """A tick for each day of the week."""
    chosen = profile.subscriber.days
    ticks = [
        press(ticked(day_name(day, texts.language), day in chosen), Act.DAY, str(day))
        for day in EVERY_DAY
    ]
    sets = (
        press(days_line(EVERY_DAY, texts).capitalize(), Act.DAY, ALL_DAYS),
        press(days_line(WORKDAYS, texts), Act.DAY, WORKING_DAYS),
    )
    lines = [bold(texts("On which days shall the digest come?")), escape(days_line(chosen, texts))]
    return Message(
        html=joined("\n", lines), buttons=(*columns(ticks, 2), sets, (_to_schedule(texts),))
    )


def quiets(profile: Profile, texts: Texts) -> Message:
    """Some usual nights, and none."""
    chosen = profile.subscriber.quiet
    known = (*QUIET_PRESETS, *([chosen] if chosen and chosen not in QUIET_PRESETS else ()))
    ticks = [
        press(ticked(quiet_line(quiet, texts), quiet == chosen), Act.QUIET, compact_range(quiet))
        for quiet in known
    ]
    none = press(ticked(texts("No quiet hours"), chosen is None), Act.QUIET, NO_QUIET)
    start, end = (clock_time(hour, texts.language) for hour in _OTHER_NIGHT)
    example = code(f"{texts('/schedule')} {texts('quiet')} {start}-{end}")
    lines = [
        bold(texts("When shall I be quiet?")),
        texts.html("A digest that falls into these hours waits for their end."),
        texts.html("Other hours? Write, for example {command}", command=example),
    ]
    return Message(
        html=joined("\n", lines), buttons=(*columns(ticks, 2), (none,), (_to_schedule(texts),))
    )


def _to_schedule(texts: Texts) -> Button:
    return press(texts("‹ Schedule"), Act.HOURS, Mode.EDIT)
