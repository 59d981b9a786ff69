"""Makes a document harmless for feedparser, which takes minutes for some that are small.

Each rule answers a document that was tried: regular expressions over a declaration without end,
loops over namespaces for every element, its slow parser for markup that is broken everywhere.
"""

import re

from lxml import etree

from bot.feeds.raw import MOST_ITEMS, sound

# An ordinary document of this size takes feedparser 0.3 s, the hardest real one 1.4 s.
LONGEST = 1_000_000


def without_surplus(body: bytes) -> bytes:
    """The document without the items that nobody will read, for either way of reading it."""
    for end in _ITEM_ENDS:
        if body.count(end) <= MOST_ITEMS:
            continue
        pieces = body.split(end, MOST_ITEMS + 1)
        if len(pieces) > MOST_ITEMS + 1:
            return _cut(body, len(body) - len(pieces[-1]))
    return body


def tamed(body: bytes) -> tuple[bytes, str]:
    """The document, cut if need be, and a complaint when it was; items keep their order."""
    if len(set(_PREFIX.findall(body, 0, LONGEST))) > _MOST_PREFIXES:
        return b"", f"the document declares more than {_MOST_PREFIXES} namespaces"
    body = _HALF_REFERENCES.sub(_whole_references, _with_short_head(body))
    length = _harmless_length(body, 1)
    if length < len(body) and _is_well_formed(body):
        length = _harmless_length(body, _MORE_IF_WELL_FORMED)
    if length >= len(body):
        return body, ""
    complaint = f"only the first {length / 1e6:.1f} of {len(body) / 1e6:.1f} MB were read"
    return _cut(body, length), complaint


_PREFIX = re.compile(rb"xmlns:[\w.-]{1,40}")
_MOST_PREFIXES = 100
# Signs that feedparser's slow parser stops at, and how many it may meet.
_SIGNS = ((b"<", 40_000), (b"&", 40_000), (b"=", 60_000))
_LONGEST_DECLARATION = 300
_BLANKS = re.compile(rb"\s{20,}")
_FIRST_ELEMENT = re.compile(rb"<\w")
_ROOT = re.compile(rb"<((?:[\w.-]{1,30}:)?(?:rss|rdf|feed))\b", re.IGNORECASE)
_HALF_REFERENCES = re.compile(
    rb"(?:&#(?:[xX]0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,4}5[5-7]\d{3});){1,100}"
)
_NUMBER = re.compile(rb"&#([xX]?[0-9a-fA-F]+);")
_DOCTYPE = re.compile(rb"<!doctype|<!entity", re.IGNORECASE)
_MORE_IF_WELL_FORMED = 3
_ITEM_ENDS = (b"</item>", b"</entry>")


def _whole_references(found: re.Match[bytes]) -> bytes:
    """Halves of a character joined if both are there: feedparser gives up on a lone one."""
    numbers = (digits.decode() for digits in _NUMBER.findall(found[0]))
    codes = (int(n[1:], 16) if n[0] in "xX" else int(n) for n in numbers)
    return b"".join(b"&#%d;" % ord(sign) for sign in sound("".join(map(chr, codes))))


def _with_short_head(body: bytes) -> bytes:
    """What stands before the root, without what only serves to keep expressions busy."""
    if body.startswith(b"<?"):
        end = body.find(b"?>", 0, _LONGEST_DECLARATION) + 2
        if end < 2:
            body = body[2:]
        elif b"encoding" in body[end:].partition(b"\n")[0]:
            # feedparser searches the whole line for an encoding, and takes the last.
            body = body[:end] + b"\n" + body[end:]
    first = _FIRST_ELEMENT.search(body)
    start = first.start() if first else len(body)
    return _BLANKS.sub(b"\n", body[:start]) + body[start:]


def _is_well_formed(body: bytes) -> bool:
    """Whether feedparser can use its quick parser, which takes linear time."""
    if _DOCTYPE.search(body):
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _harmless_length(body: bytes, more: int) -> int:
    length = min(len(body), LONGEST * more)
    for sign, usual in _SIGNS:
        most = usual * more
        found = body.count(sign, 0, length)
        while found > most:
            length = length * most // found
            found = body.count(sign, 0, length)
    return length


def _cut(body: bytes, length: int) -> bytes:
    """Cut behind the last whole item and closed again, so that the rest is still well-formed."""
    cut = max(body.rfind(end, 0, length) + len(end) for end in _ITEM_ENDS)
    root = _ROOT.search(body[:LONGEST])
    if cut < len(_ITEM_ENDS[0]) + 1 or not root:
        return body[:length]
    channel = b"</channel>" if root[1].lower() == b"rss" else b""
    return body[:cut] + channel + b"</" + root[1] + b">"
