"""How a digest looks and sounds."""

from bot.chat.callbacks import Act
from bot.chat.markup import bold, joined
from bot.chat.texts import Texts, later
from bot.chat.views.parts import Profile, columns, press, ticked
from bot.model import Message
from bot.style import SummaryLength

# Twelve stories with their links are about what one message of Telegram holds.
LENGTHS = (4, 8, 12)
# What a button of this screen changes; its second value says to what.
STORIES, SUMMARY, SILENT, PREVIEW, TELL_EMPTY = "n", "r", "b", "g", "k"

_SUMMARIES = {
    SummaryLength.NONE: later("Headlines only"),
    SummaryLength.SHORT: later("Short summary"),
    SummaryLength.NORMAL: later("Normal summary"),
    SummaryLength.LONG: later("Long summary"),
}


def look(profile: Profile, texts: Texts) -> Message:
    """Ticks for length, summary, sound and picture."""
    style = profile.subscriber.style
    lengths = tuple(
        press(
            ticked(texts.plural("{n} story", "{n} stories", length), style.stories == length),
            Act.LOOK_SET,
            STORIES,
            length,
        )
        for length in LENGTHS
    )
    summaries = [
        press(ticked(texts(label), style.summary is summary), Act.LOOK_SET, SUMMARY, summary)
        for summary, label in _SUMMARIES.items()
    ]
    switches = [
        press(ticked(label, on), Act.LOOK_SET, name, int(not on))
        for name, label, on in (
            (SILENT, texts("Without a sound"), style.silent),
            (PREVIEW, texts("With a picture"), style.preview),
            (TELL_EMPTY, texts("Tell me when there is no news"), style.tell_empty),
        )
    ]
    lines = [
        bold(texts("How shall your digest look?")),
        texts.html(
            "The first story's picture stands above the text. Changes count from the next digest."
        ),
    ]
    rows = (
        lengths,
        *columns(summaries, 2),
        tuple(switches[:2]),
        (switches[2],),
        (press(texts("‹ Settings"), Act.SETTINGS),),
    )
    return Message(html=joined("\n", lines), buttons=rows)


def look_line(profile: Profile, texts: Texts) -> str:
    """ "8 berita, ringkasan lengkap"."""
    style = profile.subscriber.style
    stories = texts.plural("{n} story", "{n} stories", style.stories)
    return f"{stories} · {texts(_SUMMARIES[style.summary])}"
