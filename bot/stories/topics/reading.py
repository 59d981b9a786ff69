"""Reads the data files of the ready topics into the catalogue's values."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

from bot.model import TopicKey
from bot.stories.topics.names import Name, NameKind, parse_name, slug
from bot.stories.topics.topic import Kind, TopicInfo

# A record of a data file: its fields are checked by the tests over the files themselves.
Record = Mapping[str, Any]

_KINDS = {
    "names": NameKind.NAME,
    "places": NameKind.PLACE,
    "actors": NameKind.ACTOR,
    "weak": NameKind.WEAK,
}


def read_data(name: str) -> dict[str, Any]:
    """The content of one data file of this package."""
    source = files("bot.stories.topics").joinpath("data", name)
    return cast(dict[str, Any], json.loads(source.read_text(encoding="utf-8")))


def read_topics() -> dict[TopicKey, TopicInfo]:
    """All ready topics: desks, regions, countries, provinces and cities."""
    territories = read_data("territories.json")
    countries = read_data("countries.json")
    regions = read_data("regions.json")
    keys = {code: _country_key(code, names, countries) for code, names in territories.items()}
    parents = _parents(regions)
    topics = [
        *_desks(read_data("desks.json")),
        *_regions(regions, keys),
        *(
            _country(code, keys[code], names, countries.get(code, {}), parents.get(code, ()))
            for code, names in territories.items()
        ),
        *_provinces(read_data("provinces.json")),
    ]
    by_key = {topic.key: topic for topic in topics}
    if len(by_key) != len(topics):
        raise ValueError("two topics of the data files share a key")
    return by_key


def _country_key(code: str, names: list[str], countries: Record) -> TopicKey:
    return TopicKey(countries.get(code, {}).get("key") or slug(names[0]))


def _parents(regions: Record) -> dict[str, tuple[TopicKey, ...]]:
    found: dict[str, tuple[TopicKey, ...]] = {}
    for key, record in regions.items():
        for code in record["children"]:
            found[code] = (*found.get(code, ()), TopicKey(key))
    return found


def _country(
    code: str, key: TopicKey, names: list[str], record: Record, parents: tuple[TopicKey, ...]
) -> TopicInfo:
    shown = {"id": names[0], "en": names[1], **record.get("name", {})}
    words = record if "names" in record else {**record, "names": list(dict.fromkeys(names))}
    if code == "ID":
        parents, inside = (), tuple(TopicKey(name) for name in read_data("provinces.json"))
    else:
        inside = ()
    return TopicInfo(
        key=key,
        kind="country",
        names=MappingProxyType(shown),
        emoji="".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code),
        code=code,
        parents=parents,
        children=inside,
        words=tuple(_names(words)),
        vetoes=tuple(parse_name(word, NameKind.KEYWORD) for word in record.get("not", ())),
    )


def _regions(regions: Record, keys: Mapping[str, TopicKey]) -> Iterator[TopicInfo]:
    for key, record in regions.items():
        children = tuple(keys[code] for code in record["children"])
        yield _simple(key, "region", record, children=children)


def _desks(desks: Record) -> Iterator[TopicInfo]:
    for key, record in desks.items():
        yield TopicInfo(
            key=TopicKey(key),
            kind="desk",
            names=MappingProxyType(record["name"]),
            emoji=record["emoji"],
            words=tuple(parse_name(word, NameKind.KEYWORD) for word in record["names"]),
            sections=tuple(record["sections"]),
        )


def _provinces(provinces: Record) -> Iterator[TopicInfo]:
    for key, record in provinces.items():
        cities = record["cities"]
        inside = tuple(TopicKey(city) for city in cities)
        yield _simple(key, "province", record, children=inside, parent="indonesia")
        for city, names in cities.items():
            shown = {"id": parse_name(names[0], NameKind.PLACE).text}
            yield _simple(city, "city", {"name": shown, "names": names}, parent=key)


def _simple(
    key: str,
    kind: Kind,
    record: Record,
    *,
    children: tuple[TopicKey, ...] = (),
    parent: str = "",
) -> TopicInfo:
    return TopicInfo(
        key=TopicKey(key),
        kind=kind,
        names=MappingProxyType(record["name"]),
        emoji=record.get("emoji", ""),
        parents=(TopicKey(parent),) if parent else (),
        children=children,
        words=tuple(_names(record)),
    )


def _names(record: Record) -> Iterable[Name]:
    for part, kind in _KINDS.items():
        for text in record.get(part, ()):
            yield parse_name(text, kind)
