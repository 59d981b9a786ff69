"""What somebody writes after /jadwal: "06.00 17.00 WITA senin-jumat tenang 22-5 kilat"."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.chat.dates import find_zone
from bot.chat.hours import hour_of, range_of
from bot.chat.weekdays import days_of, joined_words
from bot.model import QuietHours, Subscriber

_FILLERS = frozenset(("dan", "and", "jam", "pukul", "at", "hari", "on", "hours"))
_QUIET = frozenset(("tenang", "quiet"))
_INSTANT = frozenset(("kilat", "instant"))
_SILENT = frozenset(("senyap", "silent"))
_SWITCHES = {
    **dict.fromkeys(("nyala", "aktif", "ya", "on", "yes"), True),
    **dict.fromkeys(("mati", "nonaktif", "tidak", "off", "no"), False),
}
# "senin - jumat", "22.00 sampai 05.00".
_RANGE = re.compile(r"\s+(?:[-–]|s\.?d\.?|sampai|hingga|until|to)\s+|–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was said; empty or None where nothing was. `unknown` names a word without meaning."""

    hours: tuple[time, ...] = ()
    days: tuple[int, ...] = ()
    zone: str = ""
    quiet: QuietHours | None = None
    without_quiet: bool = False
    instant: bool | None = None
    silent: bool | None = None
    unknown: str = ""

    def applied(self, before: Subscriber) -> Subscriber:
        """The subscriber as wished."""
        kept = None if self.without_quiet else before.quiet
        silent = before.style.silent if self.silent is None else self.silent
        return replace(
            before,
            hours=self.hours or before.hours,
            days=self.days or before.days,
            zone=self.zone or before.zone,
            quiet=self.quiet or kept,
            instant=before.instant if self.instant is None else self.instant,
            style=replace(before.style, silent=silent),
        )


def parse_wish(words: str) -> Wish:
    """Read times, days, a zone, quiet hours and switches in any order."""
    wish = Wish()
    rest = joined_words(_RANGE.sub("-", re.sub(r"[,;]", " ", words))).split()
    while rest and not wish.unknown:
        word = rest.pop(0)
        bare = word.lower()
        if bare in _INSTANT:
            wish = replace(wish, instant=_switch(rest))
        elif bare in _SILENT:
            wish = replace(wish, silent=_switch(rest))
        elif bare in _QUIET:
            # The range that follows says when; a switch can only mean "no more".
            wish = replace(wish, without_quiet=not _switch(rest))
        elif bare not in _FILLERS:
            wish = _moment(wish, word)
    return wish


def _switch(rest: list[str]) -> bool:
    """Takes "mati" or "nyala" where it follows; a switch that is only named is meant to be on."""
    if rest and rest[0].lower() in _SWITCHES:
        return _SWITCHES[rest.pop(0).lower()]
    return True


def _moment(wish: Wish, word: str) -> Wish:
    """A word that names hours, days or a zone."""
    bare = word.lower()
    if (hour := hour_of(bare)) is not None:
        return replace(wish, hours=tuple(sorted({*wish.hours, hour})))
    if days := days_of(bare):
        return replace(wish, days=tuple(sorted({*wish.days, *days})))
    if quiet := range_of(bare):
        return replace(wish, quiet=quiet)
    if zone := _zone(word):
        return replace(wish, zone=zone)
    return replace(wish, unknown=word)


def _zone(word: str) -> str:
    """The zone's own name: WITA -> Asia/Makassar, asia/tokyo -> Asia/Tokyo."""
    if "/" not in word and word.upper() not in ("WIB", "WITA", "WIT", "UTC"):
        return ""
    for spelling in (word, word.upper(), word.title()):
        zone = find_zone(spelling)
        if zone is not None:
            return zone.key
    return ""
