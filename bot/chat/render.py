"""A digest as Telegram messages: whole stories within the limits, the rest one button away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
)
from bot.chat.paragraphs import Names, Page, Paragraphs
from bot.chat.telling import (
    in_full,
    picture_of,
    title_of,
)
from bot.chat.texts import Texts, later, texts_for
from bot.chat.views.parts import Mode
from bot.chat.views.story import Opinion, Place, menu, numbers
from bot.digests.compose import affair, in_blocks
from bot.model import Button, Digest, DigestKind, Message, Story
from bot.style import Style, SummaryLength

# A button for one or two stories more is a tap for nothing.
_TOO_FEW = 2
_TOPIC = 40
_HEADER_TOPICS = 3
_TOLD = 80
_MOST_TOLD = 3

_HEADS = {
    DayPart.MORNING: ("🌅", later("Morning news")),
    DayPart.NOON: ("☀️", later("Midday news")),
    DayPart.AFTERNOON: ("🌇", later("Afternoon news")),
    DayPart.EVENING: ("🌙", later("Evening news")),
}


def render(
    digest: Digest, names: Names, *, archive: str = "", written: Paragraphs | None = None
) -> tuple[Message, ...]:
    """One message: as many whole stories as fit; for no stories none, unless one is wished.

    `archive` is the address under which the digest can be read and shared on the web;
    `written` may be shared by the digests of one moment.
    """
    if digest.kind is DigestKind.INSTANT:
        return (_instant(digest),)
    if digest.stories:
        return (page(digest, names, 0, archive=archive, written=written),)
    told = digest.style.tell_empty and digest.kind is DigestKind.SCHEDULED
    return (_empty(digest, _reader(digest, names)),) if told else ()


def page(
    digest: Digest,
    names: Names,
    start: int,
    *,
    archive: str = "",
    written: Paragraphs | None = None,
) -> Message:
    """The stories from the `start`-th on, for the first message and for the button `more`."""
    reader = _reader(digest, names)
    stories = in_blocks(digest.stories)
    head = _header(digest, reader) if start == 0 else _continued(digest, reader)
    told = _told(digest, reader) if start == 0 else Html("")
    foot = _footer(digest, reader, archive)
    told_so_far = written or Paragraphs(digest.made)
    bodies = _fill(stories, start, reader, told_so_far, reserved=(head, told, foot))
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


def _reader(digest: Digest, names: Names) -> Page:
    return Page(
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
    stories: Sequence[Story],
    start: int,
    reader: Page,
    written: Paragraphs,
    *,
    reserved: Iterable[Html],
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
        leads = not follows or stories[index].is_known(reader.known)
        one = written.paragraph(stories[index], reader, leads=leads)
        digits = len(str(index + 1))
        length, entities, size = (
            length + one.length + digits + 2,
            entities + one.entities,
            size + one.size + digits + 2,
        )
        if bodies and (length > MAX_LENGTH or entities > MAX_ENTITIES or size > MAX_BYTES):
            break
        bodies.append(_Body(one.numbered(index + 1), follows))
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


# --- around the stories ----------------------------------------------------------


def _header(digest: Digest, reader: Page) -> Html:
    emoji, _ = _HEADS[day_part(reader.now.timetz())]
    texts, stories = reader.texts, len(digest.stories)
    reports = sum([len(story.reports) for story in digest.stories])
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


def _empty(digest: Digest, reader: Page) -> Message:
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


def _told(digest: Digest, reader: Page) -> Html:
    """What was sent at once since the last digest, only by name."""
    if not digest.told:
        return Html("")
    names = [
        link(clean(title_of(story, reader.texts), _TOLD), story.link)
        for story in digest.told[:_MOST_TOLD]
    ]
    return reader.texts.html("⚡ Sent already: {stories}", stories=joined("; ", names))


def _continued(digest: Digest, reader: Page) -> Html:
    hour = f"{clock_time(reader.now, reader.texts.language)} {_zone_name(digest, reader)}"
    return bold(reader.texts.html("{title}, {time}, continued", title=_greeting(reader), time=hour))


def _greeting(reader: Page) -> str:
    return reader.texts(_HEADS[day_part(reader.now.timetz())][1])


def _zone_name(digest: Digest, reader: Page) -> str:
    return zone_label(digest.zone, digest.made, reader.texts.language)


def _topics(digest: Digest, reader: Page) -> str:
    """The topics that have news, as chosen: "Irak, Rusia & Ekonomi", "Irak, Rusia +3"."""
    unseen = set(digest.topics)
    for story in digest.stories:
        # The first few stories have them all, as a rule.
        if not unseen:
            break
        unseen.difference_update(match.key for match in story.topics)
    keys = [key for key in digest.topics if key not in unseen] or list(digest.topics)
    chosen = [reader.names(key, digest.language) for key in keys] + list(digest.queries)
    shown = [clean(name, _TOPIC) for name in chosen]
    if len(shown) > _HEADER_TOPICS:
        return f"{', '.join(shown[: _HEADER_TOPICS - 1])} +{len(shown) - _HEADER_TOPICS + 1}"
    return " & ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _footer(digest: Digest, reader: Page, archive: str) -> Html:
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
