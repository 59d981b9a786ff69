"""One article, one address: what is left of a link when tracking, AMP and mobile forms go.

The results are for comparing, never for opening: readers get the link as the outlet gave it.
"""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from bot.feeds.sites import article_id
from bot.feeds.wrapped import inner_address


def canonical(url: str) -> str:
    """The address without scheme differences, tracking, fragment, AMP, mobile and paging forms.

    Never raises; what is no http address comes back stripped of blanks only.
    """
    parts = _split(url)
    for _ in range(_MOST_WRAPPINGS):
        inner = parts and _unwrapped(parts)
        if not inner:
            break
        parts = _split(inner) or parts
    if parts is None:
        return url.strip()
    path = _path(parts.path)
    query = urlencode(_kept(parts.query, path), quote_via=quote) if parts.query else ""
    return f"https://{_host_in(parts.netloc)}{path}" + (f"?{query}" if query else "")


def article_key(url: str) -> str:
    """Equal for all addresses of one article: the outlet's own article number where known."""
    clean = canonical(url)
    if not clean.startswith("https://"):
        return clean
    host, slash, rest = clean.removeprefix("https://").partition("/")
    owner = _registrable(host) if _PLAIN_HOST.fullmatch(host) else registrable_domain(clean)
    return article_id(host, owner, slash + rest) or host + slash + rest


def registrable_domain(url: str) -> str:
    """The part of the host that was registered: one owner, one politeness; "" without a host.

    A small own rule instead of the public suffix list: under a country's domain the usual
    second levels (co, go, or, ac, ...) count as suffix. Shared hosts like blogspot.com stay one.
    """
    parts = _split(url)
    return _registrable(_host_name(parts)) if parts else ""


def is_http_url(url: str) -> bool:
    """Whether a reader and the fetcher can do something with it."""
    if len(url) > _LONGEST:
        return False
    return bool(_PLAIN_URL.fullmatch(url)) or (
        not _BAD_CHARACTERS.search(url) and _split(url) is not None
    )


_LONGEST = 4096
_PLAIN_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
# Most addresses: about these there is nothing to find out.
_PLAIN_URL = re.compile(
    _PLAIN_HOST.pattern.join(
        (r"https?://", r"(?::[1-5]?[0-9]{1,4})?(?:/[\w/.?=&%#~:;,+!*$()@-]*)?")
    ),
    re.A,
)
# A path to which no rule applies.
_PLAIN_PATH = re.compile(r"(?!.*(?://|/amp|\.amp))[A-Za-z0-9_.~/-]*")
_MOST_WRAPPINGS = 3
_BAD_CHARACTERS = re.compile(r"[\s\x00-\x20\x7f<>\"\\\ud800-\udfff]")

_SECOND_LEVELS = frozenset(
    (
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gouv",
        "gov",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "sch",
    )
)
_SECOND_LEVELS_OF = {
    "id": frozenset({"biz", "desa", "kop", "my", "ponpes", "web"}),
    "uk": frozenset({"ltd", "me", "nhs", "plc", "police"}),
    "sg": frozenset({"per"}),
    "my": frozenset({"name"}),
    "jp": frozenset({"ad", "ed", "gr", "lg"}),
}
_HOST_FORMS = ("www.", "m.", "amp.", "mobile.", "wap.")

_TRACKING = re.compile(
    r"(?:utm|hsa|pk|piwik|mtm|matomo|ns|at|jx|_x_tr)_.*|jx(?:conn|recoid)\w*|.*clid|"
    r"[gw]braid|ig(?:sh|shid)|mc_[ce]id|_g[al]|_hs(?:enc|mi)|ref(?:_?(?:src|url))?|referr?er|"
    r"tag_from|lgn_method|cmp(?:id)?|ocid|xtor|s(?:pm|cm|_cid|mid|mtyp)|"
    r"__twitter_impression|share(?:d|d?from)?|via|amp|outputtype|single|showpage|"
    r"phpsessid|jsessionid|rss|partner|campaign|medium|guccounter|guce_.*|soc_.*|"
    r"wt_(?:mc|zmc)|ito|ftag|cvid|ncid|trk|trkcampaign",
    re.IGNORECASE,
)
# Names that can also choose content: dropped only with a value that tells where the click was.
_ORIGIN_NAMES = frozenset({"source", "from", "src", "origin", "f", "s"})
_ORIGIN_VALUE = re.compile(
    r"rss|feeds?|atom|twitter|facebook|fb|ig|instagram|wa|whatsapp|telegram|line|tiktok|social|"
    r"share|apps?|navbar|widget|home(?:page)?|headline|terkait|(?:ter)?populer|newsletter|e?mail|"
    r"google(?:news)?|mobile|desktop|wp|wpnews"
)
_ARTICLE_PATH = re.compile(r"/\d{4}/\d{1,2}/|\d{5,}|(?:[^/-]+-){3}[^/-]+")
_AMP_CACHE = re.compile(r"/(?:c|v|i|amp)/(s/)?([^/]+\.[^/]+/?.*)")
_REDIRECTS = {
    "google": re.compile(r"/url"),
    "facebook": re.compile(r"/l\.php"),
    "bing": re.compile(r"/news/apiclick\.aspx"),
    "instagram": re.compile(r"/"),
    "youtube": re.compile(r"/redirect"),
    "tumblr": re.compile(r"/redirect"),
}
_TARGETS = ("url", "u", "q", "z")


