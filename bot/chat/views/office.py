"""Screens for admins: health, trials, figures, announcements."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.callbacks import Act
from bot.chat.dates import moment, zone_of
from bot.chat.markup import Html, block, bold, clean, code, escape, italic, joined, link, measure
from bot.chat.texts import Texts, later
from bot.chat.views.parts import Row, press
from bot.feeds.difference import Reloaded
from bot.model import (
    DeliveryState,
    FeedHealth,
    FeedId,
    FeedState,
    Message,
    TopicKey,
)
from bot.notices import AnnouncementId, LogLine
from bot.roles.try_feed import TriedEntry, TriedFeed
from bot.roles.watch import Concern

# So many feeds with every detail stay below what a message holds.
_PAGE = 8
_LONGEST = 4096
_SHOWN_PROBLEMS = 20
_SILENT = timedelta(days=7)

HEALTH = {
    FeedHealth.NEW: later("not polled yet"),
    FeedHealth.OK: later("ok"),
    FeedHealth.EMPTY: later("empty"),
    FeedHealth.FAILING: later("failing"),
    FeedHealth.THROTTLED: later("asks us to wait"),
    FeedHealth.WALLED: later("refuses us"),
    FeedHealth.NOT_A_FEED: later("is no feed"),
    FeedHealth.MOVED: later("moved"),
    FeedHealth.GONE: later("gone"),
}
_FINE = frozenset({FeedHealth.NEW, FeedHealth.OK, FeedHealth.EMPTY})


def feeds(
    states: Sequence[FeedState],
    shares: Mapping[FeedId, float],
    page: int,
    zone: str,
    now: datetime,
    texts: Texts,
) -> Message:
    """Those with trouble first; then the ones that brought nothing for long; then the rest."""
    ordered = sorted(states, key=lambda state: (_rank(state, now), state.feed.outlet, state.id))
    pages = max(1, -(-len(ordered) // _PAGE))
    page = min(page, pages - 1)
    trouble = sum(_rank(state, now) < 2 for state in states)
    head = bold(texts.plural("{n} feed", "{n} feeds", len(states)))
    told = texts("all well") if not trouble else texts("{n} need a look", n=str(trouble))
    shown = ordered[page * _PAGE : (page + 1) * _PAGE]
    lines = [_feed(state, shares.get(state.id), zone, now, texts) for state in shown]
    html = joined("\n\n", [Html(f"{head} · {escape(told)}"), *lines])
    return Message(html=html, buttons=_pages(page, pages))


def _rank(state: FeedState, now: datetime) -> int:
    if state.health not in _FINE:
        return 0
    if state.last_new is None or now - state.last_new > _SILENT:
        return 1
    return 2


def _feed(state: FeedState, share: float | None, zone: str, now: datetime, texts: Texts) -> Html:
    name = " · ".join(filter(None, (state.feed.outlet, state.feed.section)))
    mark = "✅" if _rank(state, now) == 2 else "⚠️"
    facts = [texts(HEALTH[state.health])]
    if state.since is not None and state.health not in _FINE:
        facts.append(texts("since {time}", time=_when(state.since, zone, now, texts)))
    if state.last_new is not None:
        facts.append(texts("last news {time}", time=_when(state.last_new, zone, now, texts)))
    if state.entries_per_day >= 1:
        facts.append(texts("{n} a day", n=f"{state.entries_per_day:.0f}"))
    if state.pushed is not None and now - state.pushed < _SILENT:
        facts.append(texts("pushed by its hub"))
    if share:
        facts.append(texts("{n} % full texts", n=f"{share * 100:.0f}"))
    lines = [Html(f"{mark} {bold(clean(name, 60))}"), escape(" · ".join(facts))]
    if state.health not in _FINE and state.detail:
        lines.append(italic(clean(state.detail, 160)))
        lines.append(code(clean(state.feed.url, 120)))
    return joined("\n", lines)


def _pages(page: int, pages: int) -> tuple[Row, ...]:
    if pages == 1:
        return ()
    back, on = max(page - 1, 0), min(page + 1, pages - 1)
    return (
        (
            press("‹", Act.FEEDS, back),
            press(f"{page + 1}/{pages}", Act.FEEDS, page),
            press("›", Act.FEEDS, on),
        ),
    )


def concern(what: Concern, zone: str, now: datetime, texts: Texts) -> Message:
    """A notice that nobody asked for: short, and what to do."""
    parts = []
    if what.feeds:
        head = texts.plural("{n} feed brings nothing:", "{n} feeds bring nothing:", len(what.feeds))
        shown = [_feed(state, None, zone, now, texts) for state in what.feeds[:_PAGE]]
        parts += [bold(head), *shown, texts.html("See all with {command}", command="/feeds")]
    if what.stuck:
        words = texts.plural(
            "{n} message waits and none goes out; see /log.",
            "{n} messages wait and none goes out; see /log.",
            what.stuck,
        )
        parts.append(escape(f"⚠️ {words}"))
    if what.free_bytes is not None:
        free = f"{what.free_bytes / 2**20:.0f}"
        parts.append(texts.html("⚠️ Only {n} MB are free on the disk of the database.", n=free))
    if what.upgraded:
        parts.append(
            texts.html("✅ The database was upgraded from schema {old}.", old=what.upgraded)
        )
    if what.newer:
        parts.append(
            texts.html(
                "⚠️ A newer version has changed the database (schema {new}); stop this one.",
                new=what.newer,
            )
        )
    return Message(html=joined("\n\n", parts))


def panel(address: str, texts: Texts) -> Message:
    """The way in, or how to switch the panel on."""
    if not address:
        return Message(html=texts.html("Set SARIWARTA_PANEL_URL first; see docs/self-hosting.md."))
    return Message(
        html=joined(
            "\n",
            [
                link(texts("Open the admin panel"), address),
                texts.html("The link works once, within ten minutes, and is for you alone."),
            ],
        )
    )


def how_to_test(texts: Texts) -> Message:
    lines = [texts.html("Write the address after the command, for example:")]
    lines.append(code("/test https://outlet.example/rss"))
    return Message(html=joined("\n", lines))


def tried(
    feed: TriedFeed, names: Mapping[TopicKey, str], zone: str, now: datetime, texts: Texts
) -> Message:
    """What the address answered, and its first entries as subscribers would see them."""
    if not feed.kind:
        lines = [texts.html("No feed at {url}", url=code(clean(feed.url, 200)))]
        lines += [italic(clean(complaint, 300)) for complaint in feed.complaints]
        if feed.suggestions:
            lines.append(texts.html("The page there names these feeds:"))
            lines += [code(clean(url, 200)) for url in feed.suggestions[:5]]
        return Message(html=joined("\n", lines))
    facts = [feed.kind, texts.plural("{n} entry", "{n} entries", feed.entries)]
    if feed.newest is not None:
        facts.append(texts("last news {time}", time=_when(feed.newest, zone, now, texts)))
    parts = [Html(f"✅ {escape(' · '.join(facts))}")]
    parts += [_entry(entry, names, zone, now, texts) for entry in feed.first]
    parts += [italic(clean(complaint, 300)) for complaint in feed.complaints]
    return Message(html=joined("\n\n", parts))


def _entry(
    entry: TriedEntry, names: Mapping[TopicKey, str], zone: str, now: datetime, texts: Texts
) -> Html:
    title = link(clean(entry.title, 200), entry.link)
    lines = [bold(title)]
    if entry.summary:
        lines.append(escape(clean(" ".join(quote.text for quote in entry.summary), 500)))
    facts = [texts.plural("{n} character", "{n} characters", entry.characters)]
    if entry.published is not None:
        facts.append(_when(entry.published, zone, now, texts))
    facts += [names[key] for key in entry.topics[:4]]
    lines.append(italic(" · ".join(facts)))
    return joined("\n", lines)


def reloaded(what: Reloaded, texts: Texts) -> Message:
    """A good edit as a difference, a bad one as every problem with its place."""
    if what.problems:
        lines = [texts.html("feeds.yaml has mistakes; the former list goes on:")]
        shown = what.problems[:_SHOWN_PROBLEMS]
        lines += [block("\n".join(clean(problem, 300) for problem in shown))]
        if len(what.problems) > len(shown):
            lines.append(texts.html("and {n} more", n=str(len(what.problems) - len(shown))))
        return Message(html=_fitting(lines))
    summary = what.difference.summary(texts.language)
    lines = [texts.html("feeds.yaml is in force: {difference}", difference=bold(summary))]
    changes = what.difference.lines()
    if changes:
        lines.append(block("\n".join(clean(change, 120) for change in changes[:15])))
    return Message(html=_fitting(lines))


def _fitting(lines: list[Html]) -> Html:
    """Without the details when they are more than a message holds."""
    whole = joined("\n", lines)
    return whole if measure(whole).fits else lines[0]


def stats(
    people: Mapping[str, int], owed: Mapping[str, int], figures: Mapping[str, int], texts: Texts
) -> Message:
    mega = {name: f"{size / 2**20:.0f} MB" for name, size in figures.items() if "bytes" in name}
    rows = [
        (texts("Subscribers"), _counts(people)),
        (texts("Outbox"), _counts(owed)),
        (texts("Stories"), str(figures.get("stories", 0))),
        (texts("Reports"), str(figures.get("entries", 0))),
        (texts("Database"), mega.get("database_bytes", "–")),
        (texts("Memory"), mega.get("memory_bytes", "–")),
    ]
    lines = [bold(texts("Figures")), *(Html(f"{bold(n)}: {escape(v)}") for n, v in rows)]
    return Message(html=joined("\n", lines))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "0"


def problems(lines: Sequence[LogLine], texts: Texts) -> Message:
    """The newest last, as a log reads."""
    if not lines:
        return Message(html=texts.html("No problems since the start."))
    shown = [f"{line.at[:16]} {line.event} {line.fields}" for line in reversed(lines[:15])]
    return Message(
        html=_fitting(
            [bold(texts("The last problems")), block("\n".join(clean(x, 200) for x in shown))]
        )
    )


def which_chat(texts: Texts) -> Message:
    return Message(html=texts.html("Write the number of a chat after the command."))


def unknown_chat(number: str, texts: Texts) -> Message:
    return Message(html=texts.html("Nothing is stored about chat {number}.", number=code(number)))


def how_to_broadcast(texts: Texts) -> Message:
    return Message(
        html=texts.html("Write the message after the command. You see it before it is sent.")
    )


def too_long(texts: Texts) -> Message:
    return Message(
        html=texts.html("A message holds {n} characters; please shorten it.", n=str(_LONGEST))
    )


def announcement(text: str) -> Message | None:
    """The words as everyone would see them; None when they are more than a message holds."""
    html = escape(text.strip())
    return Message(html=html) if measure(html).fits else None


def preview(words: Message, number: AnnouncementId, readers: int, texts: Texts) -> Message:
    """Exactly the message that would go out, with the button that sends it."""
    label = texts.plural("Send to {n} chat", "Send to {n} chats", readers)
    return Message(html=words.html, buttons=((press(label, Act.ANNOUNCE, number),),))


def progress(number: AnnouncementId, counts: Mapping[DeliveryState, int], texts: Texts) -> Message:
    waiting = counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.SENDING, 0)
    sent, failed = counts.get(DeliveryState.SENT, 0), counts.get(DeliveryState.GIVEN_UP, 0)
    lines = [
        bold(texts("Message to everyone")),
        texts.html("Sent {sent} of {all}", sent=str(sent), all=str(sum(counts.values()))),
        texts.html(
            "Waiting {waiting}, not sent {failed}", waiting=str(waiting), failed=str(failed)
        ),
    ]
    look = press(texts("Refresh"), Act.ANNOUNCED, number)
    row = (look, press(texts("Stop"), Act.ANNOUNCE_STOP, number)) if waiting else (look,)
    return Message(html=joined("\n", lines), buttons=(row,))


def _when(at: datetime, zone: str, now: datetime, texts: Texts) -> str:
    here = zone_of(zone)
    return moment(at.astimezone(here), now.astimezone(here), texts)
