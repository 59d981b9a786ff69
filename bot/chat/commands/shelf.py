"""/simpanan, and the taste that the taps on more and less add up to."""

from bot.chat.commands.profile import load, texts_of
from bot.chat.dates import zone_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import shelf
from bot.model import StoryId, TopicKey

_DIGITS = 9


async def saved(turn: Turn, services: Services) -> Reply:
    """A page of saved stories, the last saved first."""
    subscriber = await load(turn, services)
    page = _number(turn.value(0))
    store = services.storage.saved
    found, total = await store.page(subscriber.id, page * shelf.PAGE, shelf.PAGE)
    if total and not found:
        # The last story of the last page was taken out.
        page = (total - 1) // shelf.PAGE
        found, _ = await store.page(subscriber.id, page * shelf.PAGE, shelf.PAGE)
    now = turn.now.astimezone(zone_of(subscriber.zone))
    return Reply(screen=shelf.saved(found, page, total, now, texts_of(subscriber)))


async def unsave(turn: Turn, services: Services) -> Reply:
    """Take a story out and show the rest of the page."""
    subscriber = await load(turn, services)
    story_id = StoryId(_number(turn.value(1)))
    await services.storage.saved.drop(subscriber.id, story_id)
    return await saved(turn, services)


async def tastes(turn: Turn, services: Services) -> Reply:
    """Every step for a topic or an outlet."""
    subscriber = await load(turn, services)
    known = (await services.storage.tastes.of([subscriber.id])).get(subscriber.id, ())
    language = texts_of(subscriber).language
    named = [(services.topics.name(TopicKey(taste.name), language), taste) for taste in known]
    return Reply(screen=shelf.tastes(named, texts_of(subscriber)))


async def taste_reset(turn: Turn, services: Services) -> Reply:
    """As if nothing had ever been liked."""
    subscriber = await load(turn, services)
    await services.storage.tastes.reset(subscriber.id)
    return await tastes(turn, services)


def _number(text: str) -> int:
    """0 for what is no number: the first page, no story."""
    return int(text[:_DIGITS]) if text.isascii() and text.isdecimal() else 0
