"""What the admins' commands need of the program, beside the services of everybody."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.feeds.difference import Reloaded
from bot.notices import LogLine
from bot.roles.try_feed import TriedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """None of it is there for others than the admins named in the settings."""

    # Read feeds.yaml now, whole or not at all.
    reload: Callable[[], Awaitable[Reloaded]]
    # Fetch, parse and summarise one address without storing anything.
    try_feed: Callable[[str], Awaitable[TriedFeed]]
    # Row counts, sizes, memory.
    figures: Callable[[], Awaitable[Mapping[str, int]]]
    # Warnings and errors, newest first.
    problems: Callable[[], tuple[LogLine, ...]]
    # A link that opens the web panel once, for this user; None where there is no panel.
    panel: Callable[[int], str] | None = None
