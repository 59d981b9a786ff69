"""/mengapa: the way of a report through every stage, or to the one where it stopped."""

import asyncio
from dataclasses import replace

from bot.chat.commands.profile import load, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import why as view
from bot.chat.wanted import read_search
from bot.digests.compose import WINDOW
from bot.digests.fitting import fit, fits
from bot.digests.interest import Interest
from bot.digests.standing import Standing, merits, standing
from bot.feeds.urls import article_key, canonical, is_http_url
from bot.model import Story, StoryId, Subscriber
from bot.reading import Traced
from bot.roles.digest import MOST_STORIES

_DIGITS = 18


async def why(turn: Turn, services: Services) -> Reply:
    """A reply to a digest lists its stories; a link or words find the report."""
    subscriber = await load(turn, services)
    texts = texts_of(subscriber)
    if turn.press is None and turn.replied and not turn.words:
        ids = await services.storage.traces.shown(turn.chat_id, turn.replied)
        stories = await services.storage.stories.get(ids)
        if len(stories) != 1:
            return Reply(screen=view.which(stories, texts))
        return await _answer(stories[0].id, subscriber, turn, services)
    if turn.press is not None:
        value = turn.value(0)
        good = value.isascii() and value.isdecimal() and len(value) <= _DIGITS
        return await _answer(StoryId(int(value) if good else 0), subscriber, turn, services)
    if not turn.words:
        return Reply(screen=view.how_to_ask(texts))
    return await _found(turn.words, subscriber, turn, services)


async def _found(words: str, subscriber: Subscriber, turn: Turn, services: Services) -> Reply:
    link = next((word for word in words.split() if is_http_url(word)), "")
    if link:
        traced = await services.storage.traces.by_article(article_key(link), canonical(link))
        return await _told(traced, subscriber, turn, services)
    wanted = read_search(words)
    found = await services.storage.archive.search(wanted, 0, 1) if wanted else None
    if found is None or not found.stories:
        return Reply(screen=view.never_seen(texts_of(subscriber)))
    return await _answer(found.stories[0].id, subscriber, turn, services)


async def _answer(
    story_id: StoryId, subscriber: Subscriber, turn: Turn, services: Services
) -> Reply:
    return await _told(await services.storage.traces.by_story(story_id), subscriber, turn, services)


async def _told(
    traced: Traced | None, subscriber: Subscriber, turn: Turn, services: Services
) -> Reply:
    texts = texts_of(subscriber)
    if traced is None:
        return Reply(screen=view.never_seen(texts), new=True)
    story, storage = traced.story, services.storage
    interest = await _interest(subscriber, turn, services)
    answer = view.Answer(
        traced=traced,
        fit=fit(story, subscriber, interest.mutes) if story else None,
        carried=await storage.traces.carried(subscriber.id, story.id) if story else (),
        subscriber=subscriber,
        now=turn.now,
        merits=merits(story, interest, turn.now) if story else None,
    )
    if story and not answer.carried and story.sequence > subscriber.cursor:
        place = await _standing(story, subscriber, interest, turn, services)
        answer = replace(answer, standing=place)
    return Reply(screen=view.way(answer, services.topics.name, texts), new=True)


async def _interest(subscriber: Subscriber, turn: Turn, services: Services) -> Interest:
    ids, storage = [subscriber.id], services.storage
    mutes = await storage.mutes.of(ids, turn.now)
    tastes = await storage.tastes.of(ids)
    sent = await storage.instants.sent(ids, turn.now - WINDOW)
    return Interest.of(
        subscriber,
        mutes.get(subscriber.id, ()),
        tastes.get(subscriber.id, ()),
        sent.get(subscriber.id, ()),
    )


async def _standing(
    story: Story, subscriber: Subscriber, interest: Interest, turn: Turn, services: Services
) -> Standing | None:
    """In the digest that would be made now."""
    stories = services.storage.stories
    until = await stories.last_sequence()
    fresh = await stories.ready(subscriber.cursor, until, turn.now - WINDOW, MOST_STORIES)
    # Ranking a full archive takes long enough to keep others waiting.
    return await asyncio.to_thread(standing, story, fresh, interest, fits, turn.now)
