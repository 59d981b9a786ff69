"""feeds.yaml as feeds and topics, or everything that is wrong with it at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.editions import Edition
from bot.errors import BadFeedsFile
from bot.feeds import yaml_source
from bot.feeds.difference import Difference, difference
from bot.feeds.editions import editions_of
from bot.feeds.problems import problems_of
from bot.feeds.schema import AUTO, FeedEntry, FeedsFile, Group, Options, TopicLines
from bot.feeds.urls import canonical, is_http_url
from bot.feeds.yaml_source import Source, Value, read_yaml
from bot.feeds.yaml_syntax import Problem
from bot.model import Feed
from bot.stories.topics.catalogue import TopicSpec, TopicSpecError, builtin

__all__ = ["Catalog", "Difference", "TopicEntry", "difference", "parse_text", "read"]

# What the topic catalogue takes as an admin's topic.
TopicEntry = TopicSpec

# A file of 50,000 feeds in long form has a fifth of it.
_LARGEST = 32 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What feeds.yaml says, with defaults and groups applied."""

    feeds: tuple[Feed, ...]
    topics: tuple[TopicEntry, ...] = ()
    editions: tuple[Edition, ...] = ()


def read(path: Path) -> Catalog:
    """Read the file; raises BadFeedsFile with every problem in it."""
    return parse_text(read_text(path), str(path))


