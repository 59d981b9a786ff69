"""docs/subscriber.md says what the bot does, in both languages."""

import re
from pathlib import Path

import pytest

from bot.chat.commands.command import Command
from bot.chat.commands.profile import MAX_OWN_TOPICS
from bot.chat.commands.table import BY_NAME, COMMANDS

GUIDE = Path(__file__).parents[2] / "docs" / "subscriber.md"
INDONESIAN, ENGLISH = GUIDE.read_text(encoding="utf-8").split("\n---\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.english)
def test_every_command_has_its_line(command: Command) -> None:
    assert f"| `/{command.indonesian}` | `/{command.english}` |" in INDONESIAN
    assert f"| `/{command.english}` | `/{command.indonesian}` |" in ENGLISH


def test_no_other_command_is_promised() -> None:
    named = set(re.findall(r"`/([a-z]+)", INDONESIAN + ENGLISH))

    assert named <= set(BY_NAME)


def test_limits_are_the_programs() -> None:
    assert f"Paling banyak {MAX_OWN_TOPICS} topik sendiri." in INDONESIAN
    assert f"At most {MAX_OWN_TOPICS} own topics." in ENGLISH