@lru_cache(maxsize=256)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip()[:_LONGEST])
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _host_name(parts):
        return None
    return parts


def _host_name(parts: SplitResult) -> str:
    return _name_in(parts.netloc)


# A feed's addresses share their host: what is found out about it is kept.
@lru_cache(maxsize=1024)
def _name_in(netloc: str) -> str:
    """The host's name; "" when there is none or its port is no number."""
    parts = SplitResult("", netloc, "", "", "")
    try:
        _ = parts.port
    except ValueError:
        return ""
    name = (parts.hostname or "").rstrip(".")
    if not name.isascii():
        try:
            name = name[:253].encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name


@lru_cache(maxsize=1024)
def _host_in(netloc: str) -> str:
    """The host as all forms of an address share it, with its port when that is unusual."""
    name = _name_in(netloc)
    owner = _registrable(name)
    shorter = True
    while shorter and name != owner:
        shorter = False
        for form in _HOST_FORMS:
            if name.startswith(form):
                name, shorter = name[len(form) :], True
    name = f"[{name}]" if ":" in name else name
    port = SplitResult("", netloc, "", "", "").port
    return name if port in (None, 80, 443) else f"{name}:{port}"


def _registrable(name: str) -> str:
    if not name or _is_address(name):
        return name
    labels = name.split(".")
    if len(labels) <= 2:
        return name
    second, top = labels[-2:]
    is_suffix = len(top) == 2 and (
        second in _SECOND_LEVELS or second in _SECOND_LEVELS_OF.get(top, ())
    )
    return ".".join(labels[-3:] if is_suffix else labels[-2:])


@lru_cache(maxsize=1024)
def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _unwrapped(parts: SplitResult) -> str:
    """The address inside an AMP cache or redirector address; "" when there is none."""
    name = _host_name(parts)
    owner = _registrable(name)
    if owner == "ampproject.org" or (owner == "google.com" and parts.path.startswith("/amp/")):
        found = _AMP_CACHE.match(parts.path)
        query = f"?{parts.query}" if parts.query else ""
        return f"http{'s' if found[1] else ''}://{found[2]}{query}" if found else ""
    if inner := inner_address(name, parts.path):
        return inner if is_http_url(inner) else ""
    redirect = _REDIRECTS.get(owner.partition(".")[0])
    if redirect and redirect.fullmatch(parts.path):
        values = dict(_pairs(parts.query))
        return next((values[key] for key in _TARGETS if is_http_url(values.get(key, ""))), "")
    return ""


def _path(raw: str) -> str:
    if _PLAIN_PATH.fullmatch(raw):
        return raw.rstrip("/") or "/"
    path = quote(unquote_to_bytes(raw.encode("utf-8", "replace")), safe="/:@!$&'()*+,;=~")
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"^/amp(?=/)", "", path)
    path = re.sub(r"(?:/amp(?:/(?:page/)?\d+)?|\.amp(?=\.html$|$))/?(?=\.html$|$)", "", path)
    return path.rstrip("/") or "/"


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [(query, "")]


def _kept(query: str, path: str) -> list[tuple[str, str]]:
    return sorted(pair for pair in _pairs(query) if not _is_noise(*pair, path))


def _is_noise(name: str, value: str, path: str) -> bool:
    name = name.lower()
    if name in ("page", "halaman", "hal"):
        # A number pages through one article, but it chooses the content of a list.
        return value.lower() in ("all", "semua", "") or bool(
            value.isdigit() and _ARTICLE_PATH.search(path)
        )
    if name in _ORIGIN_NAMES:
        return bool(_ORIGIN_VALUE.fullmatch(value.lower()))
    return bool(_TRACKING.fullmatch(name)) or not (name or value)
