"""Reads the word lists and the trained weights that lie beside the code in `data/`."""

import json
from functools import cache
from importlib.resources import files


@cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """A word list as `[section]` -> words; lines before the first section belong to ""."""
    found: dict[str, set[str]] = {"": set()}
    words = found[""]
    for raw in _read(name).splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), set())
        else:
            words.update(word.replace("_", " ") for word in line.split())
    return {section: frozenset(members) for section, members in found.items()}


@cache
def document(name: str) -> object:
    """A JSON file's content; None where the file is not there."""
    source = files("bot.text").joinpath("data", name)
    return json.loads(source.read_text("utf-8")) if source.is_file() else None


def _read(name: str) -> str:
    return files("bot.text").joinpath("data", name).read_text("utf-8")
