"""A digest as Telegram messages: whole stories within the limits, the rest one button away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.callbacks import Act, encode
from bot.chat.dates import DayPart, clock_time, day_part, long_day, upcoming, zone_label
from bot.chat.dates import zone_of as _zone
from bot.chat.markup import (
    MAX_BYTES,
    MAX_ENTITIES,
    MAX_LENGTH,
    Html,
    bold,
    clean,
    escape,
    italic,
    joined,
    link,
    measure,
    quote,
)
from bot.chat.telling import (
    first_of,
    in_full,
    one_per_outlet,
    outlet_of,
    picture_of,
    summary_of,
    title_of,
)
from bot.chat.texts import Texts, later, texts_for
from bot.chat.views.parts import Mode
from bot.chat.views.story import Opinion, Place, menu, numbers
from bot.digests.compose import affair, in_blocks
from bot.model import Button, Digest, DigestKind, Message, Story, TopicKey
from bot.style import Style, SummaryLength

Names = Callable[[TopicKey, str], str]

# A button for one or two stories more is a tap for nothing.
_TOO_FEW = 2
_TOPIC = 40
# About five lines on a phone: longer quotations fold.
_FOLD_FROM = 220
_ALSO = 3
_HEADER_TOPICS = 3
_TOLD = 80
_MOST_TOLD = 3

_HEADS = {
    DayPart.MORNING: ("🌅", later("Morning news")),
    DayPart.NOON: ("☀️", later("Midday news")),
    DayPart.AFTERNOON: ("🌇", later("Afternoon news")),
    DayPart.EVENING: ("🌙", later("Evening news")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Where a page is read: the words, the reader's present, the names of topics."""

    texts: Texts
    now: datetime
    names: Names
    style: Style
    known: int  # the story sequence up to which the subscriber got everything before


def render(digest: Digest, names: Names, *, archive: str = "") -> tuple[Message, ...]:
    """One message: as many whole stories as fit; for no stories none, unless one is wished.

    `archive` is the address under which the digest can be read and shared on the web.
    """
    if digest.kind is DigestKind.INSTANT:
        return (_instant(digest),)
    if digest.stories:
        return (page(digest, names, 0, archive=archive),)
    told = digest.style.tell_empty and digest.kind is DigestKind.SCHEDULED
    return (_empty(digest, _reader(digest, names)),) if told else ()


def page(digest: Digest, names: Names, start: int, *, archive: str = "") -> Message:
    """The stories from the `start`-th on, for the first message and for the button `more`."""
    reader = _reader(digest, names)
    stories = in_blocks(digest.stories)
    head = _header(digest, reader) if start == 0 else _continued(digest, reader)
    told = _told(digest, reader) if start == 0 else Html("")
    foot = _footer(digest, reader, archive)
    bodies = _fill(stories, start, reader, reserved=(head, told, foot))
    end = start + len(bodies)
    shown = stories[start:end]
    html = joined("\n\n", [part for part in (head, *_spaced(bodies), told, foot) if part])
    return Message(
        html=html,
        buttons=(
            *numbers(
                [story.id for story in shown], start + 1, Place(digest=digest.id, start=start)
            ),
            *_buttons(digest, reader.texts, end, len(stories)),
        ),
        silent=digest.style.silent,
        preview=digest.style.preview,
        picture=_picture(shown, digest.style),
    )


