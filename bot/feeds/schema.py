"""The keys of feeds.yaml as models: what each may hold, and the JSON Schema for editors."""

import difflib
import json
import re
import sys
from datetime import time, timedelta
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from bot.durations import parse_duration
from bot.feeds.urls import is_http_url

SCHEMA_FILE = "feeds.schema.json"

# `interval: auto` undoes an interval that was set further out.
AUTO = timedelta(0)
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(days=30)

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OWN_HEADERS = frozenset(["host", "connection", "content-length", "transfer-encoding"])
_HOUR = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
# It travels in a button.
_EDITION_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
# In ISO's order: Monday is 1.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}


def document() -> dict[str, Any]:  # Any: a JSON Schema is JSON of every shape
    """The JSON Schema of feeds.yaml, which feeds.schema.json holds."""
    schema = FeedsFile.model_json_schema(by_alias=True, mode="validation")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Generated from bot/feeds/schema.py; a test keeps this file equal to it.",
        **_without_titles(schema),
    }


def _duration(value: object) -> object:
    if isinstance(value, bool | int | float):
        raise ValueError(f"write a unit behind the number: {value}s, {value}m or {value}h")  # noqa: TRY004 - pydantic turns only ValueError into a problem
    if not isinstance(value, str):
        return value
    if value == "auto":
        return AUTO
    duration = parse_duration(value)
    if not SHORTEST <= duration <= LONGEST:
        raise ValueError("write a time between 1s and 30d")
    return duration


def _address(value: str) -> str:
    if is_http_url(value):
        return value
    if "://" not in value:
        raise ValueError(f"write the whole address: https://{value.lstrip('/')}")
    raise ValueError("write an address that begins with https:// or http:// and has no blanks")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = _NAMED_ZONES.get(value.lower()) or _nearest(value, available_timezones())
        cure = known or "a name like Asia/Jakarta"
        raise ValueError(f"this zone is not known; write {cure}") from None
    return value


def _language(value: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise ValueError('write two small letters, like id or en; "" = look at each text')
    return value


def _headers(value: dict[str, str]) -> dict[str, str]:
    for name, text in value.items():
        if not _HEADER.fullmatch(name):
            raise ValueError(f"`{name}` can not be the name of a header")
        if name.lower() in _OWN_HEADERS:
            raise ValueError(f"the program itself sets `{name}`; remove it")
        if not text.isprintable():
            raise ValueError(f"the value of `{name}` must be one line of printable characters")
    return value


def _line(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("write one line of text")
    return value.strip()


def _nearest(word: str, known: set[str]) -> str:
    by_small_letters = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_small_letters, n=1, cutoff=0.6)
    return by_small_letters[near[0]] if near else ""


Url = Annotated[
    str, AfterValidator(_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]
Line = Annotated[str, AfterValidator(_line), Field(max_length=80)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": r"^(auto|\d+(\.\d+)?\s*[smhd])$"}),
]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
Headers = Annotated[dict[str, str], AfterValidator(_headers)]


def _hour(value: object) -> object:
    """06:00, 6 and "06.00"; an unquoted 06.00 is a number in YAML, and its zeros are lost."""
    if isinstance(value, bool | float):
        raise ValueError("write the hour with a colon: 06:00")  # noqa: TRY004 - pydantic turns only ValueError into a problem
    found = _HOUR.fullmatch(str(value))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("write an hour between 00:00 and 23:59, like 06:00")
    return time(int(found[1]), int(found[2] or 0))


def _weekday(value: str) -> str:
    if value not in WEEKDAYS:
        near = next((day for day in WEEKDAYS if value.lower().startswith(day)), "")
        raise ValueError(f"write {near or ', '.join(WEEKDAYS)}")
    return value


def _edition_key(value: str) -> str:
    if not _EDITION_KEY.fullmatch(value):
        raise ValueError("write a key of small letters, digits and hyphens, at most 32")
    return value


Hour = Annotated[
    time,
    BeforeValidator(_hour),
    WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-3])[:.][0-5]\d$"}),
]
Weekday = Annotated[
    str, AfterValidator(_weekday), WithJsonSchema({"type": "string", "enum": list(WEEKDAYS)})
]
EditionKey = Annotated[str, AfterValidator(_edition_key)]


