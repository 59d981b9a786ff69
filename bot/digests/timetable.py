"""When the next digest of a subscriber is due, in the subscriber's own zone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import EVERY_DAY, QuietHours
from bot.planning import Choices

# From yesterday, whose late hour quiet hours may have moved to today, to this day next week.
LOOK_AHEAD_DAYS = 9


def next_digest(subscriber: Choices, after: datetime) -> datetime | None:
    """When the subscriber's next digest is due: after a pause of some days, if there is one."""
    start = max(after, subscriber.paused_until or after)
    return next_due(
        subscriber.hours, subscriber.zone, start, days=subscriber.days, quiet=subscriber.quiet
    )


def next_due(
    hours: Sequence[time],
    zone: str,
    after: datetime,
    *,
    days: Sequence[int] = EVERY_DAY,
    quiet: QuietHours | None = None,
) -> datetime | None:
    """The first of the local `hours` strictly after `after`; None when there are no hours.

    An hour that a clock change skips is taken at the same offset as before the change
    (so it comes once, an hour late by the wall); an hour that comes twice is taken the
    first time. An hour within quiet hours waits for their end; `days` are those of the hour.
    """
    local_zone = ZoneInfo(zone)
    first_day = after.astimezone(local_zone).date() - timedelta(days=1)
    dates = (first_day + timedelta(days=offset) for offset in range(LOOK_AHEAD_DAYS))
    moments = (
        _moment(*_outside(quiet, day, hour), local_zone)
        for day in dates
        if day.isoweekday() in days
        for hour in hours
    )
    # The earliest, not the first: quiet hours put an hour of yesterday beside one of today.
    return min((moment for moment in moments if moment > after), default=None)


def is_silent(subscriber: Choices, now: datetime) -> bool:
    """Whether nothing may be sent unasked: quiet hours, or a pause of some days."""
    return is_paused(subscriber, now) or is_quiet(subscriber, now)


def is_paused(subscriber: Choices, now: datetime) -> bool:
    return subscriber.paused_until is not None and now < subscriber.paused_until


def is_quiet(subscriber: Choices, now: datetime) -> bool:
    """Whether it is a quiet hour where the subscriber lives."""
    if subscriber.quiet is None:
        return False
    here = now.astimezone(ZoneInfo(subscriber.zone)).time()
    return _covers(subscriber.quiet, here)


def part_of_day(moment: datetime, zone: str) -> str:
    """pagi, siang, sore or malam, as Indonesians divide the day."""
    hour = moment.astimezone(ZoneInfo(zone)).hour
    if 4 <= hour < 11:
        return "pagi"
    if 11 <= hour < 15:
        return "siang"
    return "sore" if 15 <= hour < 18 else "malam"


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    # fold=0 is the first of two equal wall times and the old offset inside a gap.
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def _outside(quiet: QuietHours | None, day: date, hour: time) -> tuple[date, time]:
    """The hour itself, or the end of the quiet hours that it falls into."""
    if quiet is None or not _covers(quiet, hour):
        return day, hour
    return (day if hour < quiet.end else day + timedelta(days=1)), quiet.end


def _covers(quiet: QuietHours, hour: time) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= hour < quiet.end
    return hour >= quiet.start or hour < quiet.end
