"""When the next digest of a subscriber is due, in the subscriber's own zone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A digest that could not be made for so long is not made up for at its old hour:
# the next one carries its stories (the cursor did not move).
LOOK_AHEAD_DAYS = 8


def next_due(hours: Sequence[time], zone: str, after: datetime) -> datetime | None:
    """The first of the local `hours` strictly after `after`; None when there are no hours.

    An hour that a clock change skips is taken at the same offset as before the change
    (so it comes once, an hour late by the wall); an hour that comes twice is taken the
    first time.
    """
    if not hours:
        return None
    local_zone = ZoneInfo(zone)
    first_day = after.astimezone(local_zone).date() - timedelta(days=1)
    candidates = (
        _moment(first_day + timedelta(days=offset), hour, local_zone)
        for offset in range(LOOK_AHEAD_DAYS)
        for hour in sorted(set(hours))
    )
    return next((moment for moment in candidates if moment > after), None)


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
