"""Reads YAML 1.2 text into plain values and remembers where each of them stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.feeds.yaml_syntax import Problem, character_problem, syntax_problem

# Where a value lies from the top of the document: ("feeds", 3, "url").
Path = tuple[str | int, ...]
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
Place = tuple[int, int]


class _Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


# Values that aliases may repeat; a bomb of aliases has millions.
MOST_REPEATED = 10_000
DEEPEST = 20


@dataclass(slots=True)
class Source:
    """The document's value, the place of every value and key, and what was wrong."""

    value: Value = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Line and column of a value, or of the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key_place(self, path: Path) -> Place:
        """Line and column of a key, or of the value there."""
        return self.keys.get(path) or self.place(path)


def read_yaml(text: str) -> Source:
    """Read one document; never raises for what is written in it."""
    source = Source()
    try:
        too_deep = _too_deep(text)
        root = None if too_deep else yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        source.problems.append(syntax_problem(error))
    except yaml.reader.ReaderError as error:
        source.problems.append(character_problem(text, error))
    else:
        if too_deep:
            source.problems.append(too_deep)
        if root is not None:
            _walk(root, source)
    return source


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 core scalars: `no` and `12:30` are texts, not False and 750."""


# An empty table of its own, before any rule is added: the parent's holds those of YAML 1.1.
_Loader.yaml_implicit_resolvers = {}
_TAG = "tag:yaml.org,2002:"
_INT = r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_SCALARS: Mapping[str, tuple[str, list[str]]] = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (_INT, list("-+0123456789")),
    "float": (_FLOAT, list("-+.0123456789")),
}
_KNOWN_TAGS = frozenset(_TAG + name for name in ("str", "seq", "map", *_SCALARS))
for _name, (_pattern, _first) in _SCALARS.items():
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(rf"(?:{_pattern})$"), _first)


def _too_deep(text: str) -> Problem | None:
    """The composer recurses in C: it must never see what would overflow its stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                line, column = _place(event.start_mark)
                return Problem(line, column, "the values are nested too deeply; unfold them")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


class _Endless(Exception):
    """Aliases multiply without end."""


def _walk(root: Node, source: Source) -> None:
    walk = _Walk(source)
    try:
        source.value = walk.value(root, (), 0)
    except _Endless:
        walk.refuse(root, "the aliases (*) of this file make it endless; write the values out")


class _Walk:
    """Turns nodes into values; counts them, so that aliases can not multiply without end."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: set[int] = set()
        self._repeated = 0

    def value(self, node: Node, path: Path, depth: int) -> Value:
        self._count(node, depth)
        self._source.values[path] = _place(node.start_mark)
        if node.tag not in _KNOWN_TAGS:
            tag = node.tag.replace(_TAG, "!!")
            self.refuse(node, f"the tag {tag} means nothing here; remove it")
            return None
        if isinstance(node, SequenceNode):
            items = enumerate(node.value)
            return [self.value(item, (*path, index), depth + 1) for index, item in items]
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        return self._scalar(node)

    def refuse(self, node: Node, sentence: str) -> None:
        line, column = _place(node.start_mark)
        self._source.problems.append(Problem(line, column, sentence))

    def _count(self, node: Node, depth: int) -> None:
        if id(node) in self._seen:
            self._repeated += 1
        self._seen.add(id(node))
        if self._repeated > MOST_REPEATED or depth > DEEPEST:
            raise _Endless

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> Value:
        found: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.refuse(key_node, "a key must be one word, like `url`")
            elif key_node.value in found:
                self._refuse_second(key_node, path)
            else:
                # As it is written: `no` and `2024` can be keys of topics like any other word.
                here = (*path, key_node.value)
                self._source.keys[here] = _place(key_node.start_mark)
                found[key_node.value] = self.value(value_node, here, depth + 1)
        return found

    def _refuse_second(self, key_node: ScalarNode, path: Path) -> None:
        key = key_node.value
        first = self._source.keys[(*path, key)][0]
        self.refuse(
            key_node,
            f"the key `{key}` stands here twice (first in line {first}); keep one of them",
        )

    def _scalar(self, node: Node) -> Value:
        text = str(node.value)
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" | "float":
                return self._number(node, text)
            case _:
                return text

    def _number(self, node: Node, text: str) -> Value:
        try:
            if text[:2] in ("0o", "0x"):
                return int(text, 0)
            return int(text) if re.fullmatch(_INT, text) else float(text)
        except ValueError:
            self.refuse(node, f"`{text[:40]}` is no number")
            return None


def _place(mark: _Mark | None) -> Place:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
