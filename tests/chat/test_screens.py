"""Every screen in both languages, as readable files to look at; `UPDATE_SCREENS=1` writes them."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

import pytest

from bot.chat.callbacks import MAX_BYTES, decode
from bot.chat.commands.office import OFFICE_PRESSES
from bot.chat.commands.table import PRESSES, shown
from bot.chat.elsewhere import Place, at_place
from bot.chat.markup import Html, measure
from bot.chat.render import page, render
from bot.chat.texts import Texts, languages, texts_for
from bot.chat.views import account, channels, editions, guide, look, places, setup, silence, timing
from bot.chat.views.parts import Mode, Profile
from bot.chat.weekdays import WORKDAYS
from bot.model import (
    ChatId,
    Message,
    QuietHours,
    StoryId,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
)
from bot.stories.topics.preview import Preview, Verdict
from bot.style import Style, SummaryLength
from tests.chat.office_screens import OFFICE
from tests.chat.reading_screens import READING
from tests.chat.samples import digest, names, story
from tests.chat.test_editions import MORNING

FOLDER = Path(__file__).parent / "screens"
NOW = datetime(2026, 11, 19, 23, 20, tzinfo=UTC)
NIGHT = QuietHours(start=time(22), end=time(5))
CHANNEL = Place(chat_id=ChatId(-1_001_234_567_890), kind="channel", title="Kabar Warga")
DUE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

Screen = Callable[[Texts], Message]


def who(texts: Texts, **changes: object) -> Profile:
    subscriber = Subscriber(
        id=SubscriberId(1),
        chat_id=ChatId(17),
        language=texts.language,
        hours=(time(6), time(17)),
        topics=(TopicKey("irak"), TopicKey("rusia")),
        queries=('"harga beras"',),
        status=SubscriberStatus.ACTIVE,
        due=DUE,
        joined=NOW,
    )
    changed = replace(subscriber, **changes)  # type: ignore[arg-type]  # test data by keyword
    topics = tuple(names(key, texts.language) for key in changed.topics)
    return Profile(subscriber=changed, topics=topics, now=NOW)


def new(texts: Texts) -> Profile:
    return who(texts, topics=(), queries=(), status=SubscriberStatus.SETUP, due=None)


def choices(*chosen: str) -> list[setup.Choice]:
    keys = [TopicKey(key) for key in ("irak", "rusia", "timur-tengah", "palestina", "ekonomi")]
    keys += [TopicKey(f"topik-{number}") for number in range(9)]
    return [setup.Choice(key=k, name=names(k, "id"), chosen=k in chosen) for k in keys]


def some_digest(texts: Texts) -> Message:
    stories = [story(number) for number in range(12)]
    stories[2] = story(2, affair_id=StoryId(0))
    return render(digest(*stories, language=texts.language), names)[0]


def _unreachable(reason: str, texts: Texts) -> Message:
    shown = who(texts, status=SubscriberStatus.UNREACHABLE, status_reason=reason, due=None)
    return at_place(account.settings(shown, texts), CHANNEL)


def paused(texts: Texts) -> Profile:
    return who(texts, status=SubscriberStatus.PAUSED, due=None)


FOLLOWED = [("Irak", "irak"), ("Rusia", "rusia"), ("“harga beras”", "~0123456789ab")]
AREA = places.Area(key=TopicKey("timur-tengah"), name="Timur Tengah", emoji="🕌")
SCREENS: dict[str, Screen] = {
    "01-start": lambda t: setup.topics(new(t), choices(), 0, Mode.SETUP, t),
    "02-start-reminder": lambda t: setup.topics(new(t), choices(), 0, Mode.SETUP, t, reminder=True),
    "03-start-ticked": lambda t: setup.topics(
        who(t, queries=()), choices("irak", "rusia"), 0, Mode.SETUP, t
    ),
    "04-start-zone": lambda t: setup.zones(who(t), Mode.SETUP, t),
    "05-start-hours": lambda t: setup.hours(who(t), t),
    "06-start-done": lambda t: setup.done(who(t), t, news=True),
    "07-start-done-no-news": lambda t: setup.done(who(t), t, news=False),
    "10-digest": some_digest,
    "11-digest-more": lambda t: page(digest(*map(story, range(12)), language=t.language), names, 8),
    "12-nothing-new": lambda t: guide.nothing_new(who(t), t),
    "13-no-topics": lambda t: guide.no_topics(t, setting_up=True),
    "14-digest-gone": guide.gone,
    "20-topics": lambda t: setup.topics(who(t), choices("irak", "rusia"), 1, Mode.EDIT, t),
    "21-places": lambda t: places.areas([AREA, replace(AREA, emoji="")], Mode.EDIT, t),
    "21-places-inside": lambda t: places.inside(AREA, choices("irak"), 0, Mode.SETUP, t),
    "21-zone": lambda t: setup.zones(who(t, zone="Asia/Tokyo"), Mode.EDIT, t),
    "22-schedule": lambda t: timing.schedule(
        who(t, hours=(time(5, 30), time(17)), zone="Asia/Makassar"), t
    ),
    "23-bad-schedule": lambda t: guide.bad_schedule("besok", t),
    "24-too-many-hours": lambda t: guide.too_many_hours(12, t),
    "25-schedule-full": lambda t: timing.schedule(
        who(t, days=WORKDAYS, quiet=NIGHT, instant=True), t
    ),
    "29-editions": lambda t: editions.editions(
        who(t), [editions.Offer(edition=MORNING, topics=("Indonesia", "Ekonomi"))], Mode.EDIT, t
    ),
    "29-editions-set-up": lambda t: setup.topics(
        replace(new(t), editions=True), choices(), 0, Mode.SETUP, t
    ),
    "29-editions-schedule": lambda t: timing.schedule(replace(who(t), editions=True), t),
    "26-days": lambda t: timing.days(who(t, days=(1, 3, 6)), t),
    "27-quiet-hours": lambda t: timing.quiets(who(t, quiet=NIGHT), t),
    "28-no-quiet-hours": lambda t: timing.quiets(who(t), t),
    "30-followed": lambda t: guide.followed(who(t), "Irak", t, setting_up=False),
    "31-followed-in-set-up": lambda t: guide.followed(who(t), "Irak", t, setting_up=True),
    "32-how-to-follow": guide.how_to_follow,
    "33-found": lambda t: guide.found([("Palestina", "palestina")], "palestin", t),
    "34-offer": lambda t: guide.offer("mobil listrik", t),
    "35-offer-long": lambda t: guide.offer("kata " * 20, t),
    "38-offer-tried": lambda t: guide.offer("minyak", t, tried(t, Verdict.GOOD)),
    "39-offer-broad": lambda t: guide.offer("harga", t, tried(t, Verdict.TOO_BROAD, more=True)),
    "39-offer-never": lambda t: guide.offer("kereta gantung", t, tried(t, Verdict.NEVER)),
    "36-bad-query": lambda t: guide.bad_query(
        'beras "impor', 6, t("A quotation mark is not closed."), t
    ),
    "37-too-many-topics": lambda t: guide.too_many_topics(20, t),
    "40-stop": lambda t: account.leaving(FOLLOWED, t),
    "41-dropped": lambda t: guide.dropped(who(t), "Irak", t),
    "42-dropped-last": lambda t: guide.dropped(new(t), "Irak", t),
    "43-not-followed": lambda t: guide.not_followed("Ukraina", t),
    "44-stopped": account.stopped,
    "50-settings": lambda t: account.settings(who(t), t),
    "51-settings-paused": lambda t: account.settings(paused(t), t),
    "52-settings-resting": lambda t: account.settings(replace(who(t), resting=True), t),
    "53-settings-new": lambda t: account.settings(new(t), t),
    "54-welcome-back": lambda t: account.settings(who(t), t, greeting=t("Welcome back.")),
    "54-settings-back": lambda t: account.settings(who(t), t, note=silence.ended("no-rights", t)),
    **{
        f"54-settings-{reason}": partial(_unreachable, reason)
        for reason in ("no-rights", "kicked", "not-found", "thread-closed", "other")
    },
    "55-language": account.languages,
    "56-pause": account.pauses,
    "57-paused": lambda t: account.paused(who(t), t),
    "58-paused-open-end": lambda t: account.paused(paused(t), t),
    "59-look": lambda t: look.look(
        who(t, style=Style(stories=4, summary=SummaryLength.SHORT, silent=True)), t
    ),
    "60-privacy": account.privacy,
    "61-forget": account.forget,
    "62-forgotten": account.forgotten,
    "63-channels": lambda t: channels.how_to_add("sariwarta_bot", t),
    "64-channel-added": lambda t: at_place(channels.added("channel", t, known=False), CHANNEL),
    "65-group-added": lambda t: at_place(channels.added("group", t, known=False), CHANNEL),
    "66-channel-back": lambda t: at_place(channels.added("channel", t, known=True), CHANNEL),
    "67-channel-settings": lambda t: at_place(account.settings(who(t), t), CHANNEL),
    "68-not-yours": channels.not_yours,
    "69-on-its-way": lambda t: at_place(guide.on_its_way(t), CHANNEL),
    "70-help": lambda t: guide.help_(
        [(command.name(t.language), t(command.description)) for command in shown(private=True)],
        t,
    ),
    "71-unknown-command": lambda t: guide.unknown_command("jadwal", t),
    "72-unknown-far": lambda t: guide.unknown_command("", t),
    "73-closed": lambda t: guide.closed(17, t),
    "74-failed": guide.failed,
    "75-too-fast": guide.too_fast,
    **READING,
    **OFFICE,
}


def tried(texts: Texts, verdict: Verdict, *, more: bool = False) -> list[Html]:
    seen = Preview(matching=14, latest=(story(1), story(2)), verdict=verdict, more=more)
    return guide.trial(seen, NOW, texts)


def written(message: Message) -> str:
    rows = [
        "  ".join(f"[{button.label}]({button.data or button.url})" for button in row)
        for row in message.buttons
    ]
    return "\n".join([message.html, *([""] if rows else []), *rows]) + "\n"


@pytest.fixture(params=sorted(languages()))
def texts(request: pytest.FixtureRequest) -> Texts:
    return texts_for(request.param)


@pytest.mark.parametrize("name", SCREENS)
def test_looks_as_it_was_approved(name: str, texts: Texts) -> None:
    path = FOLDER / texts.language / f"{name}.txt"
    shown = written(SCREENS[name](texts))
    if os.environ.get("UPDATE_SCREENS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("name", SCREENS)
def test_is_what_telegram_takes(name: str, texts: Texts) -> None:
    message = SCREENS[name](texts)

    assert measure(message.html).fits
    assert all(button.label for row in message.buttons for button in row)
    assert sum(map(len, message.buttons)) <= 100


@pytest.mark.parametrize("name", SCREENS)
def test_every_button_is_understood(name: str, texts: Texts) -> None:
    for row in SCREENS[name](texts).buttons:
        for button in row:
            if button.url:
                continue
            press = decode(button.data)
            assert len(button.data.encode()) <= MAX_BYTES
            assert press is not None
            assert press.act in {**PRESSES, **OFFICE_PRESSES}


def test_no_file_is_left_over() -> None:
    files = {path.stem for path in FOLDER.rglob("*.txt")}

    assert files <= set(SCREENS)
