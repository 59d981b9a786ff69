"""/sumber: the outlets that are read, how they are, and one of them to follow or mute."""

from bot.chat.commands.profile import load, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import sources as view
from bot.chat.views.sources import Outlet
from bot.model import Subscriber
from bot.reading import MuteKind

_DIGITS = 9


async def sources(turn: Turn, services: Services) -> Reply:
    """A page of outlets; a name after the command opens that outlet."""
    subscriber = await load(turn, services)
    outlets = await _outlets(services)
    words = " ".join(turn.words.split()).casefold()
    if turn.press is None and words:
        near = [one for one in outlets if words in one.name.casefold()]
        if len(near) == 1:
            return await _one(near[0], subscriber, turn, services)
        outlets = near or outlets
    page = _number(turn.value(0))
    texts = texts_of(subscriber)
    return Reply(screen=view.outlets(outlets, page, subscriber.zone, turn.now, texts))


async def source(turn: Turn, services: Services) -> Reply:
    """One outlet: follow it, or mute it."""
    subscriber = await load(turn, services)
    feed_id = _number(turn.value(0))
    found = [one for one in await _outlets(services) if one.feed_id == feed_id]
    if not found:
        return await sources(turn, services)
    return await _one(found[0], subscriber, turn, services)


async def _one(outlet: Outlet, subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    mutes = (await services.storage.mutes.of([subscriber.id], turn.now)).get(subscriber.id, ())
    muted = any(one.kind is MuteKind.OUTLET and one.value == outlet.name for one in mutes)
    texts = texts_of(subscriber)
    screen = view.outlet(outlet, subscriber.zone, turn.now, texts, muted=muted)
    return Reply(screen=screen)


async def _outlets(services: Services) -> list[Outlet]:
    """Feeds of one name are one outlet, by name."""
    feeds = [state for state in await services.storage.feeds.all() if state.feed.enabled]
    names = sorted({state.feed.outlet for state in feeds}, key=str.casefold)
    return [
        Outlet.of(name, [state for state in feeds if state.feed.outlet == name]) for name in names
    ]


def _number(text: str) -> int:
    return int(text[:_DIGITS]) if text.isascii() and text.isdecimal() else 0
