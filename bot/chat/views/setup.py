"""The three choosing screens: topics, zone, hours; as steps of the set-up or from settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.callbacks import Act
from bot.chat.dates import INDONESIAN, clock_time, zone_label, zone_of
from bot.chat.markup import Html, bold, code, escape, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import (
    Mode,
    Profile,
    Row,
    columns,
    hours_line,
    listed,
    next_line,
    press,
    ticked,
)
from bot.chat.views.timing import hour_ticks, other_hours_hint
from bot.model import Button, Message, TopicKey

TOPICS_PER_PAGE = 12
_CITIES = {"WIB": "Jakarta", "WITA": "Makassar", "WIT": "Jayapura"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A ready topic of the tick list."""

    key: TopicKey
    name: str
    chosen: bool


def topics(
    profile: Profile,
    choices: Sequence[Choice],
    number: int,
    mode: Mode,
    texts: Texts,
    *,
    reminder: bool = False,
) -> Message:
    """The tick list, one page of it; `reminder` says that one topic at least is needed."""
    pages = max(1, -(-len(choices) // TOPICS_PER_PAGE))
    number = min(max(number, 0), pages - 1)
    shown = choices[number * TOPICS_PER_PAGE : (number + 1) * TOPICS_PER_PAGE]
    ticks = [
        press(ticked(choice.name, choice.chosen), Act.TOGGLE, mode, number, choice.key)
        for choice in shown
    ]
    rows = (*columns(ticks, 2), *_pager(number, pages, mode), _onward(mode, texts))
    # Last: numbers of the terminal's buttons stay where people know them.
    places = press(texts("Countries and provinces ›"), Act.PLACES, mode)
    parts = [_topics_head(mode, texts)]
    if profile.choices:
        chosen = listed(profile.choices, texts)
        parts.append(texts.html("You follow: {topics}", topics=bold(chosen)))
    if reminder:
        parts.append(Html(f"👉 {bold(texts('Please choose one topic first.'))}"))
    parts.append(_own_topic_hint(texts))
    last: Row = (places,)
    if profile.editions:
        last = (places, press(texts("Ready-made ›"), Act.EDITIONS, mode))
    return Message(html=joined("\n\n", parts), buttons=(*rows, last))


def zones(profile: Profile, mode: Mode, texts: Texts) -> Message:
    """Indonesia's zones by what the clock shows there now."""
    chosen = profile.subscriber.zone
    buttons = []
    for short, zone in INDONESIAN.items():
        here = clock_time(profile.now.astimezone(zone_of(zone)), texts.language)
        label = ticked(f"{short} · {_CITIES[short]} · {here}", zone == chosen)
        buttons.append(press(label, Act.ZONE, mode, short))
    title = (
        texts("Step 2 of 3 · What time is it where you are?")
        if mode is Mode.SETUP
        else texts("What time is it where you are?")
    )
    lines = [bold(title)]
    if chosen not in INDONESIAN.values():
        label = f"{chosen}, {zone_label(chosen, profile.now, texts.language)}"
        lines.append(texts.html("Your zone: {zone}", zone=bold(label)))
    lines.append(
        texts.html(
            "Outside Indonesia? Write the zone, for example {command}",
            command=code(f"{texts('/schedule')} Asia/Tokyo"),
        )
    )
    back = (
        press(texts("‹ Back"), Act.TOPICS, mode, 0) if mode is Mode.SETUP else _hours_button(texts)
    )
    return Message(html=joined("\n\n", lines), buttons=(*columns(buttons, 1), (back,)))


def hours(profile: Profile, texts: Texts) -> Message:
    """The set-up's last step; what else there is to time comes later."""
    title = bold(texts("Step 3 of 3 · When would you like your digest?"))
    head = joined("\n", [title, escape(hours_line(profile, texts))])
    last = (
        press(texts("‹ Back"), Act.ZONES, Mode.SETUP),
        press(texts("Done"), Act.DONE, Mode.SETUP),
    )
    ticks = columns(hour_ticks(profile, Mode.SETUP, texts), 2)
    html = joined("\n\n", [head, other_hours_hint(texts)])
    return Message(html=html, buttons=(*ticks, last))


def done(profile: Profile, texts: Texts, *, news: bool) -> Message:
    """The set-up's end: what was chosen, and what comes next."""
    lines = [
        Html(f"✅ {bold(texts('All set.'))}"),
        texts.html("Topics: {topics}", topics=listed(profile.choices, texts)),
        texts.html("Schedule: {hours}", hours=hours_line(profile, texts)),
    ]
    coming = next_line(profile, texts)
    if news:
        outlook = texts.html("Your first digest is on its way.")
    elif coming:
        outlook = texts.html(
            "No news about your topics in the last 24 hours. The next digest: {time}", time=coming
        )
    else:
        outlook = texts.html("No news about your topics in the last 24 hours.")
    row = (press(texts("Settings"), Act.SETTINGS), press(texts("Help"), Act.HELP))
    return Message(html=Html("\n".join(lines) + f"\n\n{outlook}"), buttons=(row,))


def _topics_head(mode: Mode, texts: Texts) -> Html:
    if mode is Mode.EDIT:
        return joined("\n", [bold(texts("Your topics")), texts.html("Tap to follow or to stop.")])
    return joined(
        "\n\n",
        [
            joined(
                "\n",
                [
                    bold(texts("Welcome to Sariwarta")),
                    texts.html(
                        "I read many news sources, join the reports of one event and bring you"
                        " the essence at your hours. I never ask for personal data or payment."
                    ),
                ],
            ),
            bold(texts("Step 1 of 3 · Which topics would you like to follow?")),
        ],
    )


def _own_topic_hint(texts: Texts) -> Html:
    return texts.html(
        "Not in the list? Just write the words, for example {example}",
        example=code(texts("rice price")),
    )


def _pager(number: int, pages: int, mode: Mode) -> tuple[Row, ...]:
    if pages == 1:
        return ()
    before, after = (number - 1) % pages, (number + 1) % pages
    return (
        (
            press("‹", Act.TOPICS, mode, before),
            press(f"{number + 1}/{pages}", Act.TOPICS, mode, number),
            press("›", Act.TOPICS, mode, after),
        ),
    )


def _onward(mode: Mode, texts: Texts) -> Row:
    if mode is Mode.SETUP:
        return (press(texts("Continue ›"), Act.ZONES, mode),)
    return (press(texts("‹ Settings"), Act.SETTINGS), press(texts("Digest now"), Act.NOW))


def _hours_button(texts: Texts) -> Button:
    return press(texts("‹ Schedule"), Act.HOURS, Mode.EDIT)
