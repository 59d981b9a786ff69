"""Loading and storing the subscriber of a turn, and what follows from a change."""

from dataclasses import replace
from datetime import datetime

from bot.chat.callbacks import tag
from bot.chat.hours import DEFAULT_HOURS
from bot.chat.services import Services
from bot.chat.texts import Texts, language_of, texts_for
from bot.chat.turns import Turn
from bot.chat.views.parts import Profile
from bot.chat.views.silence import PAUSED_MARK
from bot.digests.timetable import is_paused
from bot.model import Subscriber, SubscriberId, SubscriberStatus, TopicKey

# More names than this make a digest of everything, and a keyboard of hundred buttons.
MAX_TOPICS = 60
MAX_OWN_TOPICS = 20

_UNSAVED = SubscriberId(0)


async def load(turn: Turn, services: Services) -> Subscriber:
    """The chat's subscriber; a new one is not stored before it chose something.

    Whoever writes can be reached again, whatever a refusal said before; from elsewhere that
    says nothing about the place.
    """
    known = await services.storage.subscribers.by_chat(turn.chat_id, turn.thread_id)
    lost = known is not None and known.status is SubscriberStatus.UNREACHABLE
    if known is not None and lost and turn.shown_in is None:
        known = restored(known, turn.now, services)
        await services.storage.subscribers.save(known)
        services.rescheduled()
    return known or Subscriber(
        id=_UNSAVED,
        chat_id=turn.chat_id,
        thread_id=turn.thread_id,
        kind=turn.kind,
        language=language_of(turn.language_code),
        zone=services.default_zone,
        hours=DEFAULT_HOURS,
        joined=turn.now,
    )


def restored(subscriber: Subscriber, now: datetime, services: Services) -> Subscriber:
    """As before the chat was lost: paused, unfinished, or due at its next hour."""
    if subscriber.status_reason.endswith(PAUSED_MARK):
        return replace(subscriber, status=SubscriberStatus.PAUSED, status_reason="asked")
    unfinished = replace(subscriber, status=SubscriberStatus.SETUP, status_reason="")
    again = begun(unfinished)
    return replace(again, due=_due(again, now, services))


async def store(
    before: Subscriber, after: Subscriber, turn: Turn, services: Services
) -> Subscriber:
    """Keep the change, with the due time that follows from it."""
    planned = replace(after, due=_due(after, turn.now, services))
    if planned.id == _UNSAVED:
        planned = await services.storage.subscribers.add(planned)
    else:
        await services.storage.subscribers.save(planned)
    if planned.due != before.due:
        services.rescheduled()
    return planned


async def ensure(subscriber: Subscriber, services: Services) -> Subscriber:
    """Stored, because something is kept for them; one who chose nothing stays in the set-up."""
    if subscriber.id != _UNSAVED:
        return subscriber
    return await services.storage.subscribers.add(subscriber)


def texts_of(subscriber: Subscriber) -> Texts:
    return texts_for(subscriber.language)


def profile(subscriber: Subscriber, turn: Turn, services: Services) -> Profile:
    """The subscriber with the names that screens show."""
    names = (services.topics.name(key, subscriber.language) for key in subscriber.topics)
    return Profile(
        subscriber=subscriber,
        topics=tuple(names),
        now=turn.now,
        resting=subscriber.status is SubscriberStatus.ACTIVE and is_paused(subscriber, turn.now),
        editions=bool(services.editions),
    )


def with_topic(subscriber: Subscriber, key: TopicKey) -> Subscriber:
    return replace(subscriber, topics=tuple(dict.fromkeys((*subscriber.topics, key))))


def without_topic(subscriber: Subscriber, key: str) -> Subscriber:
    """Without the ready topic of this key, or the own topic of this tag."""
    return replace(
        subscriber,
        topics=tuple(topic for topic in subscriber.topics if topic != key),
        queries=tuple(query for query in subscriber.queries if tag(query) != key),
    )


def toggled(subscriber: Subscriber, key: str, *, guided: bool) -> Subscriber | None:
    """Follow the topic, or stop it; None where it would be one too many."""
    if key in subscriber.topics:
        after = without_topic(subscriber, key)
    elif len(subscriber.topics) >= MAX_TOPICS:
        return None
    else:
        after = with_topic(subscriber, TopicKey(key))
    # Outside the guided set-up nothing else would start the digests.
    starts = not guided and subscriber.status is SubscriberStatus.SETUP
    return begun(after) if starts else after


def begun(subscriber: Subscriber) -> Subscriber:
    """Digests come from now on, if there is something to send."""
    ready = bool(subscriber.topics or subscriber.queries)
    return replace(subscriber, status=SubscriberStatus.ACTIVE) if ready else subscriber


def _due(subscriber: Subscriber, now: datetime, services: Services) -> datetime | None:
    """Active subscribers are due at their next hour, or at the first one after a pause."""
    if subscriber.status is not SubscriberStatus.ACTIVE:
        return None
    if not (subscriber.topics or subscriber.queries):
        return None
    return services.plan(subscriber, now)
