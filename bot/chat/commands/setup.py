"""/start, the choosing screens of topics and zone, and the first digest."""

from dataclasses import replace

from bot.chat.callbacks import Act
from bot.chat.commands.following import follow
from bot.chat.commands.profile import (
    MAX_TOPICS,
    begun,
    load,
    profile,
    store,
    texts_of,
    toggled,
)
from bot.chat.commands.sending import send_now
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import account, channels, guide, setup
from bot.chat.views.parts import Mode
from bot.model import Message, Subscriber, SubscriberStatus, TopicKey


async def start(turn: Turn, services: Services) -> Reply:
    """Begin the set-up; with a word (deep link) follow that topic at once; or welcome back."""
    before = await load(turn, services)
    # A deep link's word holds no spaces; an unknown one is somebody's campaign, not a topic.
    asked = turn.words.replace("_", " ")
    if asked and services.topics.resolve(asked) is not None:
        return await follow(replace(turn, words=asked), services)
    if before.status is SubscriberStatus.SETUP:
        subscriber = await store(before, before, turn, services)
        return Reply(screen=_topics(subscriber, turn, services, 0, Mode.SETUP))
    subscriber = before
    if before.status is SubscriberStatus.UNREACHABLE:
        subscriber = await store(before, begun(before), turn, services)
    texts = texts_of(subscriber)
    greeting = texts("Welcome back.")
    return Reply(
        screen=account.settings(profile(subscriber, turn, services), texts, greeting=greeting)
    )


async def channel(turn: Turn, services: Services) -> Reply:
    """How groups and channels get digests; of a named one, its choices."""
    if turn.shown_in is None:
        texts = texts_of(await load(turn, services))
        return Reply(screen=channels.how_to_add(turn.bot_name, texts))
    return await start(replace(turn, words=""), services)


async def topics(turn: Turn, services: Services) -> Reply:
    """The tick list; words after the command follow them."""
    if turn.words and turn.press is None:
        return await follow(turn, services)
    subscriber = await load(turn, services)
    mode, number = _pressed_page(turn, subscriber)
    screen = _topics(subscriber, turn, services, number, mode)
    return Reply(screen=screen, new=_from_digest(turn))


async def toggle(turn: Turn, services: Services) -> Reply:
    """A tick: follow or stop a topic, and show the list again."""
    before = await load(turn, services)
    mode, number, key = mode_of(turn), number_of(turn.value(1)), turn.value(2)
    if services.topics.get(TopicKey(key)) is None and key not in before.topics:
        return Reply(screen=_topics(before, turn, services, number, mode))
    after = toggled(before, key, guided=mode is Mode.SETUP)
    if after is None:
        return Reply(screen=guide.too_many_topics(MAX_TOPICS, texts_of(before)), new=True)
    subscriber = await store(before, after, turn, services)
    return Reply(screen=_topics(subscriber, turn, services, number, mode))


async def zones(turn: Turn, services: Services) -> Reply:
    subscriber = await load(turn, services)
    mode = mode_of(turn)
    if mode is Mode.SETUP and not (subscriber.topics or subscriber.queries):
        return Reply(screen=_topics(subscriber, turn, services, 0, mode, reminder=True))
    return Reply(
        screen=setup.zones(profile(subscriber, turn, services), mode, texts_of(subscriber))
    )


async def done(turn: Turn, services: Services) -> Reply:
    """The set-up is complete: digests begin, the first one at once."""
    before = await load(turn, services)
    after = begun(before)
    if after.status is not SubscriberStatus.ACTIVE:
        return Reply(screen=_topics(before, turn, services, 0, Mode.SETUP, reminder=True))
    subscriber = await store(before, after, turn, services)
    news = await send_now(subscriber, services)
    screen = setup.done(profile(subscriber, turn, services), texts_of(subscriber), news=news)
    return Reply(screen=screen)


def _topics(
    subscriber: Subscriber,
    turn: Turn,
    services: Services,
    number: int,
    mode: Mode,
    *,
    reminder: bool = False,
) -> Message:
    choices = [
        setup.Choice(
            key=key,
            name=services.topics.name(key, subscriber.language),
            chosen=key in subscriber.topics,
        )
        for key in _offered(subscriber, services)
    ]
    who = profile(subscriber, turn, services)
    return setup.topics(who, choices, number, mode, texts_of(subscriber), reminder=reminder)


def _offered(subscriber: Subscriber, services: Services) -> tuple[TopicKey, ...]:
    """Popular ones, the operator's, desks and regions, then what else is followed.

    The rest of the catalogue is found by its name: nobody scrolls through 200 countries.
    Followed ones stand at the end, so that the list does not move under the finger.
    """
    infos = services.topics.topics
    by_kind = [
        info.key for kind in ("custom", "desk", "region") for info in infos if info.kind == kind
    ]
    return tuple(dict.fromkeys((*services.topics.popular, *by_kind, *subscriber.topics)))


def _from_digest(turn: Turn) -> bool:
    return turn.value(0) == Mode.BELOW


def _pressed_page(turn: Turn, subscriber: Subscriber) -> tuple[Mode, int]:
    if turn.press is not None and turn.press.act is Act.TOPICS:
        return mode_of(turn), number_of(turn.value(1))
    setting_up = subscriber.status is SubscriberStatus.SETUP
    return (Mode.SETUP if setting_up else Mode.EDIT), 0


def mode_of(turn: Turn) -> Mode:
    """Whether the pressed button belongs to the set-up."""
    return Mode.SETUP if turn.value(0) == Mode.SETUP else Mode.EDIT


def number_of(text: str) -> int:
    """A page's number as a button carries it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
