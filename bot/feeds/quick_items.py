"""One item of an ordinary feed, read as feedparser reads it: the order of elements counts there.

Source of the rules: feedparser 6.0.14, mixin.py and namespaces/. Where an element would have to be
treated beyond them, NotOrdinary says that the document takes the long way.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urljoin

from lxml import etree

from bot.feeds.quick_names import Names, NotOrdinary
from bot.feeds.raw import MOST_CATEGORIES, RawItem, is_other_link


def attributes(element: etree._Element) -> dict[str, str]:
    """Attributes as feedparser sees them, with the one form of a link's address."""
    found = {}
    for name, value in element.attrib.items():
        lower = str(name).lower()
        found[lower] = str(value).lower() if lower in ("rel", "type") else str(value)
    address = found.get("url", found.get("uri", found.get("href")))
    if address:
        found["href"] = joined(address)
    return found


def refuse_bases(element: etree._Element) -> None:
    """An element with an address base or an encoding of its own takes the long way."""
    if len(element.attrib) and any(_BASES.fullmatch(str(name)) for name in element.attrib):
        raise NotOrdinary


def text_of(element: etree._Element) -> str:
    """The text of an element that has nothing else in it."""
    if len(element):
        raise NotOrdinary
    return (element.text or "").strip()


def channel_value(text: str) -> str:
    """Text as it is kept: double encoding undone, Windows characters put right."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS)


def joined(address: str) -> str:
    """An address without the slashes that some write too many of."""
    try:
        return urljoin("", _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def read_item(element: etree._Element, names: Names) -> RawItem:
    """One <item> or <entry>."""
    if any(_ITEM_ATTRIBUTES.fullmatch(str(name)) for name in element.attrib):
        raise NotOrdinary
    reader = _ItemReader(names)
    reader.children(element, 0)
    return reader.item()


_ITEM_ATTRIBUTES = re.compile(r"(?:\{.*\})?(?:about|lastmod|href|base)", re.IGNORECASE)
_BASES = re.compile(r"(?:\{.*\})?(?:base|mode)", re.IGNORECASE)
_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+\-.]*://)/*")
_STRAY_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}

_DATES = {
    "pubdate": "published", "published": "published", "issued": "published",
    "dcterms_issued": "published", "updated": "updated", "modified": "updated",
    "lastbuilddate": "updated", "dc_date": "updated", "dcterms_modified": "updated",
    "created": "created", "dcterms_created": "created",
}  # fmt: skip
_DESCRIPTIONS = frozenset(
    {"description", "dc_description", "media_description", "summary", "itunes_summary"}
)
_CONTENTS = frozenset({"content_encoded", "content", "fullitem"})
_AUTHORS = frozenset({"author", "dc_author", "dc_creator", "itunes_author", "managingeditor"})
_CATEGORIES = frozenset({"category", "dc_subject", "keywords", "media_category", "itunes_category"})
_KEYWORDS = frozenset({"media_keywords", "itunes_keywords"})
_TRANSPARENT = frozenset({"media_group", "media_content"})
_MARKED_UP = _DESCRIPTIONS | _CONTENTS | {"title", "dc_title", "media_title"}
_MEANT = frozenset(_DATES).union(
    _DESCRIPTIONS, _CONTENTS, _AUTHORS, _CATEGORIES, _KEYWORDS, _TRANSPARENT,
    {"title", "dc_title", "media_title", "link", "guid", "id", "source", "enclosure",
     "media_thumbnail", "itunes_image"},
)  # fmt: skip
# feedparser does something with these that is not imitated here.
_REFUSED = re.compile(
    "abstract|authors?_detail|authors|body|channel|contributors?|email|entry|feed|homepage|href|"
    "id_detail|image|item|links|name|rdf_.*|rss|svg|tags|textinput|title_detail|ur[il]|"
    "itunes_(?:owner|name|email|link)|width|height|media_(?:player|thumbnails)|georss.*|gml.*|psc.*"
)
_PLAIN_TYPES = frozenset({"", "text", "html", "plain", "text/html", "text/plain"})
_PAGE_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})


class _ItemReader:
    """Collects one item's fields; later elements replace earlier ones unless they lie deeper."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._fields: dict[str, str] = {}
        self._depths: dict[str, int] = {}
        self._contents: list[str] = []
        self._has_content = False
        self._title_depth: int | None = None
        self._tags: list[tuple[str | None, str | None, str | None]] = []
        self._authors: list[str] = []
        self._enclosures: list[str] = []
        self._media: list[str] = []
        self._thumbnails: list[str] = []
        self._image = ""
        self._other_links: list[str] = []

    def item(self) -> RawItem:
        fields = self._fields
        authors = self._authors if any(self._authors) else [fields.get("author", "")]
        images = (*self._enclosures, *self._media, *self._thumbnails, self._image)
        return RawItem(
            guid=fields.get("id", ""),
            link=fields.get("link", ""),
            other_links=self._others(),
            title=fields.get("title", ""),
            dates=_some(fields.get(key, "") for key in ("published", "updated", "created")),
            texts=_some((fields.get("summary", ""), *self._contents)),
            images=_some(images),
            authors=_some(authors),
            categories=tuple(term or "" for term, _, _ in self._tags),
        )

    def _others(self) -> tuple[str, ...]:
        own = self._fields.get("link")
        if own and own != self._fields.get("id"):
            return ()
        return _some(link for link in self._other_links if link != own)

    def children(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = self._names[child.tag, child.prefix]
            # The base of a text is its links' alone, and its links are dropped.
            if name not in _MARKED_UP:
                refuse_bases(child)
            self._child(child, name, depth)

    def _child(self, child: etree._Element, name: str, depth: int) -> None:
        if name in _DESCRIPTIONS:
            self._description(_marked_up(child), depth)
        elif name in _CONTENTS:
            self._content(_marked_up(child))
        elif name in ("title", "dc_title", "media_title"):
            self._title(_marked_up(child), depth, binding=name != "media_title")
        elif name in _DATES:
            self._put(_DATES[name], channel_value(text_of(child)), depth)
        elif name == "link":
            self._link(child)
        elif name in ("guid", "id"):
            self._guid(child, depth)
        elif name in _CATEGORIES or name in _KEYWORDS:
            self._category(child, name)
        elif name in _AUTHORS:
            self._author(child, depth)
        else:
            self._rare(child, name, depth)

    def _rare(self, child: etree._Element, name: str, depth: int) -> None:
        if name == "source":
            # A source's own title, id and dates are not the item's, but it opens the title again.
            self._title_depth = None
        elif name == "enclosure":
            self._enclosure(attributes(child))
        elif name in _TRANSPARENT:
            if name == "media_content":
                self._medium(child)
            self.children(child, depth + 1)
        elif name == "media_thumbnail":
            self._thumbnail(child)
        elif name == "itunes_image":
            found = attributes(child)
            self._image = str(child.get("href") or child.get("url") or self._image)
            if len(child) or "uri" in found:
                raise NotOrdinary
        elif name == "image" and not len(child):
            self._title_depth = None
        else:
            self._inert(child, name)

    def _inert(self, child: etree._Element, name: str) -> None:
        """Nothing that is kept may lie in an element that is passed over."""
        if name in _MEANT or _REFUSED.fullmatch(name):
            raise NotOrdinary
        for inner in child:
            self._inert(inner, self._names[inner.tag, inner.prefix])

    def _put(self, key: str, value: str, depth: int) -> None:
        before = self._depths.get(key)
        if before is None or depth <= before:
            self._depths[key] = depth
            self._fields[key] = value

    def _title(self, value: str, depth: int, *, binding: bool) -> None:
        if self._title_depth is None or self._title_depth > depth:
            self._put("title", value, depth)
        if binding and value:
            self._title_depth = depth

    def _description(self, value: str, depth: int) -> None:
        """A second description is kept beside the first, until a content element came."""
        if "summary" in self._fields and not self._has_content:
            self._content(value)
        else:
            self._put("summary", value, depth)

    def _content(self, value: str) -> None:
        self._has_content = True
        self._contents.append(value)
        self._fields.setdefault("summary", value)

    def _link(self, child: etree._Element) -> None:
        found = attributes(child)
        rel = found.get("rel", "alternate")
        kind = found.get("type", "application/atom+xml" if rel == "self" else "text/html")
        if "href" not in found:
            link = channel_value(joined(text_of(child))).replace("&amp;", "&")
            found["href"] = self._fields["link"] = _STRAY_REFERENCE.sub(r"&\1", link)
        elif len(child) or (child.text or "").strip():
            raise NotOrdinary
        elif rel == "alternate" and kind in _PAGE_TYPES:
            self._fields["link"] = found["href"]
        if is_other_link(rel):
            self._other_links.append(found["href"])
        if rel == "enclosure":
            self._enclosure(found)

    def _guid(self, child: etree._Element, depth: int) -> None:
        value = channel_value(text_of(child))
        self._put("id", value, depth)
        if attributes(child).get("ispermalink", "true") == "true":
            self._fields.setdefault("link", value)

    def _category(self, child: etree._Element, name: str) -> None:
        value = channel_value(text_of(child))
        if name in _KEYWORDS:
            if child.attrib:
                # feedparser loses the words then: it knows no start of this element.
                raise NotOrdinary
            for term in filter(None, (part.strip() for part in value.split(","))):
                self._tag(term, "http://www.itunes.com/" if name == "itunes_keywords" else None)
            return
        found = attributes(child)
        if name == "itunes_category":
            self._tag(found.get("text"), "http://www.itunes.com/")
        else:
            scheme = _MEDIA_SCHEME if name == "media_category" else found.get("domain")
            self._tag(found.get("term"), found.get("scheme", scheme), found.get("label"))
        if value and self._tags and not self._tags[-1][0]:
            self._tags[-1] = (value, *self._tags[-1][1:])
        elif value:
            self._tag(value)

    def _tag(self, term: str | None, scheme: str | None = None, label: str | None = None) -> None:
        tag = (term, scheme, label)
        if len(self._tags) < MOST_CATEGORIES and any(tag) and tag not in self._tags:
            self._tags.append(tag)

    def _author(self, child: etree._Element, depth: int) -> None:
        if len(child):
            self._person(child)
            return
        name = channel_value(text_of(child))
        if "@" in name or len(name) > _LONGEST_NAME:
            raise NotOrdinary
        self._put("author", name, depth)
        self._authors.append(self._fields["author"])

    def _person(self, child: etree._Element) -> None:
        names = [part for part in child if str(part.tag).endswith("}name")]
        others = [str(part.tag).rpartition("}")[2] for part in child if part not in names]
        if len(names) != 1 or not {"uri", "email", "url"}.issuperset(others):
            raise NotOrdinary
        self._authors.append(text_of(names[0]))

    def _enclosure(self, found: dict[str, str]) -> None:
        if found.get("type", "").startswith("image/"):
            self._enclosures.append(found.get("href", ""))

    def _medium(self, child: etree._Element) -> None:
        if "image" in (child.get("medium") or "") + (child.get("type") or "").lower():
            self._media.append(child.get("url") or "")

    def _thumbnail(self, child: etree._Element) -> None:
        text = channel_value(joined(text_of(child)))
        url = child.get("url")
        self._thumbnails.append(text if url is None and text.strip() else url or "")


_LONGEST_NAME = 300
_MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"


def _marked_up(child: etree._Element) -> str:
    """The text of an element that may hold escaped markup; other types take the long way."""
    if len(child.attrib):
        found = attributes(child)
        if found.get("type", "") not in _PLAIN_TYPES or "src" in found or "mode" in found:
            raise NotOrdinary
    return channel_value(text_of(child))


def _some(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, values))
