"""Feed lists from and to other readers: OPML in, lines for feeds.yaml out, and back."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bot.errors import GiveUpItem
from bot.feeds import catalog
from bot.feeds.urls import canonical, is_http_url
from bot.feeds.yaml_source import read_yaml
from bot.model import Feed

_LARGEST = 32 * 2**20
_LONGEST_NAME = 80
_WHOLE_LANGUAGE = 3  # "id", "kok"; "id-ID" is cut at its hyphen


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A feed as an OPML file lists it."""

    url: str
    title: str = ""
    folder: tuple[str, ...] = ()  # outermost first
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opml:
    """What an OPML file holds, and what of it can not be used."""

    feeds: tuple[Listed, ...]
    complaints: tuple[str, ...] = ()


def import_file(file: Path | None) -> int:
    """Print the feeds of an OPML file as a feeds.yaml; returns the exit code."""
    try:
        opml = read_opml(_read(file))
    except GiveUpItem as error:
        print(f"{file or 'standard input'}: {error}", file=sys.stderr)
        return 1
    for complaint in opml.complaints:
        print(complaint, file=sys.stderr)
    if not opml.feeds:
        print(f"{file or 'standard input'}: no feed is listed in this file", file=sys.stderr)
        return 1
    print(feeds_yaml(opml.feeds), end="")
    return 0


def export_file(feeds_file: Path, file: Path | None) -> int:
    """Write the enabled feeds of feeds.yaml as OPML; returns the exit code."""
    document = write_opml([feed for feed in catalog.read(feeds_file).feeds if feed.enabled])
    if file is None:
        sys.stdout.write(document)
        return 0
    try:
        file.write_text(document, encoding="utf-8")
    except OSError as error:
        print(f"{file}: the file can not be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def read_opml(data: bytes) -> Opml:
    """The feeds of an OPML document; raises GiveUpItem when it is none."""
    feeds: dict[str, Listed] = {}
    complaints: list[str] = []
    for listed in _outlines(_root(data), ()):
        key = canonical(listed.url)
        if not is_http_url(listed.url):
            complaints.append(f"{listed.url[:200]!r} ({listed.title}): no web address, left out")
        elif key in feeds:
            complaints.append(f"{listed.url}: listed twice, the second is left out")
        else:
            feeds[key] = listed
    return Opml(feeds=tuple(feeds.values()), complaints=tuple(complaints))


def write_opml(feeds: Sequence[Feed]) -> str:
    """An OPML 2.0 document; the outlets' desks become folders."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sariwarta"
    body = etree.SubElement(root, "body")
    folders = {"": body}
    for feed in feeds:
        if feed.section not in folders:
            name = _printable(feed.section)
            folders[feed.section] = etree.SubElement(body, "outline", text=name, title=name)
        name = _printable(feed.outlet)
        outline = etree.SubElement(folders[feed.section], "outline", type="rss", text=name)
        outline.set("title", name)
        outline.set("xmlUrl", feed.url)
        if feed.language:
            outline.set("language", feed.language)
    xml = etree.tostring(root, pretty_print=True, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'


def feeds_yaml(feeds: Sequence[Listed]) -> str:
    """A feeds.yaml of these feeds; each folder becomes a group with its name as section."""
    folders: dict[tuple[str, ...], list[Listed]] = {}
    for listed in feeds:
        folders.setdefault(listed.folder, []).append(listed)
    lines = ["# yaml-language-server: $schema=feeds.schema.json"]
    if () in folders:
        lines += ["feeds:", *_feed_lines(folders.pop(()), "  ")]
    if folders:
        lines.append("groups:")
    names: set[str] = set()
    for folder, members in folders.items():
        lines += [
            f"  {_group_name(folder, names)}:",
            f"    section: {_scalar(folder[-1])}",
            "    feeds:",
            *_feed_lines(members, "      "),
        ]
    return "\n".join(lines) + "\n"


def _read(file: Path | None) -> bytes:
    try:
        if file is None:
            return sys.stdin.buffer.read(_LARGEST + 1)
        with file.open("rb") as opened:
            return opened.read(_LARGEST + 1)
    except OSError as error:
        raise GiveUpItem(f"the file can not be read: {error.strerror}") from error


def _root(data: bytes) -> etree._Element:
    if len(data) > _LARGEST:
        raise GiveUpItem(f"the file is larger than {_LARGEST // 2**20} MB; split it")
    # Attributes expand entities whatever the parser is told, so none may be declared.
    if b"<!ENTITY" in data.replace(b"\x00", b""):
        raise GiveUpItem("the file declares entities, which no reader writes; remove them")
    # Many readers write a bare & in titles: what can be understood is taken.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GiveUpItem(f"this is not OPML: {error}") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise GiveUpItem("this is not OPML: its first element must be <opml>")
    return root


def _outlines(parent: etree._Element, folder: tuple[str, ...]) -> Iterator[Listed]:
    for element in parent.iterchildren(tag=etree.Element):
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        title = _printable(attributes.get("title") or attributes.get("text") or "")
        url = attributes.get("xmlurl", "").strip()
        if url:
            yield Listed(
                url=_web_address(url),
                title=title,
                folder=folder,
                language=_language(attributes.get("language", "")),
            )
            inside = folder
        else:
            inside = (*folder, title) if title else folder
        yield from _outlines(element, inside)


def _web_address(url: str) -> str:
    """`feed://host` and `feed:https://host` are what browsers once handed to readers."""
    if not url.lower().startswith("feed:"):
        return url
    rest = url[len("feed:") :]
    return f"https:{rest}" if rest.startswith("//") else rest


def _language(written: str) -> str:
    primary = written.partition("-")[0].lower()
    known = primary.isascii() and primary.isalpha() and 2 <= len(primary) <= _WHOLE_LANGUAGE
    return primary if known else ""


def _feed_lines(feeds: Sequence[Listed], indent: str) -> Iterator[str]:
    for listed in feeds:
        yield f"{indent}- url: {_scalar(listed.url)}"
        if listed.title:
            yield f"{indent}  outlet: {_scalar(listed.title)}"
        if listed.language and listed.language != "id":
            yield f"{indent}  language: {listed.language}"


def _group_name(folder: tuple[str, ...], taken: set[str]) -> str:
    words = "".join(c.lower() if c.isascii() and c.isalnum() else " " for c in " ".join(folder))
    base = name = "-".join(words.split()) or "folder"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _scalar(text: str) -> str:
    """The text plain where YAML reads it back as it is, else in quotes."""
    plain = read_yaml(f"key: {text}\n")
    return (
        text
        if not plain.problems and plain.value == {"key": text}
        else json.dumps(text, ensure_ascii=False)
    )


def _printable(text: str) -> str:
    """One line that feeds.yaml and XML both can hold."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:_LONGEST_NAME].strip()