def read_text(path: Path) -> str:
    """The file's text; raises BadFeedsFile when it can not be had."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise _bad(str(path), "there is no such file; write one with `feeds:` in it") from error
    except OSError as error:
        raise _bad(str(path), f"the file can not be read: {error.strerror}") from error
    if len(raw) > _LARGEST:
        raise _bad(str(path), f"the file is larger than {_LARGEST // 2**20} MB; split it")
    return _decoded(raw, str(path))


def parse_text(text: str, name: str = "feeds.yaml") -> Catalog:
    """The catalogue of this text; raises BadFeedsFile with every problem in it."""
    source = read_yaml(text)
    if source.value is None and source.problems:
        raise BadFeedsFile(_located(source.problems, name))
    value: Value = {} if source.value is None else source.value
    problems = list(source.problems)
    try:
        file = FeedsFile.model_validate(value)
    except ValidationError as error:
        problems += problems_of(error, source)
        file = FeedsFile()
    else:
        problems += _without_feeds(file)
    problems += _repeated(value, source)
    problems += _useless_topics(value, source)
    if problems:
        raise BadFeedsFile(_located(problems, name))
    topics = tuple(_topic(key, lines) for key, lines in file.topics.items())
    found = editions_of(file, topics, source)
    if found.problems:
        raise BadFeedsFile(_located(found.problems, name))
    return Catalog(feeds=tuple(_feeds(file)), topics=topics, editions=found.editions)


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        sentence = "this is not UTF-8; save the file as UTF-8"
        raise BadFeedsFile((Problem(line, column, sentence).located(name),)) from error


def _bad(name: str, sentence: str) -> BadFeedsFile:
    return BadFeedsFile((Problem(1, 1, sentence).located(name),))


def _located(problems: list[Problem], name: str) -> tuple[str, ...]:
    return tuple(problem.located(name) for problem in sorted(set(problems)))


def _feeds(file: FeedsFile) -> Iterator[Feed]:
    for entry in file.feeds:
        yield _feed(entry, None, file.defaults)
    for group in file.groups.values():
        for entry in group.feeds:
            yield _feed(entry, group, file.defaults)


def _feed(entry: FeedEntry, group: Group | None, defaults: Options) -> Feed:
    """The nearest word wins: the feed's own, its group's, the defaults', the program's."""
    layers: tuple[Options, ...] = (entry, group, defaults) if group else (entry, defaults)
    interval = _first([layer.interval for layer in layers], AUTO)
    outlet = _first([entry.outlet, group.outlet if group else None], _host(entry.url))
    return Feed(
        url=entry.url,
        outlet=outlet,
        section=_first([entry.section, group.section if group else None], ""),
        language=_first([layer.language for layer in layers], "id"),
        zone=_first([layer.zone for layer in layers], "Asia/Jakarta"),
        interval=None if interval == AUTO else interval,
        full_text=_first([layer.full_text for layer in layers], False),
        headers=_headers(layers),
        proxy=_first([layer.proxy for layer in layers], ""),
        weight=_first([layer.weight for layer in layers], 1.0),
        label=_first([layer.label for layer in layers], ""),
        enabled=_first([layer.enabled for layer in layers], True),
    )


Option = TypeVar("Option")


def _first(values: list[Option | None], otherwise: Option) -> Option:
    return next((value for value in values if value is not None), otherwise)


def _headers(layers: tuple[Options, ...]) -> tuple[tuple[str, str], ...]:
    """Headers add up; of two with one name the nearest wins."""
    found: dict[str, tuple[str, str]] = {}
    for layer in reversed(layers):
        for name, value in (layer.headers or {}).items():
            found[name.lower()] = (name, value)
    return tuple(found.values())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _topic(key: str, lines: TopicLines) -> TopicEntry:
    names = lines.name.model_dump(exclude_none=True) if lines.name else {}
    return TopicEntry(
        key=key,
        names=names,
        any=tuple(lines.any),
        all=tuple(lines.all),
        not_=tuple(lines.not_),
    )


def _without_feeds(file: FeedsFile) -> Iterator[Problem]:
    if not file.feeds and not any(group.feeds for group in file.groups.values()):
        yield Problem(
            1, 1, "there is no feed in this file; write `feeds:` and below it `- https://...`"
        )


def _repeated(value: Value, source: Source) -> Iterator[Problem]:
    """Feeds that are the same after canonicalising, also when other lines are wrong."""
    seen: dict[str, yaml_source.Path] = {}
    for path, url in _addresses(value):
        before = seen.setdefault(canonical(url), path)
        if before is path:
            continue
        line, column = source.place(path)
        first, _ = source.place(before)
        if first != line:
            yield Problem(
                line, column, f"{url} is the same feed as in line {first}; remove one of them"
            )


def _addresses(value: Value) -> Iterator[tuple[yaml_source.Path, str]]:
    root = value if isinstance(value, dict) else {}
    yield from _addresses_of(root.get("feeds"), ("feeds",))
    groups = root.get("groups")
    for name, group in groups.items() if isinstance(groups, dict) else ():
        if isinstance(group, dict):
            yield from _addresses_of(group.get("feeds"), ("groups", name, "feeds"))


def _addresses_of(lines: Value, path: yaml_source.Path) -> Iterator[tuple[yaml_source.Path, str]]:
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        url = line.get("url") if isinstance(line, dict) else line
        if isinstance(url, str) and is_http_url(url):
            where = (*path, index, "url") if isinstance(line, dict) else (*path, index)
            yield where, url


def _useless_topics(value: Value, source: Source) -> Iterator[Problem]:
    """Topics that no story can have, or that the catalogue refuses."""
    topics = value.get("topics") if isinstance(value, dict) else None
    for key, raw in topics.items() if isinstance(topics, dict) else ():
        try:
            builtin().with_overrides([_topic(key, TopicLines.model_validate(raw))])
        except ValidationError:
            continue  # already said, with its place
        except TopicSpecError as error:
            line, column = _word_place(key, raw, error.word, source)
            yield Problem(line, column, str(error))


def _word_place(key: str, raw: Value, word: str, source: Source) -> tuple[int, int]:
    for part in ("any", "all", "not"):
        words = raw.get(part) if isinstance(raw, dict) else None
        if isinstance(words, list) and word in words:
            return source.place(("topics", key, part, words.index(word)))
    return source.key_place(("topics", key))
