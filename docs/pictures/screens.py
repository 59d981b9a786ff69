"""Draws docs/pictures/screens-id.png and -en.png: the bot's own screens, as a phone shows them.

.venv/bin/python docs/pictures/screens.py        (needs chromium)
"""

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
sys.path.insert(0, str(HERE))

from make import STYLE  # noqa: E402 -- the paths come first

from bot.chat.texts import Texts, texts_for  # noqa: E402
from bot.chat.views import setup  # noqa: E402
from bot.chat.views.parts import Mode  # noqa: E402
from bot.model import Message, TopicKey  # noqa: E402
from bot.stories.topics.catalogue import builtin  # noqa: E402
from tests.chat.test_screens import SCREENS, who  # noqa: E402

# The screens that tests/chat/screens holds, in the order in which a reader meets them.
SHOWN = (
    ("topics", "04-start-zone", "05-start-hours"),
    ("25-schedule-full", "26-days", "59-look"),
)
# Two rows of three phones; the columns are cut below the longest.
SIZE = "1290,1180"
_COLUMNS = """
body { width: 1290px; display: grid; grid-template-columns: repeat(3, 430px); row-gap: 18px; }
"""


def topics(texts: Texts) -> Message:
    """The first step with the topics that the bot really offers."""
    catalogue = builtin()
    desks = [info.key for info in catalogue.topics if info.kind == "desk"]
    keys = dict.fromkeys((*catalogue.popular, *desks))
    followed = (TopicKey("irak"), TopicKey("rusia"))
    choices = [
        setup.Choice(key=key, name=catalogue.name(key, texts.language), chosen=key in followed)
        for key in keys
    ]
    names = tuple(catalogue.name(key, texts.language) for key in followed)
    reader = replace(who(texts, queries=()), topics=names)
    return setup.topics(reader, choices, 0, Mode.SETUP, texts)


def phone(message: Message) -> str:
    rows = "".join(
        '<div class="row">' + "".join(f"<span>{key.label}</span>" for key in row) + "</div>"
        for row in message.buttons
    )
    return f'<div><div class="bubble">{message.html}</div>{rows}</div>'


def page(language: str) -> str:
    texts = texts_for(language)
    phones = "".join(
        phone({"topics": topics, **SCREENS}[name](texts)) for row in SHOWN for name in row
    )
    return f'<meta charset="utf-8"><style>{STYLE}{_COLUMNS}</style>{phones}'


def draw(html: str, picture: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "screens.html")
        source.write_text(html, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        subprocess.run(
            [
                "chromium",
                *flags,
                "--disable-background-networking",
                f"--user-data-dir={folder}/profile",
                f"--window-size={SIZE}",
                f"--screenshot={picture}",
                source.as_uri(),
            ],
            check=True,
            timeout=120,
        )


def main() -> None:
    for language in ("id", "en"):
        draw(page(language), HERE / f"screens-{language}.png")


if __name__ == "__main__":
    main()
