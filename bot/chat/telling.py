"""How a story is told: its headline, its quotation, and who reports it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.chat.dates import moment
from bot.chat.markup import Html, bold, clean, escape, italic, joined, link, quote, safe_link
from bot.chat.texts import Texts
from bot.model import Quote, Report, Story
from bot.style import SummaryLength

_TITLE = 300
_OUTLET = 40
# Whole sentences only: those beyond this are left to the article.
_SUMMARY = 1200
_REPORTS = 12


def in_full(
    story: Story, now: datetime, texts: Texts, wanted: SummaryLength = SummaryLength.LONG
) -> Html:
    """One story by itself, with each outlet's report; `now` is in the reader's zone."""
    lines = [bold(link(title_of(story, texts), story.link))]
    summary, _ = summary_of(story, wanted)
    if summary:
        lines.append(quote(summary, expandable=False))
    lines.append(italic(joined(" · ", first_of(story, now, texts))))
    others = one_per_outlet(story.reports)
    if others:
        lines.append(Html("\n" + texts.html("Also reported by:")))
    for report in others[:_REPORTS]:
        at = moment(report.published.astimezone(now.tzinfo), now, texts)
        headline = link(clean(report.title, _TITLE // 2) or texts("(untitled)"), report.link)
        lines.append(Html(f"• {headline} {italic(f'{outlet_of(report)} · {at}')}"))
    if len(others) > _REPORTS:
        lines.append(Html(f"+{len(others) - _REPORTS}"))
    return joined("\n", lines)


def in_brief(story: Story, now: datetime, texts: Texts) -> Html:
    """Headline, first outlet, time, and how many outlets more."""
    headline = link(clean(title_of(story, texts), _TITLE // 2), story.link)
    more = len(story.outlets) - 1
    who = joined(" · ", [*first_of(story, now, texts), *([Html(f"+{more}")] if more > 0 else [])])
    return Html(f"{headline}\n{italic(who)}")


def title_of(story: Story, texts: Texts) -> str:
    return clean(story.title, _TITLE) or texts("(untitled)")


def summary_of(story: Story, wanted: SummaryLength) -> tuple[Html, int]:
    """Verbatim sentences; a sentence of another outlet than the headline's names it."""
    head = story.reports[0].outlet if story.reports else ""
    paragraphs: list[Html] = []
    length = 0
    for outlet, quotes in groupby(
        _bounded(story.quotes(wanted)), key=lambda quoted: quoted.outlet or head
    ):
        text = " ".join(clean(quoted.text) for quoted in quotes)
        source = f" — {clean(outlet, _OUTLET)}" if outlet != head else ""
        paragraphs.append(escape(text + source))
        length += len(text) + len(source)
    return joined("\n", paragraphs), length


def first_of(story: Story, now: datetime, texts: Texts) -> list[Html]:
    """The headline's outlet and its time; `now` is in the reader's zone."""
    at = story.reports[0].published if story.reports else story.last
    shown = moment(at.astimezone(now.tzinfo), now, texts)
    named = [escape(outlet_of(story.reports[0]))] if story.reports else []
    return [*named, escape(shown)]


def one_per_outlet(reports: Sequence[Report]) -> list[Report]:
    """The first report of each outlet but the headline's."""
    first: dict[str, Report] = {}
    for report in reports:
        first.setdefault(report.outlet, report)
    return list(first.values())[1:]


def picture_of(story: Story) -> str:
    """The picture of its first report that has one; Telegram fetches it, not this program."""
    return next(filter(None, (safe_link(report.image) for report in story.reports)), "")


def outlet_of(report: Report) -> str:
    return clean(report.outlet, _OUTLET) or "?"


def _bounded(summary: Sequence[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    room = _SUMMARY
    for quoted in summary:
        room -= len(clean(quoted.text)) + 1
        if room < 0:
            break
        if clean(quoted.text):
            kept.append(quoted)
    return kept
