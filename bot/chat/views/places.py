"""Countries by region and Indonesia's provinces: screens below the tick list of topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.callbacks import Act
from bot.chat.markup import Html, bold, code, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import Mode, Row, columns, press, ticked
from bot.chat.views.setup import Choice
from bot.model import Message, TopicKey

PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A topic that opens into those inside it."""

    key: TopicKey
    name: str
    emoji: str = ""


def areas(found: Sequence[Area], mode: Mode, texts: Texts) -> Message:
    """The regions of the world, and Indonesia."""
    buttons = [
        press(f"{area.emoji} {area.name} ›".strip(), Act.INSIDE, mode, 0, area.key)
        for area in found
    ]
    html = joined("\n\n", [bold(texts("Countries and provinces")), _search_hint(texts)])
    back = press(texts("‹ Topics"), Act.TOPICS, mode, 0)
    return Message(html=html, buttons=(*columns(buttons, 2), (back,)))


def inside(area: Area, choices: Sequence[Choice], number: int, mode: Mode, texts: Texts) -> Message:
    """The topic itself and those inside it, to tick, a page of them."""
    pages = max(1, -(-len(choices) // PER_PAGE))
    number = min(max(number, 0), pages - 1)
    shown = choices[number * PER_PAGE : (number + 1) * PER_PAGE]
    ticks = [
        press(ticked(choice.name, choice.chosen), Act.TICK, mode, number, area.key, choice.key)
        for choice in shown
    ]
    head = Html(f"{area.emoji} {bold(area.name)}".strip())
    html = joined("\n", [head, texts.html("Tap to follow or to stop.")])
    back = press(texts("‹ Countries and provinces"), Act.PLACES, mode)
    rows = (*columns(ticks, 2), *_pager(area, number, pages, mode), (back,))
    return Message(html=html, buttons=rows)


def _pager(area: Area, number: int, pages: int, mode: Mode) -> tuple[Row, ...]:
    if pages == 1:
        return ()
    return (
        (
            press("‹", Act.INSIDE, mode, (number - 1) % pages, area.key),
            press(f"{number + 1}/{pages}", Act.INSIDE, mode, number, area.key),
            press("›", Act.INSIDE, mode, (number + 1) % pages, area.key),
        ),
    )


def _search_hint(texts: Texts) -> Html:
    return texts.html(
        "Or just write the name of a country, province or city, for example {example}",
        example=code("Yaman"),
    )
