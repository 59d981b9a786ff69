"""/bisukan: words, topics and outlets that shall stay out of the digests."""

import re
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat.callbacks import Act, fits
from bot.chat.commands.profile import ensure, load, texts_of
from bot.chat.markup import clean
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide, shelf
from bot.chat.views.parts import own_topic
from bot.chat.views.shelf import Named
from bot.model import Message, StoryId, Subscriber, TopicKey
from bot.reading import Mute, MuteKind
from bot.stories.topics.queries import QueryError, parse

_LONGEST = 365
_TITLE = 36
# "… 7 hari", "… selamanya" at the end of what was written.
_TERM = re.compile(r"(?:^|\s)(?:(\d{1,3})\s*(?:hari|days?)|(selamanya|selalu|always))$", re.I)


async def mute(turn: Turn, services: Services) -> Reply:
    """What is muted; words after the command ask for how long, or say it themselves."""
    subscriber = await load(turn, services)
    words = " ".join(turn.words.split())
    if not words or turn.press is not None:
        return await _list(subscriber, turn, services)
    term = _TERM.search(words)
    wanted = await _wanted(words[: term.start()] if term else words, subscriber, services)
    if isinstance(wanted, Message):
        return Reply(screen=wanted)
    if term is None:
        return Reply(screen=shelf.how_long(wanted, texts_of(subscriber)))
    days = int(term[1]) if term[1] else shelf.ALWAYS
    return await _mute(wanted.mute, days, subscriber, turn, services)


async def for_days(turn: Turn, services: Services) -> Reply:
    """The button of a term."""
    subscriber = await load(turn, services)
    kind, days = shelf.KINDS.get(turn.value(0)), turn.value(1)
    good = days in map(str, (*shelf.MUTE_DAYS, shelf.ALWAYS))
    # A changed client can send any words; what can not be read would stop every digest.
    if not good or kind is None or (kind is MuteKind.WORD and not _is_query(turn.value(2))):
        return await _list(subscriber, turn, services)
    return await _mute(Mute(kind=kind, value=turn.value(2)), int(days), subscriber, turn, services)


async def lift(turn: Turn, services: Services) -> Reply:
    """Hear of it again."""
    subscriber = await load(turn, services)
    for one in await _named(subscriber, turn.now, services):
        if one.tag == turn.value(0):
            await services.storage.mutes.lift(subscriber.id, one.mute.kind, one.mute.value)
    return await _list(subscriber, turn, services)


async def _list(subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    muted = await _named(subscriber, turn.now, services)
    texts = texts_of(subscriber)
    return Reply(screen=shelf.mutes(muted, turn.now, subscriber.zone, texts))


async def _mute(
    what: Mute, days: int, subscriber: Subscriber, turn: Turn, services: Services
) -> Reply:
    until = turn.now + timedelta(days=min(days, _LONGEST)) if days else None
    mute = Mute(kind=what.kind, value=what.value, until=until)
    subscriber = await ensure(subscriber, services)
    await services.storage.mutes.set(subscriber.id, mute)
    named = Named(mute=mute, name=await _name(mute, subscriber, services))
    return Reply(screen=shelf.muted(named, turn.now, subscriber.zone, texts_of(subscriber)))


async def _wanted(words: str, subscriber: Subscriber, services: Services) -> Named | Message:
    """The topic or outlet of this name, else the words; or the screen that says why not."""
    texts = texts_of(subscriber)
    key = services.topics.resolve(words)
    outlets = {
        one.feed.outlet.casefold(): one.feed.outlet for one in await services.storage.feeds.all()
    }
    if key is not None:
        mute = Mute(kind=MuteKind.TOPIC, value=key)
    elif words.casefold() in outlets:
        mute = Mute(kind=MuteKind.OUTLET, value=outlets[words.casefold()])
    else:
        try:
            mute = Mute(kind=MuteKind.WORD, value=str(parse(words)))
        except QueryError as problem:
            return guide.bad_query(words, problem.position, texts(problem.message_id), texts)
    if not fits(Act.MUTE, "w", max(shelf.MUTE_DAYS), mute.value):
        return shelf.too_long(texts)
    return Named(mute=mute, name=await _name(mute, subscriber, services))


def _is_query(words: str) -> bool:
    try:
        parse(words)
    except QueryError:
        return False
    return True


async def _outlet(words: str, services: Services) -> str:
    """The outlet of this name, in whatever case; "" where there is none."""
    outlets = {state.feed.outlet for state in await services.storage.feeds.all()}
    return next((name for name in sorted(outlets) if name.casefold() == words.casefold()), "")


async def _named(subscriber: Subscriber, now: datetime, services: Services) -> tuple[Named, ...]:
    held = (await services.storage.mutes.of([subscriber.id], now)).get(subscriber.id, ())
    return tuple([Named(mute=one, name=await _name(one, subscriber, services)) for one in held])


async def _name(mute: Mute, subscriber: Subscriber, services: Services) -> str:
    match mute.kind:
        case MuteKind.WORD:
            return own_topic(mute.value)
        case MuteKind.TOPIC:
            return services.topics.name(TopicKey(mute.value), texts_of(subscriber).language)
        case MuteKind.OUTLET:
            return mute.value
        case MuteKind.AFFAIR:
            found = await services.storage.stories.get([StoryId(int(mute.value))])
            return f"“{clean(found[0].title, _TITLE)}”" if found else f"#{mute.value}"
    assert_never(mute.kind)
