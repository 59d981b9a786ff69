"""Checks the parameters of a call against the Bot API schema and gives them their types."""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.botapi_refusals import Refusal, bad_request

Params = dict[str, Any]  # Any: JSON, checked against the schema at run time


@cache
def schema() -> dict[str, dict[str, Any]]:  # Any: the JSON of the schema file
    loaded: dict[str, dict[str, Any]] = json.loads(
        Path(__file__).with_name("botapi_schema.json").read_text("utf-8")
    )
    return loaded


def method_names() -> Mapping[str, str]:
    """The methods by lower-case name: the server does not look at case."""
    return {name.lower(): name for name in schema()["methods"]}


def checked(method: str, raw: Mapping[str, object], files: Collection[str]) -> Params:
    """Typed parameters of a call; raises the refusal.

    Stricter than Telegram: parameters that the schema does not know are refused, and so are
    values of a wrong type that Telegram would quietly read as 0 or false.
    """
    known = schema()["methods"][method]
    ignored = _IGNORED.get(method, frozenset())
    raw = {name: value for name, value in raw.items() if name not in ignored}
    for name in raw:
        if name not in known:
            raise bad_request(f"unknown parameter {name!r} of {method}")
    for name, rule in known.items():
        if rule.get("required") and name not in raw and name not in files:
            raise _missing(name)
    return {
        name: _typed(value, known[name]["types"], f"{method}.{name}", files)
        for name, value in raw.items()
    }


# What python-telegram-bot adds of its defaults by itself; Telegram takes no notice.
_IGNORED = {"editMessageReplyMarkup": frozenset({"parse_mode", "link_preview_options"})}


def _missing(name: str) -> Refusal:
    if name == "text":
        return bad_request("message text is empty")
    return bad_request(f"parameter {name!r} is required; {name} is empty")


def _typed(value: object, kinds: list[Any], where: str, files: Collection[str]) -> object:
    for kind in kinds:
        try:
            return _as(value, kind, where, files)
        except _NotSo:
            continue
    raise bad_request(f"{where} must be {_names(kinds)}, got {str(value)[:80]!r}")


class _NotSo(Exception):
    """The value is not of this type; maybe of the next one."""


def _as(value: object, kind: Any, where: str, files: Collection[str]) -> object:
    if isinstance(kind, dict):
        return _as_array(value, kind["array"], where, files)
    simple = {"Integer": _as_integer, "Boolean": _as_boolean, "True": _as_boolean}.get(kind)
    if simple is not None:
        return simple(value)
    if kind in ("String", "InputFile"):
        return _as_text(value, kind, files)
    return _as_object(value, kind, where, files)


def _as_integer(value: object) -> int:
    if isinstance(value, bool):
        raise _NotSo
    try:
        return int(str(value))
    except ValueError:
        raise _NotSo from None


def _as_boolean(value: object) -> bool:
    words = {"true": True, "1": True, "false": False, "0": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise _NotSo from None


def _as_text(value: object, kind: str, files: Collection[str]) -> str:
    if not isinstance(value, str):
        raise _NotSo
    if kind == "InputFile" and value.removeprefix("attach://") not in files:
        raise _NotSo
    return value


def _as_array(value: object, kind: Any, where: str, files: Collection[str]) -> list[object]:
    items = _decoded(value)
    if not isinstance(items, list):
        raise _NotSo
    kinds = kind if isinstance(kind, list) else [kind]
    return [_typed(item, kinds, f"{where}[{i}]", files) for i, item in enumerate(items)]


def _as_object(value: object, kind: str, where: str, files: Collection[str]) -> object:
    given = _decoded(value)
    if not isinstance(given, dict):
        raise _NotSo
    rules = schema()["types"].get(kind)
    if rules is None:  # left out of the cut: taken as it is
        return given
    if "subtypes" in rules:
        return _typed(given, rules["subtypes"], where, files)
    fields = rules["fields"]
    if any(name not in fields for name in given):
        raise _NotSo
    if any(rule.get("required") and name not in given for name, rule in fields.items()):
        raise _NotSo
    return {
        name: _typed(item, fields[name]["types"], f"{where}.{name}", files)
        for name, item in given.items()
    }


def _decoded(value: object) -> object:
    """Form fields carry arrays and objects as JSON texts."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise _NotSo from None


def _names(kinds: list[Any]) -> str:
    return " or ".join("an array" if isinstance(kind, dict) else str(kind) for kind in kinds)
