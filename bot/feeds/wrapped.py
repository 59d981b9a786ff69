"""Redirectors that hold an article's address in their path, in a writing of their own."""

import re
from base64 import urlsafe_b64decode


def inner_address(host: str, path: str) -> str:
    """The address inside; "" when there is none, or when only the redirector knows it."""
    if host.endswith(".feedsportal.com"):
        return _feedsportal(path)
    if host == "news.google.com":
        return _google_news(path)
    return ""


_PORTAL_PATH = re.compile(r"/l/(0[LM][0-9A-Za-z]{1,2000})(?:/|$)")
_PORTAL_SIGN = re.compile("0([A-Z])")
_PORTAL_SIGNS = {
    "A": "0", "B": ".", "C": "/", "D": "?", "E": "-", "F": "=", "G": "&", "H": ",", "I": "_",
    "J": "%", "K": "+", "L": "http://", "M": "https://", "N": ".com", "O": ".co.uk", "P": ";",
    "Q": "|", "R": ":", "S": "www.", "T": "#", "U": "$", "V": "~", "W": "!", "X": "(", "Y": ")",
    "Z": "Z",
}  # fmt: skip


def _feedsportal(path: str) -> str:
    found = _PORTAL_PATH.search(path)
    return _PORTAL_SIGN.sub(lambda sign: _PORTAL_SIGNS[sign[1]], found[1]) if found else ""


_NEWS_PATH = re.compile(r"/(?:rss/|__i/rss/rd/)?articles/([A-Za-z0-9_-]{10,3000})/?")
# A protocol buffer: field 1 is 19, field 4 is the address with its length before it.
_NEWS_HEAD = b"\x08\x13\x22"
_MORE = 0x80


def _google_news(path: str) -> str:
    """Since 2024 most hold a number that only Google can resolve; older ones an address."""
    found = _NEWS_PATH.fullmatch(path)
    if not found:
        return ""
    packed = found[1]
    try:
        data = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return ""
    if not data.startswith(_NEWS_HEAD) or len(data) < len(_NEWS_HEAD) + 2:
        return ""
    at = len(_NEWS_HEAD)
    length = data[at]
    if length & _MORE:
        at += 1
        length = (length & ~_MORE) | data[at] << 7
    address = data[at + 1 : at + 1 + length].decode("utf-8", "replace")
    return address if address.startswith(("http://", "https://")) else ""
