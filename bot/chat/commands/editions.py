"""Ready-made editions: the list, and one of them taken with a tap."""

from bot.chat.commands.profile import load, profile, store, texts_of
from bot.chat.commands.setup import done, mode_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import editions as view
from bot.chat.views.parts import Mode
from bot.model import Subscriber, SubscriberStatus


async def editions(turn: Turn, services: Services) -> Reply:
    return _list(await load(turn, services), turn, services)


async def take(turn: Turn, services: Services) -> Reply:
    """The edition's topics and hours become the subscriber's; in the set-up it is then complete."""
    before = await load(turn, services)
    edition = services.editions.get(turn.value(1))
    if edition is None:
        # An older button: feeds.yaml has another list by now.
        return _list(before, turn, services)
    after = await store(before, edition.taken_by(before), turn, services)
    if before.status is SubscriberStatus.SETUP:
        return await done(turn, services)
    return _list(after, turn, services)


def _list(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    texts = texts_of(subscriber)
    offers = tuple(
        view.Offer(
            edition=edition,
            topics=tuple(services.topics.name(key, texts.language) for key in edition.topics),
        )
        for edition in services.editions.all
    )
    mode = Mode.SETUP if subscriber.status is SubscriberStatus.SETUP else mode_of(turn)
    return Reply(screen=view.editions(profile(subscriber, turn, services), offers, mode, texts))
