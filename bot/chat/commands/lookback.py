"""What an own topic would have brought in the last days: asked before it is followed."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.commands.profile import texts_of
from bot.chat.dates import zone_of
from bot.chat.markup import Html
from bot.chat.services import Services
from bot.chat.turns import Turn
from bot.chat.views import guide
from bot.model import Story, Subscriber
from bot.reading import Search
from bot.stories.topics.preview import Preview, preview
from bot.stories.topics.queries import Query

DAYS = 7
# The newest stories tell the share of all news that a topic takes.
_SAMPLE = 100
# Counting stops here; a person reads more as "many".
_MOST = 150
# A topic of more alternatives is tried with these many.
_MOST_WORDS = 6


async def trial(
    query: Query, subscriber: Subscriber, turn: Turn, services: Services
) -> Sequence[Html]:
    """What there is to say of it to this subscriber; nothing while there are no stories."""
    seen = await _look_back(query, services, turn.now)
    return guide.trial(seen, turn.now.astimezone(zone_of(subscriber.zone)), texts_of(subscriber))


async def _look_back(query: Query, services: Services, now: datetime) -> Preview | None:
    since = now - timedelta(days=DAYS)
    last = await services.storage.stories.last_sequence()
    sample = await services.storage.stories.ready(max(0, last - _SAMPLE), last, since, _SAMPLE)
    if not sample:
        return None
    words = sorted(query.key_words)[:_MOST_WORDS]
    near: list[Story] = []
    more = not words
    for word in words:
        wanted = Search(words=(word,), newest=True, since=since)
        found = await services.storage.archive.search(wanted, 0, _MOST)
        near += found.stories
        more |= found.total > _MOST
    # Hundreds of texts take a tenth of a second: others go on chatting meanwhile.
    return await asyncio.to_thread(preview, query, sample, near, more=more)
