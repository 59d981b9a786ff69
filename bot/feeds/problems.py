"""Says what is wrong in feeds.yaml: a place, a sentence, and what to write instead."""

import difflib

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.feeds.schema import (
    EditionLines,
    EditionTitle,
    FeedEntry,
    FeedsFile,
    Group,
    Options,
    TopicLines,
    TopicName,
)
from bot.feeds.yaml_source import Path, Source
from bot.feeds.yaml_syntax import Problem

# Words that people bring along from other programs, or that are near by meaning only.
_OTHER_WORDS = {
    "link": "url",
    "address": "url",
    "href": "url",
    "title": "outlet",
    "source": "outlet",
    "category": "section",
    "desk": "section",
    "timezone": "zone",
    "tz": "zone",
    "lang": "language",
    "every": "interval",
    "refresh": "interval",
    "ttl": "interval",
    "crawler": "full_text",
    "fulltext": "full_text",
    "priority": "weight",
    "off": "enabled",
    "disabled": "enabled",
    "active": "enabled",
    "sources": "feeds",
    "include": "any",
    "keywords": "any",
    "words": "any",
    "exclude": "not",
    "none": "not",
}
_NEGATIONS = frozenset(["off", "disabled"])
_NO_WORDS = frozenset(["no", "off", "n"])
_YES_WORDS = frozenset(["yes", "on", "y"])


def problems_of(error: ValidationError, source: Source) -> list[Problem]:
    """One problem for each complaint of the models that the YAML does not have already."""
    known = {(problem.line, problem.column) for problem in source.problems}
    details = error.errors(include_url=False)
    meant = {(*item["loc"][:-1], _meant(item["loc"])) for item in details if _is_unknown(item)}
    problems = [
        _problem(item, source)
        for item in details
        if not (item["type"] == "missing" and item["loc"] in meant)
    ]
    return [problem for problem in problems if (problem.line, problem.column) not in known]


def _is_unknown(details: ErrorDetails) -> bool:
    return details["type"] == "extra_forbidden"


def _problem(details: ErrorDetails, source: Source) -> Problem:
    path: Path = details["loc"]
    if _is_unknown(details):
        line, column = source.key_place(path)
        return Problem(line, column, _unknown_key(path))
    if path and path[-1] == "[key]":  # pydantic's word for a key that may not be
        line, column = source.key_place(path[:-1])
        return Problem(line, column, f"`{path[-2]}`: {_reason(details)}")
    line, column = source.place(path)
    return Problem(line, column, _sentence(details))


def _sentence(details: ErrorDetails) -> str:
    if not details["loc"]:
        return "the file must hold keys: write `feeds:` and below it `- https://...` lines"
    name, value = details["loc"][-1], details["input"]
    reason = _reason(details)
    match details["type"]:
        case "missing":
            return f"`{name}` is missing here"
        case "bool_type":
            return _not_a_bool(name, value)
        case "string_type":
            return _not_a_text(name, value)
        case "model_type" | "dict_type" | "model_attributes_type":
            reason = _not_a_section(details["loc"])
        case "greater_than" | "less_than_equal":
            reason = f"write a number above 0 and up to {_most(details)}"
    return f"{_subject(name, value)}: {reason}"


_REASONS = {
    "list_type": "write a list, each item on a line of its own that begins with `- `",
    "float_type": "write a number, like 1.5",
    "int_type": "write a whole number, like 8",
    "int_from_float": "write a whole number, like 8",
    "too_short": "write one at least",
    "string_too_long": "this is too long; write at most 80 characters",
}


def _reason(details: ErrorDetails) -> str:
    return _REASONS.get(details["type"], details["msg"].removeprefix("Value error, "))


def _most(details: ErrorDetails) -> int:
    return 20 if details["loc"][-1] == "length" else 10


def _subject(name: str | int, value: object) -> str:
    shown = f" {value}" if isinstance(value, str | int | float) and len(str(value)) <= 60 else ""
    return f"`{name}:{shown}`" if isinstance(name, str) else f"`-{shown}`"


def _not_a_bool(name: str | int, value: object) -> str:
    word = str(value).lower()
    if word in _NO_WORDS | _YES_WORDS:
        right = "false" if word in _NO_WORDS else "true"
        return f"`{name}: {value}`: in YAML 1.2 `{value}` is a text; write `{name}: {right}`"
    return f"{_subject(name, value)}: write true or false"


def _not_a_text(name: str | int, value: object) -> str:
    if value is None:
        return f"`{name}` is empty; write a text behind it or remove the line"
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, list | dict):
        return f"`{name}` holds several values; write one text"
    return f'{_subject(name, value)}: a text is needed; put it into quotes: "{value}"'


def _unknown_key(path: Path) -> str:
    key, meant = str(path[-1]), _meant(path)
    if key == "<<":
        return "`<<` is not known here; put what feeds share under `defaults` or `groups`"
    if meant == "enabled" and key.lower() in _NEGATIONS:
        return f"`{key}` is not a key here; write `enabled: false`"
    if meant:
        return f"`{key}` is not a key here; write `{meant}`"
    return f"`{key}` is not a key here; the keys are {', '.join(_keys_at(path[:-1]))}"


def _meant(path: Path) -> str:
    """The right key for a wrong one: by meaning, else by spelling."""
    key, allowed = str(path[-1]).lower(), _keys_at(path[:-1])
    if _OTHER_WORDS.get(key) in allowed:
        return _OTHER_WORDS[key]
    near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.6)
    return near[0] if near else ""


def _not_a_section(path: Path) -> str:
    keys = _keys_at(path)
    if "url" in keys:
        return "write an address, or `url: https://...` and other keys below it"
    return f"write `key: value` lines ({', '.join(keys)})" if keys else "write `key: value` lines"


def _keys_at(path: Path) -> tuple[str, ...]:
    model: type[BaseModel]
    match path:
        case ():
            model = FeedsFile
        case ("defaults",):
            model = Options
        case ("feeds", int()) | ("groups", _, "feeds", int()):
            model = FeedEntry
        case ("groups", _):
            model = Group
        case ("topics", _):
            model = TopicLines
        case ("topics", _, "name"):
            model = TopicName
        case ("editions", _):
            model = EditionLines
        case ("editions", _, "title"):
            model = EditionTitle
        case _:
            return ()
    fields = model.model_fields
    own_first = sorted(fields, key=lambda name: name not in model.__annotations__)
    return tuple(fields[name].alias or name for name in own_first)
