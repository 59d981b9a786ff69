"""The screens about reading: searching, single stories."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.chat.texts import Texts
from bot.chat.views import archive, story
from bot.chat.views.archive import BEST, NEWEST, Seen
from bot.model import Button, Message
from bot.reading import Found, MuteKind
from tests.chat import samples

NOW = datetime(2026, 11, 19, 23, 20, tzinfo=UTC).astimezone(ZoneInfo("Asia/Jakarta"))
NOTHING = story.Opinion()
LIKED = story.Opinion(saved=True, liking=2)
PLACE = story.Place(digest=7, start=0)


def found(first: int, total: int, *, more: bool = False) -> Found:
    shown = range(first, min(first + archive.PAGE, total))
    return Found(stories=tuple(map(samples.story, shown)), total=total, more=more)


def seen(words: str = "harga beras", order: str = BEST, page: int = 0) -> Seen:
    return Seen(words=words, order=order, page=page, now=NOW)


CHOICES = [
    story.Hushable(kind=MuteKind.AFFAIR, value="4", label="Berita ini"),
    story.Hushable(kind=MuteKind.TOPIC, value="rusia", label="Rusia"),
    story.Hushable(kind=MuteKind.OUTLET, value="Warta Pagi", label="Warta Pagi"),
]


def under(rows: tuple[tuple[Button, ...], ...]) -> Message:
    """The buttons under a digest, whose text stays."""
    return Message(html="(…)", buttons=rows)


READING: Mapping[str, Callable[[Texts], Message]] = {
    "80-search": lambda t: archive.results(found(0, 12), seen(), t),
    "81-search-last-page": lambda t: archive.results(found(10, 12), seen(order=NEWEST, page=2), t),
    "82-search-one": lambda t: archive.results(found(0, 1), seen(), t),
    "83-search-nothing": lambda t: archive.results(Found(stories=(), total=0), seen(), t),
    "84-search-long": lambda t: archive.results(found(0, 500, more=True), seen("kata " * 15), t),
    "85-how-to-search": archive.how_to_search,
    "86-story": lambda t: story.card(samples.story(4), NOW, NOTHING, t),
    "87-story-of-one": lambda t: story.card(samples.story(5), NOW, LIKED, t),
    "88-story-gone": story.gone,
    "15-digest-story": lambda t: under(story.menu(samples.story(4), PLACE, NOTHING, t)),
    "16-digest-story-liked": lambda t: under(story.menu(samples.story(5), PLACE, LIKED, t)),
    "17-digest-story-mute": lambda t: under(
        story.hush(samples.story(4), CHOICES, {CHOICES[1].tag}, PLACE, t)
    ),
}