def _reader(digest: Digest, names: Names) -> _Page:
    return _Page(
        texts=texts_for(digest.language),
        now=digest.made.astimezone(_zone(digest.zone)),
        names=names,
        style=digest.style,
        known=digest.known,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    html: Html
    follows: bool  # it belongs to the block of the story before


def _fill(
    stories: Sequence[Story], start: int, reader: _Page, *, reserved: Iterable[Html]
) -> list[_Body]:
    """As many stories as the limits allow, at least one: its parts are bounded."""
    costs = [measure(part) for part in reserved if part]
    length = sum(cost.length + 2 for cost in costs)
    entities = sum(cost.entities for cost in costs)
    size = sum(cost.size + 2 for cost in costs)
    bodies: list[_Body] = []
    rest = len(stories) - start
    usual = reader.style.stories
    wanted = rest if rest <= usual + _TOO_FEW else usual
    for index in range(start, start + wanted):
        follows = index > start and affair(stories[index]) == affair(stories[index - 1])
        # What is new in a known story is told wherever it stands.
        tells = not follows or stories[index].is_known(reader.known)
        write = _leader if tells else _follower
        body = _Body(write(index + 1, stories[index], reader), follows)
        cost = measure(body.html)
        length, entities, size = (
            length + cost.length + 2,
            entities + cost.entities,
            size + cost.size + 2,
        )
        if bodies and (length > MAX_LENGTH or entities > MAX_ENTITIES or size > MAX_BYTES):
            break
        bodies.append(body)
    return bodies


def _spaced(bodies: Sequence[_Body]) -> list[Html]:
    """Blocks apart, the stories of one block close together."""
    blocks: list[list[Html]] = []
    for body in bodies:
        if body.follows:
            blocks[-1].append(body.html)
        else:
            blocks.append([body.html])
    return [joined("\n", block) for block in blocks]


def _leader(number: int, story: Story, reader: _Page) -> Html:
    """Headline, quotation, outlets; of a story that the subscriber got before only what is new."""
    lines = [bold(Html(f"{number}. {_headline(story, reader)}"))]
    if story.is_known(reader.known):
        story = replace(story, summary=story.news_since(reader.known))
    summary, length = summary_of(story, reader.style.summary)
    if summary:
        lines.append(quote(summary, expandable=length > _FOLD_FROM))
    lines.append(italic(_outlets(story, reader)))
    return joined("\n", lines)


def _follower(number: int, story: Story, reader: _Page) -> Html:
    """Another story of the affair: its headline and who reports it, on one line."""
    headline = _headline(story, reader)
    more = len(story.outlets) - 1
    who = joined(" · ", first_of(story, reader.now, reader.texts))
    return Html(
        f"{number}. {headline} {italic(Html(f'· {who}' + (f' +{more}' if more > 0 else '')))}"
    )


def _headline(story: Story, reader: _Page) -> Html:
    headline = link(title_of(story, reader.texts), story.link)
    if story.is_known(reader.known):
        return reader.texts.html("Development: {headline}", headline=headline)
    return headline


def _outlets(story: Story, reader: _Page) -> Html:
    """The headline's outlet and time, then the others as links: "juga: Tempo, CNN +2"."""
    others = one_per_outlet(story.reports)
    parts = first_of(story, reader.now, reader.texts)
    if others:
        links = joined(", ", [link(outlet_of(report), report.link) for report in others[:_ALSO]])
        more = len(others) - _ALSO
        shown = Html(links + (f" +{more}" if more > 0 else ""))
        parts.append(reader.texts.html("also: {outlets}", outlets=shown))
    return joined(" · ", parts)


# --- around the stories ----------------------------------------------------------


def _header(digest: Digest, reader: _Page) -> Html:
    emoji, _ = _HEADS[day_part(reader.now.timetz())]
    texts, stories = reader.texts, len(digest.stories)
    reports = sum(len(story.reports) for story in digest.stories)
    hour = f"{clock_time(reader.now, texts.language)} {_zone_name(digest, reader)}"
    counts = texts.html(
        "{stories} from {reports}",
        stories=texts.plural("{n} story", "{n} stories", stories),
        reports=texts.plural("{n} report", "{n} reports", reports),
    )
    topics = _topics(digest, reader)
    title = f"{_greeting(reader)} · {topics}" if topics else _greeting(reader)
    day = long_day(reader.now, texts.language)
    return Html(f"{emoji} {bold(title)}\n{escape(day)} · {escape(hour)}\n{counts}")


def _empty(digest: Digest, reader: _Page) -> Message:
    """For who would rather hear that there is nothing than hear nothing."""
    head = bold(_greeting(reader))
    parts = [
        head,
        reader.texts.html("There is nothing new about your topics since the last digest."),
    ]
    foot = _footer(digest, reader, "")
    return Message(
        html=joined("\n", [*parts, *([foot] if foot else [])]),
        buttons=_buttons(digest, reader.texts, 0, 0),
        silent=True,
    )


def _instant(digest: Digest) -> Message:
    """One story that breaks: in full, with its menu."""
    reader = _reader(digest, lambda key, _: key)
    [story] = digest.stories
    head = bold(f"⚡ {reader.texts('Breaking')}")
    wanted = digest.style.summary
    return Message(
        html=joined("\n", [head, in_full(story, reader.now, reader.texts, wanted)]),
        buttons=menu(story, Place(), Opinion(), reader.texts),
        silent=digest.style.silent,
        preview=digest.style.preview,
        picture=_picture(digest.stories, digest.style),
    )


def _picture(stories: Sequence[Story], style: Style) -> str:
    return picture_of(stories[0]) if style.preview and stories else ""


def _told(digest: Digest, reader: _Page) -> Html:
    """What was sent at once since the last digest, only by name."""
    if not digest.told:
        return Html("")
    names = [
        link(clean(title_of(story, reader.texts), _TOLD), story.link)
        for story in digest.told[:_MOST_TOLD]
    ]
    return reader.texts.html("⚡ Sent already: {stories}", stories=joined("; ", names))


def _continued(digest: Digest, reader: _Page) -> Html:
    hour = f"{clock_time(reader.now, reader.texts.language)} {_zone_name(digest, reader)}"
    return bold(reader.texts.html("{title}, {time}, continued", title=_greeting(reader), time=hour))


def _greeting(reader: _Page) -> str:
    return reader.texts(_HEADS[day_part(reader.now.timetz())][1])


def _zone_name(digest: Digest, reader: _Page) -> str:
    return zone_label(digest.zone, digest.made, reader.texts.language)


def _topics(digest: Digest, reader: _Page) -> str:
    """The topics that have news, as chosen: "Irak, Rusia & Ekonomi", "Irak, Rusia +3"."""
    found = {match.key for story in digest.stories for match in story.topics}
    keys = [key for key in digest.topics if key in found] or list(digest.topics)
    chosen = [reader.names(key, digest.language) for key in keys] + list(digest.queries)
    shown = [clean(name, _TOPIC) for name in chosen]
    if len(shown) > _HEADER_TOPICS:
        return f"{', '.join(shown[: _HEADER_TOPICS - 1])} +{len(shown) - _HEADER_TOPICS + 1}"
    return " & ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _footer(digest: Digest, reader: _Page, archive: str) -> Html:
    parts: list[Html] = []
    quoted = digest.style.summary is not SummaryLength.NONE
    if quoted and any(story.summary for story in digest.stories):
        parts.append(reader.texts.html("Summaries quote the sources word for word."))
    if digest.next_due is not None:
        at = upcoming(digest.next_due, digest.made, digest.zone, reader.texts)
        parts.append(reader.texts.html("Next: {time}", time=at))
    if archive:
        parts.append(link(reader.texts("Read on the web"), archive))
    return italic(joined(" ", parts)) if parts else Html("")


def _buttons(digest: Digest, texts: Texts, end: int, total: int) -> tuple[tuple[Button, ...], ...]:
    row: list[Button] = []
    if end < total:
        label = texts("More ({n})", n=str(total - end))
        row.append(Button(label=label, data=encode(Act.MORE, digest.id, end)))
    row.append(Button(label=texts("Topics"), data=encode(Act.TOPICS, Mode.BELOW, 0)))
    row.append(Button(label=texts("Schedule"), data=encode(Act.HOURS, Mode.BELOW)))
    return (tuple(row),)
