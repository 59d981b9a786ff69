"""The screens about reading: searching, single stories."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.render import render
from bot.chat.texts import Texts
from bot.chat.views import archive, shelf, sources, story, why
from bot.chat.views.archive import BEST, NEWEST, Seen
from bot.chat.views.breaking import breaking
from bot.digests.fitting import fit
from bot.digests.standing import Merits, Standing
from bot.model import (
    Button,
    ChatId,
    DeliveryState,
    DigestKind,
    JoinReason,
    Message,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
    TopicMatch,
)
from bot.reading import Carried, Found, Mute, MuteKind, Saved, Taste, Traced
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


READER = Subscriber(
    id=SubscriberId(1), chat_id=ChatId(17), queries=('"harga beras"', "kereta"), joined=NOW
)


OUTLETS = [
    sources.Outlet(
        name=name,
        feed_id=number,
        feeds=3,
        well=3 - number % 2,
        a_day=31.0,
        last=NOW - timedelta(minutes=20 * number),
        label="",
    )
    for number, name in enumerate((*samples.OUTLETS, *(f"Warta {n}" for n in range(8))))
]


def answer(
    *,
    topics: tuple[str, ...] = ("irak",),
    carried: tuple[Carried, ...] | None = None,
    muted: bool = False,
    placed: bool = True,
    liking: int = 0,
    place: int = 0,
) -> why.Answer:
    """A report of story 1 and a reader of Iraq, to whom it was sent."""
    story = samples.story(1, topics=(TopicMatch(key=samples.IRAQ, score=1.0, words=("Basra",)),))
    reader = replace(
        READER,
        topics=tuple(map(TopicKey, topics)),
        status=SubscriberStatus.ACTIVE,
        due=NOW + timedelta(hours=10),
    )
    sent = Carried(
        kind=DigestKind.SCHEDULED,
        made=NOW,
        place=2,
        total=12,
        state=DeliveryState.SENT,
        done=NOW + timedelta(seconds=40),
    )
    mutes = (Mute(kind=MuteKind.TOPIC, value="irak"),) if muted else ()
    return why.Answer(
        traced=Traced(
            report=replace(story.reports[0], title=story.title, text="kata " * 120),
            reason=JoinReason.SAME_NEWS,
            story=story if placed else None,
        ),
        fit=fit(story, reader, mutes) if placed else None,
        carried=(sent,) if carried is None else carried,
        subscriber=reader,
        now=NOW + timedelta(hours=1),
        merits=Merits(newsrooms=2, age=timedelta(hours=2), liking=liking) if placed else None,
        standing=Standing(place=place, total=14) if place else None,
    )


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
    "18-instant": lambda t: render(
        samples.digest(samples.story(4), kind=DigestKind.INSTANT, language=t.language),
        samples.names,
    )[0],
    "19-digest-after-instant": lambda t: render(
        samples.digest(samples.story(1), told=(samples.story(4),), language=t.language),
        samples.names,
    )[0],
    "99-breaking": lambda t: breaking(READER, {'"harga beras"'}, t),
    "100-why": lambda t: why.way(answer(), samples.names, t),
    "101-why-not-followed": lambda t: why.way(answer(topics=(), carried=()), samples.names, t),
    "102-why-waiting": lambda t: why.way(answer(carried=(), liking=1, place=3), samples.names, t),
    "102-why-waiting-behind": lambda t: why.way(
        answer(carried=(), liking=-1, place=11), samples.names, t
    ),
    "103-why-muted": lambda t: why.way(answer(carried=(), muted=True), samples.names, t),
    "104-why-unplaced": lambda t: why.way(answer(placed=False), samples.names, t),
    "105-why-never-seen": why.never_seen,
    "106-how-to-ask": why.how_to_ask,
    "107-why-which": lambda t: why.which([samples.story(1), samples.story(2)], t),
    "110-sources": lambda t: sources.outlets(OUTLETS, 0, "Asia/Jakarta", NOW, t),
    "111-source": lambda t: sources.outlet(OUTLETS[0], "Asia/Jakarta", NOW, t, muted=False),
    "112-source-muted": lambda t: sources.outlet(OUTLETS[1], "Asia/Jakarta", NOW, t, muted=True),
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
