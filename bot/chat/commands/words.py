"""Texts that are no known command: the nearest command, or a topic by its name."""

from dataclasses import replace

from bot.chat.callbacks import Act, fits
from bot.chat.commands.following import follow
from bot.chat.commands.lookback import trial
from bot.chat.commands.profile import load, texts_of
from bot.chat.commands.table import BY_NAME, nearest
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide
from bot.stories.topics.queries import QueryError, parse

_MOST_FOUND = 6
# A sentence is no name of a topic.
_MOST_WORDS = 6


async def unknown_command(turn: Turn, services: Services) -> Reply:
    """The nearest right one."""
    texts = texts_of(await load(turn, services))
    meant = nearest(turn.command, texts.language)
    return Reply(screen=guide.unknown_command(meant, texts))


async def plain_words(turn: Turn, services: Services) -> Reply:
    """A command without its slash, the name of a topic, or words to follow."""
    first, _, rest = turn.words.strip().partition(" ")
    command = BY_NAME.get(first.lower())
    if command is not None:
        return await command.handler(replace(turn, words=rest.strip()), services)
    words = " ".join(turn.words.split())
    subscriber = await load(turn, services)
    texts = texts_of(subscriber)
    if services.topics.resolve(words) is not None:
        return await follow(turn, services)
    if len(words.split()) > _MOST_WORDS:
        return Reply(screen=guide.how_to_follow(texts))
    near = services.topics.find(words, texts.language)[:_MOST_FOUND]
    choices = [
        (services.topics.name(info.key, texts.language), str(info.key))
        for info in near
        if fits(Act.FOLLOW, info.key)
    ]
    if choices:
        return Reply(screen=guide.found(choices, words, texts))
    try:
        tried = await trial(parse(words), subscriber, turn, services)
    except QueryError:
        tried = ()
    return Reply(screen=guide.offer(words, texts, tried))
