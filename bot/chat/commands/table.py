"""The one table of commands: registration, menus, help and the documents are made from it."""

from difflib import get_close_matches

from bot.chat.callbacks import Act
from bot.chat.commands import (
    account,
    breaking,
    editions,
    following,
    look,
    muting,
    places,
    searching,
    sending,
    setup,
    shelf,
    sources,
    story,
    timing,
    why,
)
from bot.chat.commands.command import Command, Press
from bot.chat.commands.profile import load, texts_of
from bot.chat.services import Services
from bot.chat.texts import later
from bot.chat.turns import Reply, Turn
from bot.chat.views import guide


async def show_help(turn: Turn, services: Services) -> Reply:
    """Every command with a sentence, in the subscriber's language."""
    texts = texts_of(await load(turn, services))
    listed = [
        (command.name(texts.language), texts(command.description))
        for command in shown(private=turn.kind == "private")
    ]
    return Reply(screen=guide.help_(listed, texts))


COMMANDS = (
    Command(
        english="start",
        indonesian="mulai",
        description=later("Set up in three taps"),
        handler=setup.start,
    ),
    Command(
        english="now",
        indonesian="sekarang",
        description=later("The digest since the last one, at once"),
        handler=sending.now,
        slow=True,
    ),
    Command(
        english="topics",
        indonesian="topik",
        description=later("Choose topics from the list"),
        handler=setup.topics,
    ),
    Command(
        english="follow",
        indonesian="ikuti",
        description=later("Follow a topic or your own words"),
        handler=following.follow,
    ),
    Command(
        english="search",
        indonesian="cari",
        description=later("Search all stored news"),
        handler=searching.search,
        changes=False,
    ),
    Command(
        english="saved",
        indonesian="simpanan",
        description=later("The stories that you saved"),
        handler=shelf.saved,
        changes=False,
    ),
    Command(
        english="mute",
        indonesian="bisukan",
        description=later("Keep words, a topic or an outlet away"),
        handler=muting.mute,
    ),
    Command(
        english="sources",
        indonesian="sumber",
        description=later("The outlets that I read, and how they are"),
        handler=sources.sources,
        changes=False,
    ),
    Command(
        english="why",
        indonesian="mengapa",
        description=later("Why you got a story, or did not"),
        handler=why.why,
        changes=False,
    ),
    Command(
        english="schedule",
        indonesian="jadwal",
        description=later("Hours, days and quiet hours of your digest"),
        handler=timing.schedule,
    ),
    Command(
        english="pause",
        indonesian="jeda",
        description=later("Pause for some days"),
        handler=account.pauses,
    ),
    Command(
        english="stop",
        indonesian="berhenti",
        description=later("Stop a topic or everything"),
        handler=following.leave,
    ),
    Command(
        english="settings",
        indonesian="pengaturan",
        description=later("All your choices on one screen"),
        handler=account.settings,
        changes=False,
        also=("status",),
    ),
    Command(
        english="language",
        indonesian="bahasa",
        description=later("Bahasa Indonesia or English"),
        handler=account.language,
    ),
    Command(
        english="channel",
        indonesian="kanal",
        description=later("Digests for a group or channel"),
        handler=setup.channel,
        changes=False,
        in_groups=False,
    ),
    Command(
        english="privacy",
        indonesian="privasi",
        description=later("What is stored; download or delete it"),
        handler=account.privacy,
        changes=False,
    ),
    Command(
        english="help",
        indonesian="bantuan",
        description=later("All commands"),
        handler=show_help,
        changes=False,
    ),
)


def shown(*, private: bool) -> tuple[Command, ...]:
    """What menus and /bantuan show there."""
    return tuple(command for command in COMMANDS if private or command.in_groups)


BY_NAME = {name: command for command in COMMANDS for name in command.names}


def nearest(name: str, language: str) -> str:
    """The command that was probably meant, by its name in this language; or ""."""
    found = get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.6)
    return BY_NAME[found[0]].name(language) if found else ""


PRESSES = {
    Act.TOPICS: Press(handler=setup.topics, changes=False),
    Act.TOGGLE: Press(handler=setup.toggle),
    Act.PLACES: Press(handler=places.areas, changes=False),
    Act.INSIDE: Press(handler=places.inside, changes=False),
    Act.TICK: Press(handler=places.tick),
    Act.ZONES: Press(handler=setup.zones, changes=False),
    Act.ZONE: Press(handler=timing.zone),
    Act.HOURS: Press(handler=timing.schedule, changes=False),
    Act.HOUR: Press(handler=timing.hour),
    Act.DAYS: Press(handler=timing.days, changes=False),
    Act.DAY: Press(handler=timing.day),
    Act.QUIETS: Press(handler=timing.quiets, changes=False),
    Act.QUIET: Press(handler=timing.quiet),
    Act.INSTANT: Press(handler=timing.instant),
    Act.LOOK: Press(handler=look.look, changes=False),
    Act.LOOK_SET: Press(handler=look.change),
    Act.DONE: Press(handler=setup.done, slow=True),
    Act.MORE: Press(handler=sending.more, changes=False),
    Act.NOW: Press(handler=sending.now, slow=True),
    Act.SETTINGS: Press(handler=account.settings, changes=False),
    Act.LANGUAGES: Press(handler=account.language, changes=False),
    Act.LANGUAGE: Press(handler=account.language),
    Act.PAUSES: Press(handler=account.pauses, changes=False),
    Act.PAUSE: Press(handler=account.pause),
    Act.RESUME: Press(handler=account.resume),
    Act.LEAVE: Press(handler=following.leave, changes=False),
    Act.DROP: Press(handler=following.drop),
    Act.STOP: Press(handler=following.stop),
    Act.PRIVACY: Press(handler=account.privacy, changes=False),
    Act.EXPORT: Press(handler=account.export),
    Act.FORGET: Press(handler=account.forget),
    Act.FORGET_SURE: Press(handler=account.forget_sure),
    Act.FOLLOW: Press(handler=following.follow),
    Act.HELP: Press(handler=show_help, changes=False),
    Act.FIND: Press(handler=searching.search, changes=False),
    Act.CARD: Press(handler=story.card, changes=False),
    Act.STORY: Press(handler=story.menu, changes=False),
    Act.BACK: Press(handler=story.back, changes=False),
    Act.KEEP: Press(handler=story.keep),
    Act.LIKE: Press(handler=story.like),
    Act.HUSH: Press(handler=story.hush, changes=False),
    Act.HUSH_SET: Press(handler=story.hush_set),
    Act.ALERTS: Press(handler=breaking.breaking, changes=False),
    Act.ALERT: Press(handler=breaking.switch),
    Act.WHY: Press(handler=why.why, changes=False),
    Act.SOURCES: Press(handler=sources.sources, changes=False),
    Act.SOURCE: Press(handler=sources.source, changes=False),
    Act.SAVED: Press(handler=shelf.saved, changes=False),
    Act.UNSAVE: Press(handler=shelf.unsave),
    Act.TASTES: Press(handler=shelf.tastes, changes=False),
    Act.TASTE_RESET: Press(handler=shelf.taste_reset),
    Act.MUTES: Press(handler=muting.mute, changes=False),
    Act.MUTE: Press(handler=muting.for_days),
    Act.UNMUTE: Press(handler=muting.lift),
    Act.CHANNELS: Press(handler=setup.channel, changes=False),
    Act.EDITIONS: Press(handler=editions.editions, changes=False),
    Act.EDITION: Press(handler=editions.take, slow=True),
}
