"""What is sent at once: big stories, and own topics that are marked."""

from dataclasses import replace

from bot.chat.callbacks import tag
from bot.chat.commands.profile import load, store, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import breaking as view
from bot.model import Subscriber


async def breaking(turn: Turn, services: Services) -> Reply:
    return await _show(await load(turn, services), services)


async def switch(turn: Turn, services: Services) -> Reply:
    """The tick of big stories, or of an own topic."""
    before = await load(turn, services)
    pressed = turn.value(0)
    if pressed == view.BIG:
        after = replace(before, instant=not before.instant)
        return await _show(await store(before, after, turn, services), services)
    marked = await services.storage.instants.marked(before.id)
    for query in before.queries:
        if tag(query) == pressed:
            await services.storage.instants.mark(before.id, query, on=query not in marked)
    return await _show(before, services)


async def _show(subscriber: Subscriber, services: Services) -> Reply:
    marked = await services.storage.instants.marked(subscriber.id)
    return Reply(screen=view.breaking(subscriber, marked, texts_of(subscriber)))
