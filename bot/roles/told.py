"""Remembers what was told, so that one thing is not told again and again."""

from datetime import datetime, timedelta


class Told:
    """Silent about a thing for a while after it was told; without a while until it is over."""

    def __init__(self, quiet: timedelta | None = None) -> None:
        self._quiet = quiet
        self._when: dict[str, datetime] = {}

    def is_news(self, what: str, now: datetime) -> bool:
        """Whether to tell it now; asking counts as telling."""
        if self._quiet is not None:
            kept = self._when.items()
            self._when = {old: when for old, when in kept if when + self._quiet > now}
        if what in self._when:
            return False
        self._when[what] = now
        return True

    def over(self, what: str) -> None:
        """When it comes back it is news."""
        self._when.pop(what, None)
