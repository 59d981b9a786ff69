"""/pengaturan, /bahasa, /jeda, /privasi: the subscriber's own affairs."""

import json
from dataclasses import asdict, replace
from datetime import timedelta

from bot.chat.commands.profile import begun, load, profile, store, texts_of
from bot.chat.markup import Html
from bot.chat.services import Services
from bot.chat.texts import languages
from bot.chat.turns import File, Reply, Turn
from bot.chat.views import account, silence
from bot.model import Subscriber, SubscriberStatus

LONGEST_PAUSE = 365
# Besides the codes and the names that languages give themselves.
_LANGUAGE_WORDS = {"indonesian": "id", "inggris": "en"}


async def settings(turn: Turn, services: Services) -> Reply:
    """A digest that had stopped is explained, once."""
    known = await services.storage.subscribers.by_chat(turn.chat_id, turn.thread_id)
    subscriber = await load(turn, services)
    was_lost = known is not None and known.status is SubscriberStatus.UNREACHABLE
    back = was_lost and subscriber.status is not SubscriberStatus.UNREACHABLE
    if known is None or not back:
        return _settings(subscriber, turn, services)
    note = silence.ended(known.status_reason, texts_of(subscriber))
    return _settings(subscriber, turn, services, note=note)


async def language(turn: Turn, services: Services) -> Reply:
    """The choice of languages; a word after the command or a button chooses one."""
    before = await load(turn, services)
    word = turn.press.values[0] if turn.press and turn.press.values else turn.words
    chosen = _language(word)
    if not chosen:
        return Reply(screen=account.languages(texts_of(before)))
    return _settings(
        await store(before, replace(before, language=chosen), turn, services), turn, services
    )


async def pauses(turn: Turn, services: Services) -> Reply:
    """How long; `/jeda 5` pauses at once."""
    word = turn.words.split()[0] if turn.words and turn.press is None else ""
    if word.isascii() and word.isdecimal():
        return await _pause(int(word[:4]), turn, services)
    return Reply(screen=account.pauses(texts_of(await load(turn, services))))


async def pause(turn: Turn, services: Services) -> Reply:
    """A number of days was pressed."""
    days = turn.press.values[0] if turn.press else ""
    return await _pause(int(days) if days in map(str, account.PAUSE_DAYS) else 0, turn, services)


async def resume(turn: Turn, services: Services) -> Reply:
    """Digests come again, from the next hour on."""
    before = await load(turn, services)
    again = begun(replace(before, status_reason="", paused_until=None))
    return _settings(await store(before, again, turn, services), turn, services)


async def privacy(turn: Turn, services: Services) -> Reply:
    return Reply(screen=account.privacy(texts_of(await load(turn, services))))


async def export(turn: Turn, services: Services) -> Reply:
    """What is stored about the chat as a file: a list, because a forum has many threads."""
    subscribers = await services.storage.subscribers.of_chat(turn.chat_id)
    known = [asdict(each) | dict(await services.storage.about(each.id)) for each in subscribers]
    text = json.dumps(known, default=str, ensure_ascii=False, indent=2)
    return Reply(file=File(name="sariwarta.json", content=text.encode()))


async def forget(turn: Turn, services: Services) -> Reply:
    return Reply(screen=account.forget(texts_of(await load(turn, services))))


async def forget_sure(turn: Turn, services: Services) -> Reply:
    """Delete everything about the chat."""
    texts = texts_of(await load(turn, services))
    await services.storage.subscribers.forget(turn.chat_id)
    services.rescheduled()
    return Reply(screen=account.forgotten(texts))


async def _pause(days: int, turn: Turn, services: Services) -> Reply:
    before = await load(turn, services)
    if days:
        until = turn.now + timedelta(days=min(days, LONGEST_PAUSE))
        after = begun(replace(before, status_reason="", paused_until=until))
    else:
        after = replace(before, status=SubscriberStatus.PAUSED, status_reason="asked")
    subscriber = await store(before, after, turn, services)
    return Reply(screen=account.paused(profile(subscriber, turn, services), texts_of(subscriber)))


def _language(words: str) -> str:
    """The code of the language that is named; "" for none of ours."""
    names = {word: code for code, name in languages().items() for word in name.lower().split()}
    known = {**names, **_LANGUAGE_WORDS, **{code: code for code in languages()}}
    return next((known[word] for word in words.lower().split() if word in known), "")


def _settings(
    subscriber: Subscriber, turn: Turn, services: Services, *, note: Html | None = None
) -> Reply:
    shown = profile(subscriber, turn, services)
    screen = account.settings(shown, texts_of(subscriber), note=note)
    return Reply(screen=screen)
