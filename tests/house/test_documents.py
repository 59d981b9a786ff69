"""What the documents say about the program is complete."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from bot.cli.parser import parser
from bot.feeds.catalog import parse_text
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _setting_names() -> set[str]:
    return {PREFIX + name.upper() for name in Settings.model_fields}


def _commands(root: argparse.ArgumentParser, prefix: str) -> Iterator[str]:
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield f"{prefix} {name}"
                yield from _commands(child, f"{prefix} {name}")


def test_every_setting_is_documented_once() -> None:
    documented = re.findall(rf"^\| `({PREFIX}\w+)` \|", _read("docs/configuration.md"), re.M)

    assert sorted(documented) == sorted(_setting_names())


def test_env_example_names_every_setting() -> None:
    named = set(re.findall(rf"^#?({PREFIX}\w+)=", _read(".env.example"), re.M))

    assert named == _setting_names()


def test_every_command_is_documented() -> None:
    text = _read("docs/command-line.md")

    missing = [name for name in _commands(parser(), "sariwarta") if f"`{name}" not in text]

    assert missing == []


def test_requirements_equal_the_lock() -> None:
    locked = set(re.findall(r'^name = "([^"]+)"\nversion = "([^"]+)"', _read("uv.lock"), re.M))
    pinned = set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", _read("requirements.txt"), re.M))

    assert pinned == {(name, version) for name, version in locked if name != "sariwarta"}


def test_changelog_has_unreleased_section() -> None:
    assert "## [Unreleased]" in _read("CHANGELOG.md")


def test_newsroom_example_is_a_good_file() -> None:
    catalog = parse_text(_read("docs/examples/newsroom.yaml"))

    assert len({feed.outlet for feed in catalog.feeds}) == 30
