"""The admins' commands: they exist for nobody else, in no menu and no help."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.callbacks import Act
from bot.chat.commands import correcting
from bot.chat.commands.command import Command, Press
from bot.chat.commands.profile import load, profile, texts_of
from bot.chat.office import Office
from bot.chat.services import Services
from bot.chat.texts import later
from bot.chat.turns import Reply, Turn
from bot.chat.views import account
from bot.chat.views import office as screens
from bot.model import ChatId
from bot.notices import AnnouncementId

# Over how long the share of full texts is counted.
_LATELY = timedelta(days=7)


async def feeds(turn: Turn, services: Services) -> Reply:
    """The health of every feed, those with trouble first."""
    page = turn.press.values[0] if turn.press else "0"
    states = [state for state in await services.storage.feeds.all() if state.feed.enabled]
    shares = await services.storage.feeds.full_texts(turn.now - _LATELY)
    me = await load(turn, services)
    number = int(page) if page.isdecimal() else 0
    return Reply(screen=screens.feeds(states, shares, number, me.zone, turn.now, texts_of(me)))


async def test(turn: Turn, services: Services) -> Reply:
    """One address tried: what subscribers would see of it."""
    me = await load(turn, services)
    if not turn.words:
        return Reply(screen=screens.how_to_test(texts_of(me)))
    tried = await _office(services).try_feed(turn.words.split()[0])
    names = {
        key: services.topics.name(key, me.language) for entry in tried.first for key in entry.topics
    }
    return Reply(screen=screens.tried(tried, names, me.zone, turn.now, texts_of(me)))


async def reload(turn: Turn, services: Services) -> Reply:
    """feeds.yaml read now."""
    reloaded = await _office(services).reload()
    return Reply(screen=screens.reloaded(reloaded, texts_of(await load(turn, services))))


async def stats(turn: Turn, services: Services) -> Reply:
    """Subscribers, outbox, stories, sizes."""
    figures = await _office(services).figures()
    people = await services.storage.subscribers.count()
    owed = await services.storage.outbox.counts()
    texts = texts_of(await load(turn, services))
    return Reply(screen=screens.stats(people, owed, figures, texts))


async def log(turn: Turn, services: Services) -> Reply:
    """The last warnings and errors."""
    lines = _office(services).problems()
    return Reply(screen=screens.problems(lines, texts_of(await load(turn, services))))


async def panel(turn: Turn, services: Services) -> Reply:
    """A link to the web panel, for this admin and for once."""
    texts = texts_of(await load(turn, services))
    link = _office(services).panel
    return Reply(screen=screens.panel(link(turn.chat_id) if link else "", texts))


async def seen_as(turn: Turn, services: Services) -> Reply:
    """Another chat's settings, without its buttons: an admin looks and does not touch."""
    texts = texts_of(await load(turn, services))
    word = turn.words.strip()
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        return Reply(screen=screens.which_chat(texts))
    chat = ChatId(int(word))
    known = await services.storage.subscribers.by_chat(chat)
    if known is None:
        return Reply(screen=screens.unknown_chat(word, texts))
    shown = account.settings(profile(known, turn, services), texts)
    return Reply(screen=replace(shown, buttons=()))


async def broadcast(turn: Turn, services: Services) -> Reply:
    """A preview of words to everyone; nothing is sent before the button is pressed."""
    texts = texts_of(await load(turn, services))
    if not turn.words:
        return Reply(screen=screens.how_to_broadcast(texts))
    screen = screens.announcement(turn.words)
    if screen is None:
        return Reply(screen=screens.too_long(texts))
    number = await services.storage.announcements.draft(turn.words, turn.now)
    active = (await services.storage.subscribers.count()).get("active", 0)
    return Reply(screen=screens.preview(screen, number, active, texts))


async def announce(turn: Turn, services: Services) -> Reply:
    """The preview's button: owe the words to every active subscriber, once."""
    number = _announcement(turn)
    draft = await services.storage.announcements.get(number)
    screen = screens.announcement(draft.text) if draft else None
    if screen is not None:
        await services.storage.announcements.send(number, screen, turn.now)
        services.owed()
    return await progress(turn, services)


async def progress(turn: Turn, services: Services) -> Reply:
    number = _announcement(turn)
    counts = await services.storage.announcements.progress(number)
    texts = texts_of(await load(turn, services))
    return Reply(screen=screens.progress(number, counts, texts))


async def halt(turn: Turn, services: Services) -> Reply:
    """What waits is not sent any more."""
    await services.storage.announcements.stop(_announcement(turn), turn.now)
    return await progress(turn, services)


def _announcement(turn: Turn) -> AnnouncementId:
    value = turn.press.values[0] if turn.press else ""
    return AnnouncementId(int(value) if value.isascii() and value.isdecimal() else 0)


def _office(services: Services) -> Office:
    if services.office is None:
        raise LookupError("an admin's command was handled in a program without an office")
    return services.office


OFFICE = (
    Command(
        english="feeds",
        indonesian="daftarsumber",
        description=later("Health of every feed"),
        handler=feeds,
    ),
    Command(
        english="test",
        indonesian="uji",
        description=later("Try an address without storing it"),
        handler=test,
        slow=True,
    ),
    Command(
        english="reload",
        indonesian="muatulang",
        description=later("Read feeds.yaml now"),
        handler=reload,
    ),
    Command(
        english="stats",
        indonesian="statistik",
        description=later("Subscribers, outbox and sizes"),
        handler=stats,
    ),
    Command(
        english="panel",
        indonesian="panel",
        description=later("Feeds, outbox and subscribers as pictures"),
        handler=panel,
    ),
    Command(
        english="broadcast",
        indonesian="umumkan",
        description=later("A message to every subscriber"),
        handler=broadcast,
    ),
    Command(
        english="split",
        indonesian="pisahkan",
        description=later("Part reports that are no one story"),
        handler=correcting.split,
    ),
    Command(
        english="merge",
        indonesian="gabungkan",
        description=later("Make one story of two"),
        handler=correcting.merge,
    ),
    Command(
        english="as",
        indonesian="sebagai",
        description=later("See a chat's settings"),
        handler=seen_as,
    ),
    Command(
        english="log",
        indonesian="catatan",
        description=later("The last problems"),
        handler=log,
    ),
)
OFFICE_PRESSES = {
    Act.FEEDS: Press(handler=feeds),
    Act.ANNOUNCE: Press(handler=announce),
    Act.ANNOUNCED: Press(handler=progress),
    Act.ANNOUNCE_STOP: Press(handler=halt),
}
