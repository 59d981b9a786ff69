"""Feeds that a web page names in its head, and the ones that outlets keep without naming them."""

import html
import re
from urllib.parse import urljoin

from bot.feeds.urls import is_http_url


def feed_links(page: str | bytes, base: str) -> tuple[str, ...]:
    """Addresses of feeds that the page declares, the likeliest first; comment feeds last."""
    text = (
        page[:_LONGEST].decode("utf-8", "replace") if isinstance(page, bytes) else page[:_LONGEST]
    )
    base = _declared_base(text, base)
    declared = [_attributes(found[0]) for found in _LINK.finditer(text)]
    addresses = [
        (bool(_COMMENTS.search(link.get("title", "") + link["href"])), _joined(base, link["href"]))
        for link in declared
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").lower().partition(";")[0].strip() in _TYPES
        and link.get("href")
    ]
    anchors = [] if addresses else _anchors(text, base)
    ordered = [address for _, address in sorted(addresses, key=lambda pair: pair[0])]
    found = dict.fromkeys(address for address in (*ordered, *anchors) if is_http_url(address))
    return tuple(found)[:_MOST]


_LONGEST = 2_000_000
_MOST = 20
_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
     "application/json", "text/xml", "application/xml"}
)  # fmt: skip
# A quoted value may hold a ">". Each tag ends at the next "<" at the latest and is tried once
# (possessive), or two million "<a" would take a minute.
_INSIDE = r"""(?:[^<>"']|"[^"<]{0,2000}"|'[^'<]{0,2000}'){1,2000}+"""
_LINK = re.compile(rf"<link\s{_INSIDE}>", re.IGNORECASE)
_BASE = re.compile(rf"<base\s{_INSIDE}>", re.IGNORECASE)
_ANCHOR = re.compile(rf"<a\s{_INSIDE}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_COMMENTS = re.compile(r"comment|komentar", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"/(?:rss|feed|atom)(?:[/?]|$)|\.(?:rss|rdf|atom)(?:\?|$)|//(?:rss|feeds?)\.", re.I
)


def _attributes(tag: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "").strip()
        for found in _ATTRIBUTE.finditer(tag)
    }


def _declared_base(text: str, base: str) -> str:
    found = _BASE.search(text)
    return _joined(base, _attributes(found[0]).get("href", "")) if found else base


def _anchors(text: str, base: str) -> list[str]:
    """Links that look like feeds, for pages that declare none."""
    links = (_attributes(found[0]).get("href", "") for found in _ANCHOR.finditer(text))
    return [_joined(base, link) for link in links if _FEED_PATH.search(link)]


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
