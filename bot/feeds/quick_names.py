"""Which of feedparser's names an element of an ordinary feed has: by namespace, else by prefix."""

import re

from lxml import etree


class NotOrdinary(Exception):
    """The document holds something that only the long way knows."""


Names = dict[tuple[str, str | None], str]


class _NameTable(dict[tuple[str, str | None], str]):
    """(lxml tag, prefix) -> feedparser's name for it, worked out once a document."""

    def __missing__(self, key: tuple[str, str | None]) -> str:
        tag, prefix = key
        if not isinstance(tag, str):
            raise NotOrdinary  # an entity reference
        uri, _, local = tag.rpartition("}")
        name = self[key] = _name(uri.removeprefix("{").lower(), prefix, local.lower())
        return name


def names_of(_: etree._Element) -> Names:
    """An empty table for one document."""
    return _NameTable()


def _name(uri: str, prefix: str | None, local: str) -> str:
    known = _NAMESPACES.get(uri)
    if known is not None:
        return known + local
    if _FOREIGN.fullmatch(uri):
        raise NotOrdinary
    if prefix is None:
        # feedparser does not see that such an element is of another vocabulary.
        return local
    if _SUPPORTED_PREFIXES.fullmatch(prefix):
        return f"{prefix.lower()}_{local}"
    if _USUAL_PREFIXES.fullmatch(prefix):
        raise NotOrdinary
    return _UNKNOWN


_NAMESPACES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/content/": "content_",
    "http://purl.org/dc/elements/1.1/": "dc_",
    "http://purl.org/dc/terms/": "dcterms_",
    "http://search.yahoo.com/mrss/": "media_",
    "http://search.yahoo.com/mrss": "media_",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes_",
    "http://purl.org/rss/1.0/modules/syndication/": "sy_",
    "http://purl.org/rss/1.0/modules/slash/": "slash_",
    "http://wellformedweb.org/commentapi/": "wfw_",
    "http://purl.org/syndication/thread/1.0": "thr_",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner_",
}
# Namespaces that feedparser knows and that are not imitated here.
_FOREIGN = re.compile(
    r".*backend\.userland\.com/rss.*|http://(?:blogs\.law\.harvard\.edu/tech/rss|"
    r"purl\.org/(?:rss/1\.0/|echo/|pie/|atom/ns#|rss/1\.0/modules/rss091#)|"
    r"my\.netscape\.com/.*|example\.com/.*|www\.w3\.org/.*|purl\.org/atom/.*|"
    r"podlove\.org/.*|webns\.net/.*|www\.georss\.org/.*|www\.opengis\.net/.*|"
    r"(?:backend|web)\.[a-z.]*/cc.*|.*creativecommons.*)|uri/of/echo/namespace#"
)
# feedparser goes by the prefix when it does not know the namespace.
_SUPPORTED_PREFIXES = re.compile(
    "content|dc|dcterms|feedburner|itunes|media|slash|sy|thr|wfw", re.IGNORECASE
)
_USUAL_PREFIXES = re.compile(
    "admin|ag|annotate|audio|cc|co|content|cp|dc|dcterms|email|ev|feedburner|fm|foaf|geo|georss|"
    "gml|icbm|image|itunes|l|media|pingback|prism|psc|rdf|rdfs|ref|reqv|search|slash|soap|ss|str|"
    "sub|sy|szf|taxo|thr|ti|trackback|wfw|wiki|xhtml|xlink|xml",
    re.IGNORECASE,
)
_UNKNOWN = "?"
