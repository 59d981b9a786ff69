"""How a digest looks and sounds: length, summaries, sound, picture."""

from dataclasses import replace

from bot.chat.commands.profile import load, profile, store, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import look as view
from bot.model import Subscriber
from bot.style import Style, SummaryLength


async def look(turn: Turn, services: Services) -> Reply:
    return _shown(await load(turn, services), turn, services)


async def change(turn: Turn, services: Services) -> Reply:
    """One of the ticks was pressed."""
    before = await load(turn, services)
    style = _changed(before.style, turn.value(0), turn.value(1))
    return _shown(await store(before, replace(before, style=style), turn, services), turn, services)


def _changed(style: Style, name: str, value: str) -> Style:
    """What no button of ours says changes nothing."""
    match name:
        case view.STORIES if value in map(str, view.LENGTHS):
            return replace(style, stories=int(value))
        case view.SUMMARY if value in set(SummaryLength):
            return replace(style, summary=SummaryLength(value))
        case view.SILENT:
            return replace(style, silent=value == "1")
        case view.PREVIEW:
            return replace(style, preview=value == "1")
        case view.TELL_EMPTY:
            return replace(style, tell_empty=value == "1")
    return style


def _shown(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    return Reply(screen=view.look(profile(subscriber, turn, services), texts_of(subscriber)))
