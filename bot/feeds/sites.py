"""Where outlets keep their article number in an address: it stays when the headline is edited."""

import re


def article_id(host: str, domain: str, path: str) -> str:
    """A key made of the outlet's own article number; "" when the address shows none."""
    for rule in _RULES.get(domain, ()):
        found = rule.search(path)
        if found:
            owner = host if domain in _NUMBERED_BY_HOST else domain
            return f"{owner}:{'/'.join(filter(None, found.groups()))}"
    found = _NUMBER_BEFORE_SLUG.match(path)
    if found and not _DATE.fullmatch(found[2]):
        return f"{host}:{found[1]}{found[2]}"
    return ""


def _rules(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


# Sections of these outlets are hosts of their own that share one number range, and their mobile
# and AMP hosts repeat the section in the path: the number alone is the identity.
_RULES = {
    "detik.com": _rules(r"/(d-\d+)(?:/|$)"),
    "liputan6.com": _rules(r"/read/(\d+)(?:/|$)"),
    "okezone.com": _rules(r"^(?:/\w+)?(?:/read)?/(\d{4}/\d\d/\d\d)/\d+/(\d+)(?:/|$)"),
    "kompas.com": _rules(r"/read/(\d{4}/\d\d/\d\d)/(\d{6,})(?:/|$)"),
    "cnnindonesia.com": _rules(r"/(\d{14}-\d+-\d+)(?:/|$)"),
    "cnbcindonesia.com": _rules(r"/(\d{14}-\d+-\d+)(?:/|$)"),
    "republika.co.id": _rules(r"/berita/([a-z0-9]{6,12})(?:/|$)", r"/posts/(\d{4,})(?:/|$)"),
    "antaranews.com": _rules(r"/(?:berita|news|video|foto|rilis-pers)/(\d{4,})(?:/|$)"),
    "sindonews.com": _rules(r"/(?:read|newsread)/(\d+)/(\d+)(?:/|$)"),
    "tempo.co": _rules(r"^/(?:read/)?(\d{5,})(?:/|$)", r"^/[^?]*-(\d{6,})$"),
    "bisnis.com": _rules(r"/read/(\d{8})/\d+/(\d+)(?:/|$)"),
    "fimela.com": _rules(r"/read/(\d+)(?:/|$)"),
    "bola.com": _rules(r"/read/(\d+)(?:/|$)"),
    "kompas.tv": _rules(r"/(\d{5,})/[^/]+$"),
    "kontan.co.id": _rules(r"^/news/([\w-]{15,})$"),
    "kumparan.com": _rules(r"-([12][0-9A-Za-z]{10})(?:/full)?$"),
    "katadata.co.id": _rules(r"/([0-9a-f]{13,24})(?:/|$)"),
    "mediaindonesia.com": _rules(r"/(\d{5,})/[^/]+$"),
    "merdeka.com": _rules(r"-(\d{5,})-mvk\.html$"),
    "rmol.id": _rules(r"/read/(\d{4}/\d\d/\d\d)/(\d{5,})(?:/|$)"),
    "suara.com": _rules(r"/(\d{4}/\d\d/\d\d)/(\d{6})(?:/|$)"),
    "voi.id": _rules(r"/(\d{5,})/[^/]+$"),
    "wartaekonomi.co.id": _rules(r"^/read(\d{5,})(?:/|$)"),
    "viva.co.id": _rules(r"/(\d{5,})-[^/]+$"),
}
# Regional editions that count for themselves.
_NUMBERED_BY_HOST = frozenset({"antaranews.com"})

# For all others: a long number right before the last part of the path names the article.
_NUMBER_BEFORE_SLUG = re.compile(r"^(/(?:[^/?]+/)*?)((?:[a-z]{1,3}-)?\d{7,})/[^/?]*[a-z][^/?]*$")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
