"""/jadwal: hours, days of the week, quiet hours, zone and instant news."""

from dataclasses import replace

from bot.chat.commands.profile import begun, load, profile, store, texts_of
from bot.chat.dates import INDONESIAN
from bot.chat.hours import MAX_HOURS, expanded, range_of, toggled
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide, setup, timing
from bot.chat.views.parts import Mode
from bot.chat.weekdays import WORKDAYS
from bot.chat.wishes import Wish, parse_wish
from bot.model import EVERY_DAY, Subscriber, SubscriberStatus


async def schedule(turn: Turn, services: Services) -> Reply:
    """The screen; words after the command change what they name."""
    before = await load(turn, services)
    if turn.press is not None:
        return _hours(before, turn, services)
    wish = parse_wish(turn.words)
    texts = texts_of(before)
    if wish.unknown:
        return Reply(screen=guide.bad_schedule(wish.unknown, texts))
    if len(wish.hours) > MAX_HOURS:
        return Reply(screen=guide.too_many_hours(MAX_HOURS, texts))
    if wish == Wish():
        return _schedule(before, turn, services)
    wished = wish.applied(before)
    if before.status is SubscriberStatus.SETUP:
        wished = begun(wished)
    return _schedule(await store(before, wished, turn, services), turn, services)


async def hour(turn: Turn, services: Services) -> Reply:
    """An hour was ticked or unticked."""
    before = await load(turn, services)
    ticked = expanded(turn.value(1))
    hours = before.hours if ticked is None else toggled(before.hours, ticked)
    if len(hours) > MAX_HOURS:
        return Reply(screen=guide.too_many_hours(MAX_HOURS, texts_of(before)))
    return _hours(await store(before, replace(before, hours=hours), turn, services), turn, services)


async def zone(turn: Turn, services: Services) -> Reply:
    """A zone was chosen; on to the hours."""
    before = await load(turn, services)
    chosen = INDONESIAN.get(turn.value(1), before.zone)
    return _hours(await store(before, replace(before, zone=chosen), turn, services), turn, services)


async def days(turn: Turn, services: Services) -> Reply:
    return _days(await load(turn, services), turn, services)


async def day(turn: Turn, services: Services) -> Reply:
    """A day was ticked or unticked; the last one stays, for /jeda is the way to silence."""
    before = await load(turn, services)
    after = replace(before, days=_days_after(before.days, turn.value(0)))
    return _days(await store(before, after, turn, services), turn, services)


async def quiets(turn: Turn, services: Services) -> Reply:
    return _quiets(await load(turn, services), turn, services)


async def quiet(turn: Turn, services: Services) -> Reply:
    """Quiet hours were chosen, or none."""
    before = await load(turn, services)
    chosen = before.quiet
    if turn.value(0) == timing.NO_QUIET:
        chosen = None
    elif asked := range_of(turn.value(0)):
        chosen = asked
    return _quiets(
        await store(before, replace(before, quiet=chosen), turn, services), turn, services
    )


async def instant(turn: Turn, services: Services) -> Reply:
    """Breaking news on or off."""
    before = await load(turn, services)
    after = replace(before, instant=turn.value(0) == "1")
    return _schedule(await store(before, after, turn, services), turn, services)


def _days_after(days: tuple[int, ...], pressed: str) -> tuple[int, ...]:
    if pressed == timing.ALL_DAYS:
        return EVERY_DAY
    if pressed == timing.WORKING_DAYS:
        return WORKDAYS
    day = int(pressed) if pressed in map(str, EVERY_DAY) else 0
    after = set(days) ^ ({day} if day else set())
    return tuple(sorted(after)) or days


def _hours(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    """The step of the set-up, or the screen with everything about time."""
    if turn.value(0) != Mode.SETUP:
        return _schedule(subscriber, turn, services)
    return Reply(screen=setup.hours(profile(subscriber, turn, services), texts_of(subscriber)))


def _schedule(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    screen = timing.schedule(profile(subscriber, turn, services), texts_of(subscriber))
    return Reply(screen=screen, new=turn.value(0) == Mode.BELOW)


def _days(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    screen = timing.days(profile(subscriber, turn, services), texts_of(subscriber))
    return Reply(screen=screen)


def _quiets(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    screen = timing.quiets(profile(subscriber, turn, services), texts_of(subscriber))
    return Reply(screen=screen)
