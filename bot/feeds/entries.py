"""How an item as its document has it becomes a clean Entry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin

from bot.feeds.dates import parse_date
from bot.feeds.raw import RawItem
from bot.feeds.urls import article_key, is_http_url
from bot.model import Entry
from bot.text.html import one_line, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an item inherits from its feed and its poll."""

    base: str = ""
    zone: str = "Asia/Jakarta"
    language: str = ""
    now: datetime | None = None


def entry(item: RawItem, around: Surroundings) -> Entry:
    """A clean entry; what can not be used is left empty."""
    guid = _one_line(item.guid)
    link = _link(item, guid, around.base)
    return Entry(
        guid=guid[:_LONGEST_GUID] or link,
        link=link,
        key=article_key(link),
        title=_shortened(one_line(item.title)),
        published=_published(item.dates, around),
        text=_longest_text(item.texts),
        language=language_tag(around.language or item.language),
        image=_image(item, around.base),
        authors=_names(item.authors),
        categories=_names(item.categories),
    )


@lru_cache(maxsize=256)
def language_tag(raw: str) -> str:
    """The primary tag: "id" for "id-ID", "in" (its name before 1989) and "Indonesian"."""
    tag = re.split(r"[-_\s]", raw.strip().lower(), maxsplit=1)[0]
    tag = _LANGUAGE_NAMES.get(tag, tag)
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) else ""


_LANGUAGE_NAMES = {"in": "id", "ind": "id", "indonesian": "id", "indonesia": "id", "english": "en"}
_LONGEST_GUID = 2048
_LONGEST_TITLE = 1000
_LONGEST_TEXT = 50_000
_LONGEST_MARKUP = 500_000
_MOST_NAMES = 20
_SHORT_NAME = 60
_LONGEST_NAME = 200
_IMAGE_TAG = re.compile(
    r"""<img\s[^>]{0,2000}?\bsrc\s*=\s*["']?([^"'\s>]{1,2048})""", re.IGNORECASE
)


def _one_line(raw: str) -> str:
    """Blanks and control characters only: an id is not markup."""
    if raw.isprintable():
        return " ".join(raw.split())
    return " ".join("".join(c if c.isprintable() else " " for c in raw).split())


def _link(item: RawItem, guid: str, base: str) -> str:
    candidates = (_web_address(base, raw) for raw in (item.link, *item.other_links))
    own = next(candidates)
    if own or is_http_url(guid):
        return own or guid
    return next(filter(None, candidates), "")


def _web_address(base: str, raw: str) -> str:
    link = raw.strip()
    if not link or is_http_url(link):
        return link
    if link.lower().startswith("www."):
        link = f"https://{link}"
    try:
        link = urljoin(base, link.replace(" ", "%20"))
    except ValueError:
        return ""
    # Only a file that was saved without its address has no base; then a path is all there is.
    is_path = not base and _PATH.fullmatch(link)
    return link if is_path or is_http_url(link) else ""


_PATH = re.compile(r"(?![\w+.-]*:)[^\s<>\"\\]{1,2000}")


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def _published(dates: Iterable[str], around: Surroundings) -> datetime | None:
    for raw in dates:
        moment = parse_date(raw, zone=around.zone)
        if moment:
            return min(moment, around.now) if around.now else moment
    return None


def _longest_text(texts: Iterable[str]) -> str:
    """Feeds put photo captions beside the text, first or last: the longest is the text."""
    candidates = dict.fromkeys(text[:_LONGEST_MARKUP] for text in texts if text)
    longest = max((plain(text) for text in candidates), key=len, default="")
    if len(longest) <= _LONGEST_TEXT:
        return longest
    return longest[:_LONGEST_TEXT].rsplit("\n\n", 1)[0]


def _image(item: RawItem, base: str) -> str:
    for raw in item.images:
        if address := _web_address(base, raw):
            return address
    for text in item.texts:
        found = _IMAGE_TAG.search(text, 0, 20_000)
        if found and (address := _web_address(base, found[1].replace("&amp;", "&"))):
            return address
    return ""


def _names(raw: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys(_name(name) for name in raw if name)
    return tuple(filter(None, names))[:_MOST_NAMES]


def _name(raw: str) -> str:
    return _short_name(raw) if len(raw) <= _SHORT_NAME else one_line(raw)[:_LONGEST_NAME]


@lru_cache(maxsize=1024)
def _short_name(raw: str) -> str:
    """The same few authors and categories come again with each item."""
    return one_line(raw)
