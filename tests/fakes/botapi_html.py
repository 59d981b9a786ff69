"""Telegram's HTML mode as the server reads it, written from its rules and not from our code.

Rules and error texts follow the parser of tdlib (MessageEntity.cpp, parse_html). What the
server would silently drop or bend is returned as complaints.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from tests.fakes.botapi_refusals import Refusal, bad_request

MAX_LENGTH = 4096
MAX_RAW_BYTES = 32_768
MAX_ENTITIES = 100

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(
    r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot)(?![a-zA-Z]));?"
)
_INVISIBLE = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\r")


@dataclass(frozen=True, slots=True)
class Entity:
    """A style over code points [start, end) of the plain text."""

    type: str
    start: int
    end: int
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader sees, and what the server bent without telling."""

    text: str
    entities: tuple[Entity, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass
class _Open:
    tag: str
    argument: str
    start: int


@dataclass
class _Reader:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())


def parse(source: str) -> Parsed:
    """Plain text and entities of a text in HTML mode; raises the refusal."""
    if len(source.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.open:
        tag = reader.open[-1].tag
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
    return _finished("".join(reader.out), reader.entities, reader.complaints)


def plain(source: str) -> Parsed:
    """A text without parse mode."""
    if len(source.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    return _finished(source, [], [])


def good_url(url: str) -> str:
    """The address Telegram would link to; empty when it is none for it."""
    url = url.strip()
    if re.match(r"(?i)(tg|ton|tonsite)://?[^\s]+$", url):
        return url
    if "://" not in url:
        url = "http://" + url
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or re.search(r'[\s<>"]', parts.netloc):
        return ""
    return url if "." in host.strip(".") or _is_ipv6(host) else ""


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return True


def _unparsable(text: str) -> Refusal:
    return bad_request(f"can't parse entities: {text}")


_ORDINARY = re.compile(r"[^<>&]+")


def _step(reader: _Reader) -> None:
    source, at = reader.source, reader.at
    run = _ORDINARY.match(source, at)
    if run:
        reader.out.extend(run[0])
        reader.at = run.end()
        return
    character = source[at]
    if character == "<":
        if source.startswith("</", at):
            _end_tag(reader)
        else:
            _start_tag(reader)
        return
    text, length = _character(source, at)
    if length == 1 and character in "&>":
        reader.complaints.append(f"unescaped {character} at byte offset {reader.offset(at)}")
    reader.out.append(text)
    reader.at += length


def _character(source: str, at: int) -> tuple[str, int]:
    """The character that stands here and how much of the source it takes."""
    if source[at] != "&" or not (match := _CHARACTER.match(source, at)):
        return source[at], 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name], len(match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", 1
    return chr(code), len(match[0])


_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']*)(?P<value>\s*=\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9.\-]*(?=[\s>])))?""",
)


def _start_tag(reader: _Reader) -> None:
    begin, where = reader.at, reader.offset(reader.at)
    tag = _TAG_NAME.match(reader.source, begin + 1)
    name = tag[0].lower() if tag else ""
    at = begin + 1 + len(name)
    if at >= len(reader.source):
        raise _unparsable(f"Unclosed start tag at byte offset {where}")
    if name not in _TYPES:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {where}')
    argument = ""
    while reader.source[at] != ">":
        attribute, value, at = _attribute(reader, name, at, where)
        argument = _argument(name, attribute, value) or argument
        while at < len(reader.source) and reader.source[at].isspace():
            at += 1
        if at >= len(reader.source):
            raise _unparsable(f"Unclosed start tag at byte offset {where}")
    if name == "span" and argument != "spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    reader.open.append(_Open(name, argument, len(reader.out)))
    reader.at = at + 1


def _attribute(reader: _Reader, tag: str, at: int, where: int) -> tuple[str, str, int]:
    match = _ATTRIBUTE.match(reader.source, at)
    if match is None or match.end() == at or not match["name"]:
        raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
    after = reader.source[match.end() : match.end() + 1]
    if match["value"] is None and after == "=":
        raise _unparsable(f"Unexpected end of name token at byte offset {reader.offset(at)}")
    value = (match["value"] or "").strip().removeprefix("=").strip()
    value = _decoded(value[1:-1]) if value[:1] in ("'", '"') else value.lower()
    return match["name"].lower(), value, match.end()


def _decoded(value: str) -> str:
    out, at = [], 0
    while at < len(value):
        text, length = _character(value, at)
        out.append(text)
        at += length
    return "".join(out)


def _argument(tag: str, attribute: str, value: str) -> str:
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def _end_tag(reader: _Reader) -> None:
    begin, where = reader.at, reader.offset(reader.at)
    if not reader.open:
        raise _unparsable(f"Unexpected end tag at byte offset {where}")
    match = re.compile(r"</([^\s>]*)\s*").match(reader.source, begin)
    end = match.end() if match else begin
    name = match[1].lower() if match else ""
    if reader.source[end : end + 1] != ">":
        raise _unparsable(f"Unclosed end tag at byte offset {where}")
    opened = reader.open.pop()
    if name not in ("", opened.tag):
        raise _unparsable(
            f"Unmatched end tag at byte offset {where}, "
            f'expected "</{opened.tag}>", found "</{name}>"'
        )
    reader.at = end + 1
    if len(reader.out) > opened.start:
        _close(reader, opened, where)


def _close(reader: _Reader, opened: _Open, where: int) -> None:
    kind = _TYPES[opened.tag]
    argument = "" if kind == "spoiler" else opened.argument
    outer = {_TYPES[each.tag] for each in reader.open}
    if opened.tag == "a":
        argument = good_url(opened.argument or "".join(reader.out[opened.start :]))
        if not argument:
            reader.complaints.append(
                f"the link to {opened.argument!r} before byte offset {where} vanished"
            )
            return
    if kind == "blockquote" and "blockquote" in outer:
        reader.complaints.append(f"nested blockquote before byte offset {where} vanished")
        return
    if outer & {"code", "pre"} and not (kind == "code" and outer == {"pre"}):
        reader.complaints.append(f"{kind} inside of code before byte offset {where} vanished")
        return
    reader.entities.append(Entity(kind, opened.start, len(reader.out), argument))


def _finished(text: str, entities: list[Entity], complaints: list[str]) -> Parsed:
    """Clean and trim as the server does, and move the entities along."""
    kept: list[str] = []
    moved = [0]
    for character in text:
        if character not in _INVISIBLE:
            kept.append(" " if _is_control(character) else character)
        moved.append(len(kept))
    cleaned = "".join(kept)
    body = cleaned.strip()
    lead = len(cleaned) - len(cleaned.lstrip())
    if not any(_is_visible(character) for character in body):
        raise bad_request("text must be non-empty")
    placed = []
    for entity in entities:
        start = min(max(moved[entity.start] - lead, 0), len(body))
        end = min(max(moved[entity.end] - lead, 0), len(body))
        if start < end:
            placed.append(Entity(entity.type, start, end, entity.argument))
    if len(placed) > MAX_ENTITIES:
        complaints.append(f"{len(placed)} entities: only the first {MAX_ENTITIES} count")
    placed.sort(key=lambda entity: (entity.start, -entity.end))
    return Parsed(body, tuple(placed[:MAX_ENTITIES]), tuple(complaints))


def _is_control(character: str) -> bool:
    return character < " " and character not in "\n"


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")
