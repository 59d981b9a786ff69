"""Short answers: help, what was not understood, what was followed, nothing new."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.callbacks import Act, fits
from bot.chat.dates import clock_time
from bot.chat.hours import DEFAULT_HOURS
from bot.chat.markup import Html, block, bold, clean, code, escape, joined
from bot.chat.telling import in_brief
from bot.chat.texts import Texts
from bot.chat.views.parts import Mode, Profile, Row, columns, next_line, press
from bot.model import Message
from bot.roles.outcomes import Problem
from bot.stories.topics.preview import Preview, Verdict

_SHOWN = 60
_REASON = 300


def help_(commands: Sequence[tuple[str, str]], texts: Texts) -> Message:
    """Every command with a sentence."""
    lines = [Html(f"/{name} – {escape(description)}") for name, description in commands]
    intro = texts.html("I bring you the essence of the news on your topics, at your hours.")
    outro = texts.html("Or just write a word, and I look for the topic.")
    html = joined("\n\n", [bold(texts("Help")), intro, joined("\n", lines), outro])
    row = (press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0), press(texts("Settings"), Act.SETTINGS))
    return Message(html=html, buttons=(row,))


def followed(profile: Profile, name: str, texts: Texts, *, setting_up: bool) -> Message:
    """A topic was added; one tap to the next step."""
    coming = next_line(profile, texts)
    lines = [texts.html("✅ You follow {topic}.", topic=bold(clean(name, _SHOWN)))]
    if coming:
        lines.append(texts.html("The next digest: {time}", time=coming))
    onward: Row = (
        (press(texts("Continue ›"), Act.ZONES, Mode.SETUP),)
        if setting_up
        else (press(texts("Schedule"), Act.HOURS, Mode.EDIT),)
    )
    row = (press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0), *onward)
    return Message(html=joined("\n", lines), buttons=((press(texts("Digest now"), Act.NOW),), row))


def dropped(profile: Profile, name: str, texts: Texts) -> Message:
    lines = [texts.html("You no longer follow {topic}.", topic=bold(clean(name, _SHOWN)))]
    if not profile.choices:
        lines.append(texts.html("You follow no topic now, so no digest comes."))
    row = (press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0), press(texts("Settings"), Act.SETTINGS))
    return Message(html=joined("\n", lines), buttons=(row,))


def not_followed(words: str, texts: Texts) -> Message:
    """Asked to stop something that is not followed."""
    return Message(
        html=texts.html("You do not follow {topic}.", topic=bold(clean(words, _SHOWN))),
        buttons=((press(texts("Your topics"), Act.LEAVE),),),
    )


def offer(words: str, texts: Texts, tried: Sequence[Html] = ()) -> Message:
    """Words that are no command and no ready topic: follow them? With what `trial` tells."""
    shown = clean(words, _SHOWN)
    asked = texts.html("Would you like to follow {topic}?", topic=bold(f"“{shown}”"))
    html = joined("\n\n", [asked, *tried])
    if not fits(Act.FOLLOW, words):
        command = code(f"{texts('/follow')} {shown}")
        text = texts.html("To follow these words, write {command}", command=command)
        return Message(html=text, buttons=((press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0),),))
    rows = (
        (press(texts("Follow “{topic}”", topic=clean(words, 20)), Act.FOLLOW, words),),
        (press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0), press(texts("Help"), Act.HELP)),
    )
    return Message(html=html, buttons=rows)


def trial(seen: Preview | None, now: datetime, texts: Texts) -> list[Html]:
    """How many stories of the last days the words match, what that means, and the newest."""
    if seen is None:
        return []
    if seen.verdict is Verdict.NEVER:
        return [texts.html("No story of the last 7 days matches. You can follow it all the same.")]
    count = texts.plural("{n} story", "{n} stories", seen.matching)
    if seen.more:
        count = texts("more than {n} stories", n=str(seen.matching))
    lines = [texts.html("It matches {count} of the last 7 days.", count=bold(count))]
    if seen.verdict is Verdict.TOO_BROAD:
        lines.append(
            texts.html("⚠️ That is more than 30 % of all news. More words make it narrower.")
        )
    return [joined("\n", lines), *(Html(f"• {in_brief(one, now, texts)}") for one in seen.latest)]


def how_to_follow(texts: Texts) -> Message:
    """/ikuti without words."""
    lines = [
        texts.html("Write what you would like to follow after the command, for example:"),
        code(f"{texts('/follow')} Irak"),
        code(f"{texts('/follow')} {texts('rice price')}"),
    ]
    return Message(
        html=joined("\n", lines),
        buttons=((press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0),),),
    )


def found(choices: Sequence[tuple[str, str]], words: str, texts: Texts) -> Message:
    """Plain words that sound like ready topics: name and value of each button."""
    rows = list(columns([press(name, Act.FOLLOW, value) for name, value in choices], 2))
    if fits(Act.FOLLOW, f'"{words}"'):
        label = texts("Follow “{topic}”", topic=clean(words, 20))
        rows.append((press(label, Act.FOLLOW, f'"{words}"'),))
    text = texts.html(
        "Which topic do you mean by {words}?", words=bold(f"“{clean(words, _SHOWN)}”")
    )
    return Message(html=text, buttons=tuple(rows))


def bad_query(words: str, position: int, reason: str, texts: Texts) -> Message:
    """Where an own topic can not be read: a caret under the place."""
    begin = max(0, position - _SHOWN // 2)
    pointed = block(f"{words[begin : begin + _SHOWN]}\n{' ' * (position - begin)}^")
    return Message(
        html=joined(
            "\n", [texts.html("I can not read this topic: {reason}", reason=reason), pointed]
        ),
        buttons=((press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0),),),
    )


def too_many_topics(limit: int, texts: Texts) -> Message:
    text = texts.html(
        "You follow {limit} topics already, which is the most. Stop one first.", limit=str(limit)
    )
    return Message(html=text, buttons=((press(texts("Your topics"), Act.LEAVE),),))


def bad_schedule(word: str, texts: Texts) -> Message:
    """A word of /jadwal that is neither an hour nor a zone."""
    hours = " ".join(clock_time(hour, texts.language) for hour in DEFAULT_HOURS)
    example = code(f"{texts('/schedule')} {hours} WIB")
    return Message(
        html=joined(
            "\n",
            [
                texts.html(
                    "I do not know the hour or zone {word}.", word=bold(f"“{clean(word, _SHOWN)}”")
                ),
                texts.html("Write it like this: {command}", command=example),
            ],
        ),
        buttons=((press(texts("Schedule"), Act.HOURS, Mode.EDIT),),),
    )


def too_many_hours(limit: int, texts: Texts) -> Message:
    text = texts.html("At most {limit} digests a day, to keep it calm.", limit=str(limit))
    return Message(html=text, buttons=((press(texts("Schedule"), Act.HOURS, Mode.EDIT),),))


def nothing_new(profile: Profile, texts: Texts) -> Message:
    """/sekarang found nothing since the last digest."""
    coming = next_line(profile, texts)
    lines = [texts.html("There is nothing new about your topics since the last digest.")]
    if coming:
        lines.append(texts.html("The next digest: {time}", time=coming))
    row = (
        press(texts("Topics"), Act.TOPICS, Mode.EDIT, 0),
        press(texts("Schedule"), Act.HOURS, Mode.EDIT),
    )
    return Message(html=joined("\n", lines), buttons=(row,))


def no_topics(texts: Texts, *, setting_up: bool) -> Message:
    mode = Mode.SETUP if setting_up else Mode.EDIT
    return Message(
        html=texts.html("You follow no topic yet. Choose one first."),
        buttons=((press(texts("Topics"), Act.TOPICS, mode, 0),),),
    )


def unknown_command(nearest: str, texts: Texts) -> Message:
    text = (
        texts.html("I do not know that command. Did you mean {command}?", command=f"/{nearest}")
        if nearest
        else texts.html("I do not know that command.")
    )
    return Message(html=text, buttons=((press(texts("Help"), Act.HELP),),))


def gone(texts: Texts) -> Message:
    """The digest behind a button is no longer stored."""
    return Message(
        html=texts.html("This digest is no longer stored."),
        buttons=((press(texts("Digest now"), Act.NOW),),),
    )


def too_fast(texts: Texts) -> Message:
    """More requests a minute than a person makes."""
    return Message(html=texts.html("That was a lot at once. I listen again in a minute."))


def wait_a_minute(texts: Texts) -> str:
    return texts("That was a lot at once. I listen again in a minute.")


def on_its_way(texts: Texts) -> Message:
    """A digest that comes to another chat than this one."""
    row = (press(texts("Settings"), Act.SETTINGS),)
    return Message(html=texts.html("The digest is on its way."), buttons=(row,))


def old_keyboard(texts: Texts) -> str:
    """Plain text, shown over the chat."""
    return texts("This button is from an older version. Write /start for a new one.")


def admins_only(texts: Texts) -> str:
    """Plain text, for a press or a command of a group's ordinary member."""
    return texts("Only this group's admins can change the settings.")


def closed(chat_id: int, texts: Texts) -> Message:
    """The bot is private and this chat is not on its list."""
    return Message(
        html=texts.html(
            "This bot is private. Its operator can let you in with this number: {chat}",
            chat=code(str(chat_id)),
        )
    )


def failed(texts: Texts) -> Message:
    """Something went wrong on our side."""
    return Message(
        html=texts.html("Something went wrong on my side. Please try again in a moment.")
    )


def rejected(problem: Problem, texts: Texts) -> Message:
    """For the admin: Telegram did not take a digest's text as it was written."""
    happened = (
        texts.html("Its text went out without links and bold instead.")
        if problem.sent_plain
        else texts.html("It was given up; the messages behind it go on.")
    )
    lines = [
        bold(texts("Telegram refused a message of mine.")),
        happened,
        texts.html("Telegram says: {reason}", reason=clean(problem.detail, _REASON)),
        texts.html("Digest {number}. The log has more.", number=str(problem.delivery.digest_id)),
    ]
    return Message(html=joined("\n", lines))
