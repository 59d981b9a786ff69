"""/ikuti and /berhenti: topics by their names, own topics by their words."""

from dataclasses import replace

from bot.chat.callbacks import Act, fits, tag
from bot.chat.commands.lookback import trial
from bot.chat.commands.profile import (
    MAX_OWN_TOPICS,
    MAX_TOPICS,
    begun,
    load,
    profile,
    store,
    texts_of,
    with_topic,
    without_topic,
)
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import account, guide
from bot.chat.views.parts import own_topic
from bot.model import Message, Subscriber, SubscriberStatus
from bot.stories.topics.queries import QueryError, parse

STOPPED = "stopped"
_EVERYTHING = frozenset(("semua", "semuanya", "all", "everything"))


async def follow(turn: Turn, services: Services) -> Reply:
    """Follow the topic of this name, or these words as an own topic.

    What an own topic would have brought is shown before it is saved.
    """
    before = await load(turn, services)
    words = " ".join((turn.press.values[0] if turn.press else turn.words).split())
    wanted = _wanted(before, words, services)
    if isinstance(wanted, Message):
        return Reply(screen=wanted)
    subscriber, name = wanted
    if turn.press is None and subscriber.queries != before.queries and fits(Act.FOLLOW, words):
        tried = await trial(parse(words), before, turn, services)
        if tried:
            return Reply(screen=guide.offer(words, texts_of(before), tried))
    setting_up = before.status is SubscriberStatus.SETUP
    if before.status is not SubscriberStatus.PAUSED or before.status_reason == STOPPED:
        # A pause that was asked for goes on; who had stopped everything wants to return.
        subscriber = begun(subscriber)
    subscriber = await store(before, subscriber, turn, services)
    screen = guide.followed(
        profile(subscriber, turn, services), name, texts_of(subscriber), setting_up=setting_up
    )
    return Reply(screen=screen)


async def leave(turn: Turn, services: Services) -> Reply:
    """Which topic shall stop; `/berhenti irak` stops it, `/berhenti semua` everything."""
    before = await load(turn, services)
    if turn.press is None and turn.words:
        if turn.words.strip().lower() in _EVERYTHING:
            return await stop(turn, services)
        return await _drop(before, _key_of(before, turn.words, services), turn, services)
    names = [services.topics.name(key, before.language) for key in before.topics]
    followed = [
        *zip(names, before.topics, strict=True),
        *((own_topic(query), tag(query)) for query in before.queries),
    ]
    return Reply(screen=account.leaving(followed, texts_of(before)))


async def drop(turn: Turn, services: Services) -> Reply:
    """The button of one topic on the screen of `leave`."""
    before = await load(turn, services)
    return await _drop(before, turn.press.values[0] if turn.press else "", turn, services)


async def stop(turn: Turn, services: Services) -> Reply:
    """No digest any more; the choices stay for a return."""
    before = await load(turn, services)
    if before.status is not SubscriberStatus.SETUP:
        after = replace(before, status=SubscriberStatus.PAUSED, status_reason=STOPPED)
        await store(before, after, turn, services)
    return Reply(screen=account.stopped(texts_of(before)))


def _wanted(before: Subscriber, words: str, services: Services) -> tuple[Subscriber, str] | Message:
    """The subscriber with the topic and its name, or the screen that says why not."""
    texts = texts_of(before)
    if not words:
        return guide.how_to_follow(texts)
    key = services.topics.resolve(words)
    if key is not None:
        if key not in before.topics and len(before.topics) >= MAX_TOPICS:
            return guide.too_many_topics(MAX_TOPICS, texts)
        return with_topic(before, key), services.topics.name(key, before.language)
    try:
        query = str(parse(words))
    except QueryError as problem:
        return guide.bad_query(words, problem.position, texts(problem.message_id), texts)
    if query not in before.queries and len(before.queries) >= MAX_OWN_TOPICS:
        return guide.too_many_topics(MAX_OWN_TOPICS, texts)
    queries = tuple(dict.fromkeys((*before.queries, query)))
    return replace(before, queries=queries), own_topic(query)


async def _drop(before: Subscriber, key: str, turn: Turn, services: Services) -> Reply:
    texts = texts_of(before)
    after = without_topic(before, key)
    gone = [services.topics.name(k, before.language) for k in before.topics if k == key]
    gone += [own_topic(query) for query in before.queries if tag(query) == key]
    if not gone:
        return Reply(screen=guide.not_followed(turn.words or key, texts))
    subscriber = await store(before, after, turn, services)
    return Reply(screen=guide.dropped(profile(subscriber, turn, services), gone[0], texts))


def _key_of(before: Subscriber, words: str, services: Services) -> str:
    """The followed topic that these words name: a ready one, or an own one as written."""
    key = services.topics.resolve(words)
    if key is not None and key in before.topics:
        return key
    try:
        asked = str(parse(words))
    except QueryError:
        asked = words
    return tag(asked)
