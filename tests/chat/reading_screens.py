"""The screens about reading: searching, single stories."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.chat.texts import Texts
from bot.chat.views import archive, story
from bot.chat.views.archive import BEST, NEWEST, Seen
from bot.model import Found, Message
from tests.chat import samples

NOW = datetime(2026, 11, 19, 23, 20, tzinfo=UTC).astimezone(ZoneInfo("Asia/Jakarta"))
HERE = story.Here(now=NOW)


def found(first: int, total: int, *, more: bool = False) -> Found:
    shown = range(first, min(first + archive.PAGE, total))
    return Found(stories=tuple(map(samples.story, shown)), total=total, more=more)


def seen(words: str = "harga beras", order: str = BEST, page: int = 0) -> Seen:
    return Seen(words=words, order=order, page=page, now=NOW)


READING: Mapping[str, Callable[[Texts], Message]] = {
    "80-search": lambda t: archive.results(found(0, 12), seen(), t),
    "81-search-last-page": lambda t: archive.results(found(10, 12), seen(order=NEWEST, page=2), t),
    "82-search-one": lambda t: archive.results(found(0, 1), seen(), t),
    "83-search-nothing": lambda t: archive.results(Found(stories=(), total=0), seen(), t),
    "84-search-long": lambda t: archive.results(found(0, 500, more=True), seen("kata " * 15), t),
    "85-how-to-search": archive.how_to_search,
    "86-story": lambda t: story.card(samples.story(4), HERE, t),
    "87-story-of-one": lambda t: story.card(samples.story(5), HERE, t),
    "88-story-gone": story.gone,
}
