"""Screens for an admin who parts and joins stories."""

from collections.abc import Sequence

from bot.chat.markup import Html, bold, clean, code, escape, joined, link
from bot.chat.texts import Texts
from bot.model import Message, Report, Story

_TITLE = 120
# So many reports with their links stay below what a message holds.
_MOST = 20


def how_to_correct(texts: Texts) -> Message:
    lines = [
        texts.html("Write words to find a story's number, then for example:"),
        code("/split 12"),
        code("/split 12 2 3"),
        code("/merge 12 15"),
    ]
    return Message(html=joined("\n", lines))


def no_story(number: int, texts: Texts) -> Message:
    return Message(html=texts.html("There is no story {number}.", number=code(f"#{number}")))


def numbers(stories: Sequence[Story], texts: Texts) -> Message:
    """Stories that words found, newest first."""
    if not stories:
        return Message(html=texts.html("No story with these words is stored."))
    return Message(html=joined("\n", [_headed(story, texts) for story in stories]))


def reports(story: Story, texts: Texts) -> Message:
    """A story's reports with the numbers that /split takes."""
    lines = [_headed(story, texts)]
    lines += [_report(number, r) for number, r in enumerate(story.reports[:_MOST], start=1)]
    if len(story.reports) > 1:
        example = code(f"/split {story.id} 2")
        lines.append(texts.html("To part the second one: {command}", command=example))
    return Message(html=joined("\n", lines))


def parted(rest: Story, new: Story, texts: Texts) -> Message:
    lines = [bold(texts("Two stories now; they stay apart.")), _headed(rest, texts)]
    return Message(html=joined("\n", [*lines, _headed(new, texts)]))


def merged(story: Story, texts: Texts) -> Message:
    return Message(html=joined("\n", [bold(texts("One story now.")), _headed(story, texts)]))


def _headed(story: Story, texts: Texts) -> Html:
    count = texts.plural("{n} report", "{n} reports", len(story.reports))
    return Html(f"{code(f'#{story.id}')} {bold(clean(story.title, _TITLE))} · {escape(count)}")


def _report(number: int, report: Report) -> Html:
    title = link(clean(report.title, _TITLE), report.link)
    return Html(f"{number}. {title} · {escape(clean(report.outlet, 40))}")
