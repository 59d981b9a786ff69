"""Adds a feed to the text of feeds.yaml and leaves every other character as it is."""

import json

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

from bot.feeds.yaml_source import read_yaml


class CannotEdit(ValueError):
    """The text is written in a way that only a person can edit; says what to do."""


def with_feed(text: str, url: str, outlet: str = "") -> str:
    """The text with one more feed at the end of its `feeds:` list.

    Comments, order and indentation stay; the caller checks what comes out. Raises CannotEdit.
    """
    feed = f"{{url: {_quoted(url)}, outlet: {_quoted(outlet)}}}" if outlet else _quoted(url)
    node = _feeds_node(text)
    if node is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}feeds:\n  - {feed}\n"
    lines = text.splitlines(keepends=True)
    if not isinstance(node, SequenceNode):
        raise CannotEdit(f"line {node.start_mark.line + 1}: write `feeds:` as a list first")
    if node.flow_style:
        return _in_flow(lines, node, feed)
    last = _last_line(node)
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    lines.insert(last + 1, f"{' ' * node.start_mark.column}- {feed}\n")
    return "".join(lines)


def _feeds_node(text: str) -> Node | None:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        return None
    if not isinstance(root, MappingNode):
        raise CannotEdit("the file must hold keys such as `feeds:`")
    return next((value for key, value in root.value if key.value == "feeds"), None)


def _in_flow(lines: list[str], node: SequenceNode, feed: str) -> str:
    """`[a, b]` -> `[a, b, c]`; a comma that stands already is used."""
    line, column = node.end_mark.line, node.end_mark.column - 1
    before = lines[line][:column].rstrip()
    comma = "" if not node.value or before.endswith(",") else ", "
    lines[line] = f"{before}{comma}{feed}{lines[line][column:]}"
    return "".join(lines)


def _last_line(node: Node) -> int:
    """The line of a value's last character: a block's own end mark stands behind comments."""
    if not isinstance(node, CollectionNode) or node.flow_style:
        end = node.end_mark
        return end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line
    if not node.value:
        return int(node.start_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, MappingNode) else last)


def _quoted(text: str) -> str:
    """Plain where YAML reads it back as it is, also between brackets; else in quotes."""
    plain = read_yaml(f"[{{key: {text}}}]\n")
    good = not plain.problems and plain.value == [{"key": text}]
    return text if good else json.dumps(text, ensure_ascii=False)
