"""The screens about reading: searching, single stories."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.texts import Texts
from bot.chat.views import archive, shelf, story
from bot.chat.views.archive import BEST, NEWEST, Seen
from bot.model import Button, Message
from bot.reading import Found, Mute, MuteKind, Saved, Taste
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

KEPT = tuple(
    Saved(
        story_id=one.id,
        title=one.title,
        link=one.link,
        outlet=one.reports[0].outlet,
        published=one.reports[0].published,
        saved=NOW,
    )
    for one in map(samples.story, range(5))
)
MUTED = [
    shelf.Named(mute=Mute(kind=MuteKind.WORD, value="sepak bola"), name="“sepak bola”"),
    shelf.Named(
        mute=Mute(kind=MuteKind.TOPIC, value="irak", until=NOW + timedelta(days=7)), name="Irak"
    ),
    shelf.Named(mute=Mute(kind=MuteKind.OUTLET, value="Warta Pagi"), name="Warta Pagi"),
    shelf.Named(
        mute=Mute(kind=MuteKind.AFFAIR, value="4", until=NOW + timedelta(days=1)),
        name="“Harga gandum turun setelah panen…”",
    ),
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
    "90-saved": lambda t: shelf.saved(KEPT, 0, 7, NOW, t),
    "91-saved-nothing": lambda t: shelf.saved((), 0, 0, NOW, t),
    "92-muted": lambda t: shelf.mutes(MUTED, NOW, "Asia/Jakarta", t),
    "93-muted-nothing": lambda t: shelf.mutes((), NOW, "Asia/Jakarta", t),
    "94-mute-how-long": lambda t: shelf.how_long(MUTED[0], t),
    "95-mute-done": lambda t: shelf.muted(MUTED[1], NOW, "Asia/Jakarta", t),
    "96-mute-too-long": shelf.too_long,
    "97-taste": lambda t: shelf.tastes(
        [("Irak", Taste(name="irak", steps=2)), ("Warta Pagi", Taste(name="", steps=-1))], t
    ),
    "98-taste-nothing": lambda t: shelf.tastes([], t),
    "15-digest-story": lambda t: under(story.menu(samples.story(4), PLACE, NOTHING, t)),
    "16-digest-story-liked": lambda t: under(story.menu(samples.story(5), PLACE, LIKED, t)),
    "17-digest-story-mute": lambda t: under(
        story.hush(samples.story(4), CHOICES, {CHOICES[1].tag}, PLACE, t)
    ),
}
