"""The bytes of a feed before parsing: unpacked, measured, repaired, told apart."""

import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
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
        complaint = f"the document is too large: only {LARGEST / 1e6:g} MB of it were read"
        body = body[:LARGEST]
    body = _without_leading_blanks(body)
    wide = body[:2] in _WIDE_MARKS or body[:4] in _WIDEST
    body = _narrow(body)
    charset = "utf-8" if wide or _is_utf8(body) else _charset(headers)
    return Document(body=body, shape=_shape(body), charset=charset, complaint=complaint)


def speaks_ascii(charset: str) -> bool:
    """Whether bytes below 128 mean in this encoding what they mean in UTF-8."""
    return not _SHIFTING.match(charset)


def page_title(body: bytes) -> str:
    """The title of an HTML page, to tell a person what came instead of a feed."""
    found = _TITLE.search(body[:_HEAD])
    return found[1].decode("utf-8", "replace")[:200] if found else ""


_HEAD = 20_000
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# Seven-bit encodings that switch between alphabets, or have one of their own.
_SHIFTING = re.compile(r"iso-?2022|csiso2022|hz|utf-?7|utf-?16|utf-?32|ibm0|cp037|cp500|ebcdic")
_BOM = b"\xef\xbb\xbf"
_WIDE = {b"<\x00": b"\xff\xfe", b"\x00<": b"\xfe\xff"}
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDEST = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"<\x00\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\x00\x00\x00<": "utf-32-be",
}
# A feed's root may stand behind a declaration, a style sheet, comments and a doctype.
_ROOT = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(rss|rdf|feed|channel|entry|item|html|body|head|svg|opml|urlset|sitemapindex)\b",
    re.IGNORECASE,
)
_PAGE_SIGNS = re.compile(rb"<!doctype\s+html|<html|<head\b|<body\b|<script\b|<title\b", re.I)


def _unpacked(body: bytes) -> tuple[bytes, str]:
    for _ in range(2):
        if body.startswith(_GZIP):
            body, is_whole = _gunzipped(body)
            if not (body or is_whole):
                return b"", "the document is a damaged gzip file"
        elif body[:2] in _ZLIB:
            with suppress(zlib.error):
                body = zlib.decompressobj().decompress(body, LARGEST + 1)
    return body, ""


def _gunzipped(body: bytes) -> tuple[bytes, bool]:
    """All members of a gzip file, as far as they are whole and not too large."""
    parts: list[bytes] = []
    left = LARGEST + 1
    while body.startswith(_GZIP) and left > 0:
        decoder = zlib.decompressobj(wbits=31)
        try:
            parts.append(decoder.decompress(body, left))
        except zlib.error:
            return b"".join(parts), False
        left -= len(parts[-1])
        body = decoder.unused_data if parts[-1] else b""
    return b"".join(parts), True


_GZIP = b"\x1f\x8b"
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")


def _without_leading_blanks(body: bytes) -> bytes:
    if body[:2] in _WIDE_MARKS or body[:4] in _WIDEST:
        return body
    if body[:2] in _WIDE:
        return _WIDE[body[:2]] + body
    return body.removeprefix(_BOM).lstrip(b" \t\r\n\x00").removeprefix(_BOM)


def _narrow(body: bytes) -> bytes:
    """UTF-32 and UTF-16 as UTF-8: each further step looks for ASCII."""
    if body[:4] in _WIDEST:
        text = body.decode(_WIDEST[body[:4]], "replace").removeprefix("\ufeff")
        return text.encode("utf-8", "replace")
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
    head = body[:_HEAD]
    root = _ROOT.search(head)
    if root and root[1].lower() not in _PAGE_ROOTS:
        return Shape.XML
    if root or _PAGE_SIGNS.search(head):
        # Some wrap their feed into a page.
        return Shape.XML if _FEED.search(body) and _ITEM.search(body) else Shape.PAGE
    return Shape.XML if body.startswith(b"<") else Shape.UNKNOWN


_PAGE_ROOTS = (b"html", b"body", b"head")
_FEED = re.compile(rb"<(?:[\w.-]{1,30}:)?(?:rss|rdf|feed)[\s>]", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)


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