class _Section(BaseModel):
    """What all parts of the file share: no unknown keys, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Options(_Section):
    """What can be said of one feed, of a group of feeds, and of all feeds."""

    language: Language | None = Field(
        None, description='Language of the texts, like id or en; "" = look at each text.'
    )
    zone: Zone | None = Field(
        None, description="Zone of dates that name none, like Asia/Jakarta or Asia/Makassar."
    )
    interval: Duration | None = Field(
        None, description="Poll so often: 30s, 15m, 2h; auto = at the feed's own rhythm."
    )
    full_text: bool | None = Field(
        None, description="Fetch the article's page when the feed holds only a sentence or two."
    )
    headers: Headers | None = Field(None, description="Headers to send, such as an access token.")
    proxy: Url | None = Field(None, description="HTTP proxy to fetch through.")
    weight: Annotated[float, Field(gt=0, le=10)] | None = Field(
        None, description="Above 1 ranks the outlet's stories higher, below 1 lower."
    )
    label: Line | None = Field(
        None, description="A hint for readers beside the outlet: wire, state media, local."
    )
    enabled: bool | None = Field(None, description="false = keep the lines but do not poll.")


class FeedEntry(Options):
    """One feed in its long form; the short form is the address alone."""

    url: Url = Field(description="The feed's address.")
    outlet: Line | None = Field(
        None, description="The name that readers see; without it the address's host."
    )
    section: Line | None = Field(
        None, description="The outlet's own desk, a hint for topics: ekonomi, olahraga."
    )


def _long_form(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


FeedLine = Annotated[FeedEntry, BeforeValidator(_long_form, json_schema_input_type=str | FeedEntry)]


class Group(Options):
    """A named set of feeds that share options."""

    outlet: Line | None = Field(None, description="The outlet of every feed in the group.")
    section: Line | None = Field(None, description="The desk of every feed in the group.")
    feeds: list[FeedLine] = Field(description="The feeds, in short or long form.")


class TopicName(_Section):
    """A topic's name in the languages of the bot."""

    id: Line = Field(description="The Indonesian name.")
    en: Line | None = Field(None, description="The English name.")


def _name_form(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class TopicLines(_Section):
    """A topic of one's own, or words added to one that comes with the program."""

    name: (
        Annotated[TopicName, BeforeValidator(_name_form, json_schema_input_type=str | TopicName)]
        | None
    ) = Field(None, description="The name that readers see, or one for each language.")
    any: list[Line] = Field([], description="A story with any of these words has the topic.")
    all: list[Line] = Field([], description="Only stories with all of these words have it.")
    not_: list[Line] = Field(
        [], alias="not", description="A story with one of these words does not have it."
    )


class EditionTitle(_Section):
    """An edition's title in the languages of the bot."""

    id: Line = Field(description="The Indonesian title.")
    en: Line | None = Field(None, description="The English title.")


class EditionLines(_Section):
    """A ready-made digest that subscribers take with one tap."""

    title: Annotated[
        EditionTitle, BeforeValidator(_name_form, json_schema_input_type=str | EditionTitle)
    ] = Field(description="The title that readers see, or one for each language.")
    topics: Annotated[list[Line], Field(min_length=1)] = Field(
        description="Keys or names of the topics in it."
    )
    hours: Annotated[list[Hour], Field(min_length=1, max_length=12)] = Field(
        description="When it comes, like 06:00."
    )
    days: Annotated[list[Weekday], Field(min_length=1)] = Field(
        list(WEEKDAYS), description="Days on which it comes: mon, tue, wed, thu, fri, sat, sun."
    )
    zone: Zone | None = Field(
        None, description="Zone of its hours; without it that of `defaults`, else Asia/Jakarta."
    )
    length: Annotated[int, Field(gt=0, le=20)] = Field(
        8, description="Stories in one message; the rest is behind a button."
    )
    chats: list[int] = Field(
        [], description="Ids of channels, groups or people who always follow this edition."
    )


class FeedsFile(_Section):
    """The whole of feeds.yaml."""

    defaults: Options = Field(Options(), description="Options of every feed that says no other.")
    feeds: list[FeedLine] = Field([], description="The feeds, in short or long form.")
    groups: dict[str, Group] = Field({}, description="Named sets of feeds that share options.")
    topics: dict[str, TopicLines] = Field(
        {}, description="Topics of one's own by key: small letters and hyphens."
    )
    editions: dict[EditionKey, EditionLines] = Field(
        {}, description="Ready-made digests by key, to be taken with one tap."
    )


Json = TypeVar("Json")


def _without_titles(schema: Json) -> Json:
    """Without pydantic's titles, which only repeat the names."""
    if isinstance(schema, dict):
        kept = {
            key: _without_titles(value)
            for key, value in schema.items()
            if key != "title" or not isinstance(value, str)
        }
        return type(schema)(kept)
    if isinstance(schema, list):
        return type(schema)(_without_titles(item) for item in schema)
    return schema


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
