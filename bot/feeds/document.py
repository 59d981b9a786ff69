"""The bytes of a feed before parsing: unpacked, measured, repaired, told apart."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

LARGEST = 10_000_000


class Shape(Enum):
    """What a body looks like from outside."""

    EMPTY = "empty"
    XML = "xml"
    JSON = "json"
    PAGE = "page"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A body ready for a parser, with what had to be done to it."""

    body: bytes
    shape: Shape
    charset: str = ""  # what the server said; "utf-8" when the bytes prove it
    complaint: str = ""


def open_document(body: bytes, headers: Mapping[str, str]) -> Document:
    """Unpack a body that came compressed without saying so, and see what it is."""
    body, complaint = _unpacked(body)
    if len(body) > LARGEST:
        size = f"{len(body) / 1e6:.1f} MB"
        complaint = f"the document is too large: {size}, at most {LARGEST / 1e6:g} MB are read"
        body = body[:LARGEST]
    body = _without_leading_blanks(body)
    wide = body[:2] in _WIDE_MARKS
    body = _narrow(body)
    charset = "utf-8" if wide or _is_utf8(body) else _charset(headers)
    return Document(body=body, shape=_shape(body), charset=charset, complaint=complaint)


def page_title(body: bytes) -> str:
    """The title of an HTML page, to tell a person what came instead of a feed."""
    found = _TITLE.search(body[:_HEAD])
    return found[1].decode("utf-8", "replace")[:200] if found else ""


_HEAD = 20_000
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
_WIDE = {b"<\x00": b"\xff\xfe", b"\x00<": b"\xfe\xff"}
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# A feed's root may stand behind a declaration, a style sheet, comments and a doctype.
_ROOT = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(rss|rdf|feed|channel|html|body|head|svg|opml|urlset|sitemapindex)\b",
    re.IGNORECASE,
)
_PAGE_SIGNS = re.compile(rb"<!doctype\s+html|<html|<head\b|<body\b|<script\b|<title\b", re.I)


def _unpacked(body: bytes) -> tuple[bytes, str]:
    for _ in range(2):
        if not body.startswith(b"\x1f\x8b"):
            break
        decoder = zlib.decompressobj(wbits=31)
        try:
            body = decoder.decompress(body, LARGEST + 1)
        except zlib.error:
            return b"", "the document is a damaged gzip file"
    return body, ""


def _without_leading_blanks(body: bytes) -> bytes:
    if body[:2] in _WIDE_MARKS:
        return body
    if body[:2] in _WIDE:
        return _WIDE[body[:2]] + body
    return body.removeprefix(_BOM).lstrip(b" \t\r\n\x00").removeprefix(_BOM)


def _narrow(body: bytes) -> bytes:
    """UTF-16 as UTF-8: each further step looks for ASCII."""
    if body[:2] not in _WIDE_MARKS or not body[2:4].strip(b"\x00"):
        return body
    return body.decode("utf-16", "replace").encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes prove their encoding: valid, and not plain ASCII, which proves nothing."""
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A document cut off in the middle of a character.
        return error.start >= len(body) - 3 and error.reason == "unexpected end of data"
    return True


def _charset(headers: Mapping[str, str]) -> str:
    found = _CHARSET.search(headers.get("content-type", ""))
    return found[1].lower() if found else ""


def _shape(body: bytes) -> Shape:
    if not body:
        return Shape.EMPTY
    if body[:1] in (b"{", b"["):
        return Shape.JSON
    if body[:2] in _WIDE_MARKS:
        return Shape.XML
    root = _ROOT.search(body[:_HEAD])
    if root:
        name = root[1].lower()
        return Shape.PAGE if name in (b"html", b"body", b"head") else Shape.XML
    if _PAGE_SIGNS.search(body[:_HEAD]):
        return Shape.PAGE
    return Shape.XML if body.startswith(b"<") else Shape.UNKNOWN


def decoded_page(page: bytes) -> str:
    """An HTML page's characters: UTF-8 if the bytes prove it, else what the page declares."""
    if page.startswith(_BOM) or _is_utf8(page) or page.isascii():
        return page.removeprefix(_BOM).decode("utf-8", "replace")
    found = _CHARSET_IN_PAGE.search(page[:_HEAD])
    name = found[1].decode("ascii", "replace") if found else "windows-1252"
    try:
        return page.decode(name, "replace")
    except (LookupError, ValueError):
        return page.decode("windows-1252", "replace")


_CHARSET_IN_PAGE = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
