"""How each story is told in a digest, whatever its number there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.markup import Html, italic, joined, link, measure, quote
from bot.chat.telling import first_of, one_per_outlet, outlet_of, summary_of, title_of
from bot.chat.texts import Texts
from bot.model import Story, TopicKey
from bot.style import Style

Names = Callable[[TopicKey, str], str]

# About five lines on a phone: longer quotations fold.
_FOLD_FROM = 220
_ALSO = 3
# About 30 MB.
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where a page is read: the words, the reader's present, the names of topics."""

    texts: Texts
    now: datetime
    names: Names
    style: Style
    known: int  # the story sequence up to which the subscriber got everything before


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A story's HTML before and after its number, and what it costs without one."""

    before: str
    after: str
    length: int
    entities: int
    size: int

    def numbered(self, number: int) -> Html:
        return Html(f"{self.before}{number}{self.after}")


class Paragraphs:
    """Those of one moment, each written once for all the digests that it stands in."""

    def __init__(self, made: datetime) -> None:
        self.made = made
        self._kept: dict[tuple[object, ...], tuple[Story, Paragraph]] = {}

    def paragraph(self, story: Story, page: Page, *, leads: bool) -> Paragraph:
        """In full where it leads its block, else as one line."""
        known = page.known if story.is_known(page.known) else 0
        where = page.texts.language, page.now.tzinfo, page.style.summary
        key = (story.id, leads, known, *where)
        kept = self._kept.get(key)
        # Who muted an outlet sees the same story with fewer reports.
        if kept is not None and kept[0] is story:
            return kept[1]
        written = _written(*(_leader if leads else _follower)(story, page))
        if len(self._kept) < _MOST_KEPT:
            self._kept[key] = story, written
        return written


def _written(before: str, after: str) -> Paragraph:
    cost = measure(f"{before}0{after}")
    return Paragraph(before, after, cost.length - 1, cost.entities, cost.size - 1)


def _leader(story: Story, page: Page) -> tuple[str, str]:
    """Headline, quotation, outlets; of a story that the subscriber got before only what is new."""
    headline = _headline(story, page)
    if story.is_known(page.known):
        story = replace(story, summary=story.news_since(page.known))
    lines = []
    summary, length = summary_of(story, page.style.summary)
    if summary:
        lines.append(quote(summary, expandable=length > _FOLD_FROM))
    lines.append(italic(_outlets(story, page)))
    return "<b>", joined("\n", [Html(f". {headline}</b>"), *lines])


def _follower(story: Story, page: Page) -> tuple[str, str]:
    """Another story of the affair: its headline and who reports it, on one line."""
    more = len(story.outlets) - 1
    who = joined(" · ", first_of(story, page.now, page.texts))
    others = italic(Html(f"· {who}" + (f" +{more}" if more > 0 else "")))
    return "", f". {_headline(story, page)} {others}"


def _headline(story: Story, page: Page) -> Html:
    headline = link(title_of(story, page.texts), story.link)
    if story.is_known(page.known):
        return page.texts.html("Development: {headline}", headline=headline)
    return headline


def _outlets(story: Story, page: Page) -> Html:
    """The headline's outlet and time, then the others as links: "juga: Tempo, CNN +2"."""
    others = one_per_outlet(story.reports)
    parts = first_of(story, page.now, page.texts)
    if others:
        links = joined(", ", [link(outlet_of(report), report.link) for report in others[:_ALSO]])
        more = len(others) - _ALSO
        shown = Html(links + (f" +{more}" if more > 0 else ""))
        parts.append(page.texts.html("also: {outlets}", outlets=shown))
    return joined(" · ", parts)
