"""Days of the week as subscribers write and read them: "senin-jumat", "akhir pekan"."""

import re
from collections.abc import Sequence

from babel.dates import get_day_names
from babel.lists import format_list

from bot.chat.dates import locale_of
from bot.chat.texts import Texts
from bot.model import EVERY_DAY

WORKDAYS = (1, 2, 3, 4, 5)
WEEKEND = (6, 7)

_NAMES = (
    ("senin", "sen", "monday", "mon"),
    ("selasa", "sel", "tuesday", "tue"),
    ("rabu", "rab", "wednesday", "wed"),
    ("kamis", "kam", "thursday", "thu"),
    ("jumat", "jum'at", "jum", "friday", "fri"),
    ("sabtu", "sab", "saturday", "sat"),
    ("minggu", "ahad", "min", "sunday", "sun"),
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_SETS = {
    "setiaphari": EVERY_DAY,
    "tiaphari": EVERY_DAY,
    "everyday": EVERY_DAY,
    "daily": EVERY_DAY,
    "harikerja": WORKDAYS,
    "weekdays": WORKDAYS,
    "akhirpekan": WEEKEND,
    "weekend": WEEKEND,
    "weekends": WEEKEND,
}
# Sets of two words, which are read as one.
_PAIRS = re.compile(r"\b(setiap|tiap|every|hari|akhir)\s+(hari|day|kerja|pekan)\b", re.IGNORECASE)


def joined_words(words: str) -> str:
    """ "akhir pekan" as one word, so that what follows can go word by word."""
    return _PAIRS.sub(r"\1\2", words)


def days_of(word: str) -> tuple[int, ...]:
    """The days that a lower-case word names, also as a range over the week's end; else none."""
    if word in _SETS:
        return _SETS[word]
    first, dash, last = word.partition("-")
    if first not in _NUMBERS or (dash and last not in _NUMBERS):
        return ()
    begin, end = _NUMBERS[first], _NUMBERS[last] if dash else _NUMBERS[first]
    length = (end - begin) % 7 + 1
    return tuple(sorted((begin + step - 1) % 7 + 1 for step in range(length)))


def day_name(day: int, language: str) -> str:
    """Senin, Monday."""
    return str(get_day_names("wide", locale=locale_of(language))[day - 1])


def days_line(days: Sequence[int], texts: Texts) -> str:
    """ "setiap hari", "Senin–Jumat", "Senin, Rabu, dan Jumat"."""
    if tuple(days) == EVERY_DAY:
        return texts("every day")
    names = [day_name(day, texts.language) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]}–{names[-1]}"
    return format_list(names, locale=locale_of(texts.language)) if names else texts("no day")
