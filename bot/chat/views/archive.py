"""The screens of /cari."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.callbacks import Act, fits
from bot.chat.markup import Html, bold, clean, code, joined
from bot.chat.telling import in_brief
from bot.chat.texts import Texts
from bot.chat.views.parts import Row, press, ticked
from bot.model import Message
from bot.reading import Found

BEST, NEWEST = "b", "n"
# Five headlines fill a phone's screen; their numbers are one row of buttons.
PAGE = 5
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where somebody is in what was found."""

    words: str
    order: str
    page: int
    now: datetime  # in the reader's zone


def how_to_search(texts: Texts) -> Message:
    """/cari without words."""
    command = texts("/search")
    return Message(
        html=joined(
            "\n",
            [
                texts.html("Write what you are looking for after the command, for example:"),
                code(f"{command} {texts('rice price')}"),
                code(f'{command} "{texts("rice price")}" -{texts("import")}'),
            ],
        )
    )


def results(found: Found, seen: Seen, texts: Texts) -> Message:
    """A page of headlines; their numbers open them in full."""
    words = bold(f"“{clean(seen.words, _SHOWN)}”")
    if not found.stories:
        return _nothing(words, seen, texts)
    count = texts.plural("{n} story", "{n} stories", found.total)
    if found.more:
        count = texts("more than {n} stories", n=str(found.total))
    first = seen.page * PAGE + 1
    lines = [
        Html(f"{number}. {in_brief(story, seen.now, texts)}")
        for number, story in enumerate(found.stories, first)
    ]
    numbers = tuple(
        press(str(number), Act.CARD, story.id) for number, story in enumerate(found.stories, first)
    )
    head = Html(f"🔎 {words} · {count}")
    rows = [numbers, *_pager(found, seen), *_orders(found, seen, texts), *_follow(seen, texts)]
    return Message(html=joined("\n\n", [head, *lines]), buttons=tuple(rows))


def _nothing(words: Html, seen: Seen, texts: Texts) -> Message:
    """The next step: be told when there is something."""
    lines = [
        texts.html("I found nothing about {words}.", words=words),
        texts.html("Fewer words find more. Or follow them, and I tell you when there is news."),
    ]
    return Message(html=joined("\n", lines), buttons=tuple(_follow(seen, texts)))


def _pager(found: Found, seen: Seen) -> list[Row]:
    last = (found.total - 1) // PAGE
    if last == 0 or not fits(Act.FIND, seen.order, last, seen.words):
        return []
    before, after = max(seen.page - 1, 0), min(seen.page + 1, last)
    return [
        (
            press("‹", Act.FIND, seen.order, before, seen.words),
            press(f"{seen.page + 1}/{last + 1}", Act.FIND, seen.order, seen.page, seen.words),
            press("›", Act.FIND, seen.order, after, seen.words),
        )
    ]


def _orders(found: Found, seen: Seen, texts: Texts) -> list[Row]:
    if found.total == 1 or not fits(Act.FIND, BEST, 0, seen.words):
        return []
    return [
        tuple(
            press(ticked(label, seen.order == order), Act.FIND, order, 0, seen.words)
            for label, order in ((texts("Best first"), BEST), (texts("Newest first"), NEWEST))
        )
    ]


def _follow(seen: Seen, texts: Texts) -> list[Row]:
    if not fits(Act.FOLLOW, seen.words):
        return []
    label = texts("Follow “{topic}”", topic=clean(seen.words, 20))
    return [(press(label, Act.FOLLOW, seen.words),)]
