"""The screens of /sumber."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.callbacks import Act, fits
from bot.chat.dates import moment, zone_of
from bot.chat.markup import Html, bold, clean, escape, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import Row, columns, press
from bot.model import FeedHealth, FeedState, Message

# A page is one screen of a phone, its numbers two rows of buttons.
PAGE = 10
_NAME = 40
_WELL = frozenset({FeedHealth.NEW, FeedHealth.OK, FeedHealth.EMPTY, FeedHealth.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """The feeds of one outlet, taken together."""

    name: str
    feed_id: int  # the first of them names the outlet in buttons
    feeds: int
    well: int  # how many of them answer
    a_day: float
    last: datetime | None
    label: str

    @classmethod
    def of(cls, name: str, states: Sequence[FeedState]) -> "Outlet":
        news = [state.last_new for state in states if state.last_new is not None]
        return cls(
            name=name,
            feed_id=min(state.id for state in states),
            feeds=len(states),
            well=sum(state.health in _WELL for state in states),
            a_day=sum(state.entries_per_day for state in states),
            last=max(news, default=None),
            label=next((state.feed.label for state in states if state.feed.label), ""),
        )


def outlets(found: Sequence[Outlet], page: int, zone: str, now: datetime, texts: Texts) -> Message:
    """A page of outlets by name; their numbers open them."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    first = page * PAGE
    shown = list(enumerate(found[first : first + PAGE], first + 1))
    count = texts.plural("{n} outlet", "{n} outlets", len(found))
    head = Html(f"📰 {bold(texts('Sources'))} · {count}")
    lines = [
        Html(
            f"{number}. {_mark(one)} {escape(clean(one.name, _NAME))}{_news(one, zone, now, texts)}"
        )
        for number, one in shown
    ]
    keys = [press(str(number), Act.SOURCE, one.feed_id) for number, one in shown]
    return Message(
        html=joined("\n", [head, Html(""), *lines]),
        buttons=(*columns(keys, 5), *_pager(page, pages)),
    )


def outlet(one: Outlet, zone: str, now: datetime, texts: Texts, *, muted: bool) -> Message:
    """How it is, and what can be done with it."""
    lines = [Html(f"{_mark(one)} {bold(clean(one.name, _NAME))}")]
    if one.label:
        lines.append(escape(clean(one.label, _NAME)))
    if one.well == one.feeds:
        lines.append(texts.html("All of its {n} feeds answer.", n=str(one.feeds)))
    else:
        lines.append(
            texts.html("{well} of its {n} feeds answer.", well=str(one.well), n=str(one.feeds))
        )
    if one.a_day >= 1:
        lines.append(texts.html("About {n} reports a day.", n=f"{one.a_day:.0f}"))
    if one.last is not None:
        lines.append(texts.html("Newest report: {time}", time=_when(one.last, zone, now, texts)))
    if muted:
        lines.append(texts.html("🔇 You muted it: see {command}.", command=texts("/mute")))
    return Message(html=joined("\n", lines), buttons=_acts(one, texts))


def _acts(one: Outlet, texts: Texts) -> tuple[Row, ...]:
    rows: list[Row] = []
    query = f'sumber:"{one.name}"'
    if fits(Act.FOLLOW, query):
        rows.append((press(texts("Follow {outlet}", outlet=one.name), Act.FOLLOW, query),))
    if fits(Act.MUTE, "o", 7, one.name):
        rows.append(
            (
                press(f"🔇 {texts('Mute 7 days')}", Act.MUTE, "o", 7, one.name),
                press(f"🔇 {texts('Always')}", Act.MUTE, "o", 0, one.name),
            )
        )
    return (*rows, (press(texts("‹ Sources"), Act.SOURCES, 0),))


def _name(one: Outlet) -> Html:
    return escape(clean(one.name, _NAME))


def _mark(one: Outlet) -> str:
    return "✅" if one.well == one.feeds else "⚠️"


def _news(one: Outlet, zone: str, now: datetime, texts: Texts) -> Html:
    return escape(f" · {_when(one.last, zone, now, texts)}") if one.last else Html("")


def _when(at: datetime, zone: str, now: datetime, texts: Texts) -> str:
    here = zone_of(zone)
    return moment(at.astimezone(here), now.astimezone(here), texts)


def _pager(page: int, pages: int) -> tuple[Row, ...]:
    if pages == 1:
        return ()
    return (
        (
            press("‹", Act.SOURCES, max(page - 1, 0)),
            press(f"{page + 1}/{pages}", Act.SOURCES, page),
            press("›", Act.SOURCES, min(page + 1, pages - 1)),
        ),
    )
