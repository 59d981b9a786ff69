"""Documents made to cost time or memory; written for this project, none is taken from elsewhere."""

import gzip
import random
import zlib
from collections.abc import Callable

HEAD = b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
TAIL = b"</channel></rss>"
ITEM = b"<item><title>Judul</title><link>https://a.example/1</link></item>"


def item(inner: bytes) -> bytes:
    return HEAD + b"<item>" + inner + b"</item>" + TAIL


def described(markup: bytes) -> bytes:
    return item(b"<description><![CDATA[" + markup + b"]]></description>")


def numbered(pattern: bytes, count: int) -> bytes:
    return b"".join(pattern % {b"n": number} for number in range(count))


def entities(levels: int) -> bytes:
    nested = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, levels)
    )
    return b'<!DOCTYPE x [<!ENTITY e0 "lol">' + nested + b"]>"


# Made when asked for: all at once would fill the memory that is to be measured.
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: b'<?xml version="1.0"?>' + entities(10)
    + b"<rss><channel><item><title>&e9;</title></item></channel></rss>",
    "one long entity, often": lambda: b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000
    + b'">]><rss><channel><item><title>' + b"&a;" * 30_000 + b"</title></item></channel></rss>",
    "gzip bomb 200 MB": lambda: gzip.compress(HEAD + bytes(200_000_000), 1),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(bytes(200_000_000), 1), 1),
    "zlib bomb": lambda: zlib.compress(bytes(200_000_000), 1),
    "50 MB of items": lambda: HEAD + ITEM * 770_000 + TAIL,
    "50 MB in one item": lambda: item(b"<description>" + b"kata " * 10_000_000),
    "50 MB broken": lambda: HEAD + b"<item><title>&x;" + ITEM * 770_000,
    "50 MB of chance": lambda: random.Random(1).randbytes(50_000_000),
    "50 MB of signs": lambda: b"<" * 50_000_000,
    "50 MB of JSON": lambda: b'{"items":[' + b'{"id":"1"},' * 4_500_000 + b"{}]}",
    "two million empty items": lambda: b'{"items":[' + b"{}," * 2_000_000 + b"{}]}",
    "deep JSON": lambda: b'{"items":' + b"[" * 1_000_000,
    "deep elements": lambda: HEAD + b"<a>" * 300_000 + ITEM + TAIL,
    "items in items": lambda: HEAD + b"<item>" * 50_000 + TAIL,
    "attributes": lambda: HEAD + b"<item " + numbered(b' a%(n)d="x"', 200_000) + b"/>" + TAIL,
    "namespaces": lambda: b"<rss>" + numbered(b'<n%(n)d:a xmlns:n%(n)d="u%(n)d">', 20_000),
    "ampersands": lambda: item(b"<title>" + b"&" * 3_000_000 + b"</title>"),
    "references": lambda: item(b"<title>" + b"&a" * 1_000_000 + b"</title>"),
    "open tags": lambda: described(b"<a " * 400_000),
    "quotes": lambda: described(b"<a b='" * 200_000),
    "pictures": lambda: described(b"<img src=" * 200_000),
    "comments": lambda: HEAD + b"<!--" * 200_000 + TAIL,
    "declaration without end": lambda: b"<?" + b"encoding='" * 200_000,
    "blank lines": lambda: HEAD[:38] + b"\n" * 3_000_000 + HEAD[38:] + ITEM + TAIL,
    "author": lambda: item(b"<author>" + b"a" * 90_000 + b"@" + b"a." * 90_000 + b"</author>"),
    "categories": lambda: item(numbered(b"<category>%(n)d</category>", 50_000)),
    "links": lambda: item(b"<link>https://a.example</link>" * 50_000),
    "long id": lambda: item(b"<guid>" + b"g" * 5_000_000 + b"</guid>"),
    "zalgo": lambda: item(b"<title>x" + "\u0301".encode() * 500_000 + b"</title>"),
    "zeros": lambda: item(b"<title>x" + bytes(3_000_000) + b"</title>"),
    "base64": lambda: item(b'<title mode="base64">' + b"A" * 3_000_001 + b"</title>"),
    "bases": lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>"
    + b"<entry xml:base='a/'>" * 20_000,
    "page of 9 MB": lambda: b"<html>" + b"<div><p>x</p></div>" * 480_000,
}  # fmt: skip
