"""The places of the catalogue: regions open into countries, Indonesia into provinces."""

from bot.chat.commands.profile import MAX_TOPICS, load, store, texts_of, toggled
from bot.chat.commands.setup import mode_of, number_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide, places
from bot.chat.views.parts import Mode
from bot.chat.views.setup import Choice
from bot.model import Message, Subscriber, TopicKey
from bot.stories.topics.topic import TopicInfo

_HOME = TopicKey("indonesia")


async def areas(turn: Turn, services: Services) -> Reply:
    """All topics that open into places."""
    subscriber = await load(turn, services)
    known = services.topics.topics
    around = [info for info in known if info.children and info.kind == "region"]
    around += [info for info in known if info.key == _HOME]
    found = [_area(info, subscriber, services) for info in around]
    return Reply(screen=places.areas(found, mode_of(turn), texts_of(subscriber)))


async def inside(turn: Turn, services: Services) -> Reply:
    subscriber = await load(turn, services)
    return await _opened(subscriber, turn, services)


async def tick(turn: Turn, services: Services) -> Reply:
    """Follow or stop a place, and show the same list again."""
    before = await load(turn, services)
    key = TopicKey(turn.value(3))
    if services.topics.get(key) is None and key not in before.topics:
        return await _opened(before, turn, services)
    after = toggled(before, key, guided=mode_of(turn) is Mode.SETUP)
    if after is None:
        return Reply(screen=guide.too_many_topics(MAX_TOPICS, texts_of(before)), new=True)
    return await _opened(await store(before, after, turn, services), turn, services)


async def _opened(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    around = services.topics.get(TopicKey(turn.value(2)))
    if around is None:
        return await areas(turn, services)
    return Reply(screen=_inside(around, subscriber, turn, services))


def _inside(around: TopicInfo, subscriber: Subscriber, turn: Turn, services: Services) -> Message:
    choices = [
        Choice(
            key=info.key,
            name=services.topics.name(info.key, subscriber.language),
            chosen=info.key in subscriber.topics,
        )
        for info in (around, *services.topics.children(around.key))
    ]
    number = number_of(turn.value(1))
    area = _area(around, subscriber, services)
    return places.inside(area, choices, number, mode_of(turn), texts_of(subscriber))


def _area(info: TopicInfo, subscriber: Subscriber, services: Services) -> places.Area:
    name = services.topics.name(info.key, subscriber.language)
    return places.Area(key=info.key, name=name, emoji=info.emoji)
