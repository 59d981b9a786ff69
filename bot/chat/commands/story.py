"""The menu of one story: save it, want more or less of its kind, mute it, see it in full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.chat.commands.profile import ensure, load, texts_of
from bot.chat.dates import zone_of
from bot.chat.render import page
from bot.chat.services import Services
from bot.chat.telling import outlet_of
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide, story
from bot.chat.views.story import Hushable, Opinion, Place
from bot.model import DigestId, Story, StoryId, Subscriber
from bot.reading import Mute, MuteKind, Saved

HUSHED = timedelta(days=7)
# A story's best topics say what it is about; more would mute half of the news.
_MOST_TOPICS = 3
# No id has more digits; a longer number is no id of ours.
_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The story of a pressed menu, where the menu stands, and whose it is."""

    story: Story
    place: Place
    subscriber: Subscriber


async def menu(turn: Turn, services: Services) -> Reply:
    """The menu of a story in the place of the digest's buttons."""
    chosen = await _chosen(turn, services)
    return await _menu(chosen, services) if isinstance(chosen, _Chosen) else chosen


async def back(turn: Turn, services: Services) -> Reply:
    """The digest's own buttons again."""
    subscriber = await load(turn, services)
    numbers = _numbers(turn, 2)
    found = await services.storage.outbox.digest(DigestId(numbers[0])) if numbers else None
    if found is None or not numbers[1] < len(found.stories):
        return Reply(screen=guide.gone(texts_of(subscriber)), new=True)
    shown = replace(found, language=subscriber.language, style=subscriber.style)
    return Reply(keys=page(shown, services.topics.name, numbers[1]).buttons)


async def card(turn: Turn, services: Services) -> Reply:
    """The story in full, below what it was chosen from."""
    subscriber = await load(turn, services)
    numbers = _numbers(turn, 1)
    found = await services.storage.stories.get([StoryId(*numbers)] if numbers else [])
    if not found:
        return Reply(screen=story.gone(texts_of(subscriber)), new=True)
    opinion = await _opinion(found[0], subscriber, services)
    now = turn.now.astimezone(zone_of(subscriber.zone))
    return Reply(screen=story.card(found[0], now, opinion, texts_of(subscriber)), new=True)


async def keep(turn: Turn, services: Services) -> Reply:
    """Save the story; a second tap takes it out again."""
    chosen = await _chosen(turn, services, owned=True)
    if not isinstance(chosen, _Chosen):
        return chosen
    store, who, one = services.storage.saved, chosen.subscriber.id, chosen.story
    if await store.has(who, one.id):
        await store.drop(who, one.id)
    else:
        saved = Saved(
            story_id=one.id,
            title=one.title,
            link=one.link,
            outlet=one.reports[0].outlet,
            published=one.reports[0].published,
            saved=turn.now,
        )
        await store.keep(who, saved)
    return await _menu(chosen, services)


async def like(turn: Turn, services: Services) -> Reply:
    """More or less of this story's topics and outlet."""
    chosen = await _chosen(turn, services, owned=True)
    if not isinstance(chosen, _Chosen):
        return chosen
    steps = -1 if turn.press and turn.press.values[-1] == "-1" else 1
    names = _liked_by(chosen.story, chosen.subscriber)
    await services.storage.tastes.nudge(chosen.subscriber.id, names, steps)
    return await _menu(chosen, services)


async def hush(turn: Turn, services: Services) -> Reply:
    """What about the story shall be muted for seven days?"""
    chosen = await _chosen(turn, services)
    return await _hush(chosen, turn, services) if isinstance(chosen, _Chosen) else chosen


async def hush_set(turn: Turn, services: Services) -> Reply:
    """Mute it, or hear of it again."""
    chosen = await _chosen(turn, services, owned=True)
    if not isinstance(chosen, _Chosen):
        return chosen
    wanted = turn.press.values[-1] if turn.press else ""
    store, who = services.storage.mutes, chosen.subscriber.id
    muted = (await store.of([who], turn.now)).get(who, ())
    held = {(mute.kind, mute.value) for mute in muted}
    for one in _hushable(chosen.story, chosen.subscriber, services):
        if one.tag == wanted and (one.kind, one.value) in held:
            await store.lift(who, one.kind, one.value)
        elif one.tag == wanted:
            mute = Mute(kind=one.kind, value=one.value, until=turn.now + HUSHED)
            await store.set(who, mute)
    return await _hush(chosen, turn, services)


async def _chosen(turn: Turn, services: Services, *, owned: bool = False) -> _Chosen | Reply:
    """`owned`: something will be stored, so the subscriber must be."""
    subscriber = await load(turn, services)
    numbers = _numbers(turn, 3)
    found = await services.storage.stories.get([StoryId(numbers[2])] if numbers else [])
    if not found:
        return Reply(screen=story.gone(texts_of(subscriber)), new=True)
    if owned:
        subscriber = await ensure(subscriber, services)
    return _Chosen(
        story=found[0], place=Place(digest=numbers[0], start=numbers[1]), subscriber=subscriber
    )


async def _menu(chosen: _Chosen, services: Services) -> Reply:
    opinion = await _opinion(chosen.story, chosen.subscriber, services)
    texts = texts_of(chosen.subscriber)
    return Reply(keys=story.menu(chosen.story, chosen.place, opinion, texts))


async def _hush(chosen: _Chosen, turn: Turn, services: Services) -> Reply:
    subscriber = chosen.subscriber
    muted = (await services.storage.mutes.of([subscriber.id], turn.now)).get(subscriber.id, ())
    held = {Hushable(kind=mute.kind, value=mute.value, label="").tag for mute in muted}
    choices = _hushable(chosen.story, subscriber, services)
    rows = story.hush(chosen.story, choices, held, chosen.place, texts_of(subscriber))
    return Reply(keys=rows)


async def _opinion(one: Story, subscriber: Subscriber, services: Services) -> Opinion:
    tastes = (await services.storage.tastes.of([subscriber.id])).get(subscriber.id, ())
    names = _liked_by(one, subscriber)
    return Opinion(
        saved=await services.storage.saved.has(subscriber.id, one.id),
        liking=sum(taste.steps for taste in tastes if taste.name in names),
    )


def _liked_by(one: Story, subscriber: Subscriber) -> Sequence[str]:
    """What "more of this" means: the followed topics, else the best one, and the outlet."""
    keys = [match.key for match in sorted(one.topics, key=lambda match: -match.score)]
    followed = [key for key in keys if key in subscriber.topics]
    return (*(followed or keys[:1]), one.reports[0].outlet)


def _hushable(one: Story, subscriber: Subscriber, services: Services) -> list[Hushable]:
    """This affair, its topics, its outlet."""
    texts = texts_of(subscriber)
    affair = str(one.affair_id or one.id)
    keys = [match.key for match in sorted(one.topics, key=lambda match: -match.score)]
    names = [(key, services.topics.name(key, texts.language)) for key in keys[:_MOST_TOPICS]]
    outlet = one.reports[0].outlet
    return [
        Hushable(kind=MuteKind.AFFAIR, value=affair, label=texts("This story")),
        *(Hushable(kind=MuteKind.TOPIC, value=key, label=name) for key, name in names),
        Hushable(kind=MuteKind.OUTLET, value=outlet, label=outlet_of(one.reports[0])),
    ]


def _numbers(turn: Turn, count: int) -> tuple[int, ...]:
    """The first values of the pressed button; () when they are no numbers."""
    values = turn.press.values[:count] if turn.press else ()
    good = all(v.isascii() and v.isdecimal() and len(v) <= _DIGITS for v in values)
    return tuple(map(int, values)) if good else ()
