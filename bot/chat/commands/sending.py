"""/sekarang and the button `more`: digests on demand."""

from dataclasses import replace

from bot.chat.commands.profile import load, profile, texts_of
from bot.chat.render import page
from bot.chat.services import Services
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide
from bot.model import DigestId, DigestKind, Subscriber, SubscriberStatus


async def now(turn: Turn, services: Services) -> Reply:
    """What is new since the last digest; the digest itself comes through the outbox."""
    subscriber = await load(turn, services)
    texts = texts_of(subscriber)
    if not (subscriber.topics or subscriber.queries):
        setting_up = subscriber.status is SubscriberStatus.SETUP
        return Reply(screen=guide.no_topics(texts, setting_up=setting_up), new=True)
    if await send_now(subscriber, services):
        return Reply() if turn.shown_in is None else Reply(screen=guide.on_its_way(texts))
    return Reply(screen=guide.nothing_new(profile(subscriber, turn, services), texts), new=True)


async def more(turn: Turn, services: Services) -> Reply:
    """The next page of a stored digest, in a new message."""
    subscriber = await load(turn, services)
    digest_id, start = turn.press.values if turn.press else ("", "")
    if not (_is_number(digest_id) and _is_number(start)):
        return Reply(screen=guide.gone(texts_of(subscriber)), new=True)
    digest = await services.storage.outbox.digest(DigestId(int(digest_id)))
    if digest is None or int(start) >= len(digest.stories):
        return Reply(screen=guide.gone(texts_of(subscriber)), new=True)
    shown = replace(digest, language=subscriber.language, style=subscriber.style)
    return Reply(screen=page(shown, services.topics.name, int(start)), new=True)


async def send_now(subscriber: Subscriber, services: Services) -> bool:
    """Promise a digest at once; a pause of some days goes on after it."""
    # Nothing was sent to this chat yet: the last day is the news.
    kind = DigestKind.REQUESTED if subscriber.cursor else DigestKind.FIRST
    return await services.digest_now(subscriber, kind)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
