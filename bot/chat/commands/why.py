"""/mengapa: the way of a report through every stage, or to the one where it stopped."""

from bot.chat.commands.profile import load, texts_of
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import why as view
from bot.chat.wanted import read_search
from bot.digests.fitting import fit
from bot.feeds.urls import article_key, canonical, is_http_url
from bot.model import StoryId, Subscriber
from bot.reading import Traced

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
    mutes = (await storage.mutes.of([subscriber.id], turn.now)).get(subscriber.id, ())
    answer = view.Answer(
        traced=traced,
        fit=fit(story, subscriber, mutes) if story else None,
        carried=await storage.traces.carried(subscriber.id, story.id) if story else (),
        subscriber=subscriber,
        now=turn.now,
    )
    return Reply(screen=view.way(answer, services.topics.name, texts), new=True)
