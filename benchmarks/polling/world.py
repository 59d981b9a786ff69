"""A deterministic world of feeds: the same arguments give the same bytes, on every machine.

Each feed carries 30 items, or as many as asked for. A tick puts new items on top of a tenth of
the feeds. Wire stories appear in several feeds under other titles and with edited texts, as
agencies' reports do.
"""

import gzip
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum
from functools import cache, lru_cache
from html import escape

ITEMS = 30
# Of a thousand feeds: how many answer 304, and how many compress.
VALIDATING = 880
COMPRESSING = 700
# A feed's share of items that are an agency's report, told by others too.
WIRE = 0.2
WIRE_REPORTS = 400
BEGINNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


class Form(Enum):
    """What a feed is written in."""

    RSS = "rss"
    RSS_FULL = "rss with whole articles"
    ATOM = "atom"
    RDF = "rdf"
    LATIN = "rss in windows-1252"


_HUNDREDTHS = {Form.RSS: 70, Form.RSS_FULL: 10, Form.ATOM: 14, Form.RDF: 3, Form.LATIN: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`feeds` of them; `ticks` says how often news have come to each."""

    feeds: int
    ticks: tuple[int, ...]
    items: int = ITEMS

    def document(self, number: int) -> bytes:
        """The feed's present document."""
        return _document(number, self.ticks[number], self.items)

    def etag(self, number: int) -> str:
        """Its validator, or "" for feeds that have none."""
        return f'"{number}-{self.ticks[number]}"' if chance(number, "etag") < VALIDATING else ""

    def compressed(self, number: int) -> bytes | None:
        """The document in gzip, when the feed's server does that."""
        if chance(number, "gzip") >= COMPRESSING:
            return None
        return _gzipped(number, self.ticks[number], self.items)

    def ticked(self, share: float) -> "World":
        """The world after news came to a share of the feeds, always the same ones."""
        changed = round(1000 * share)
        ticks = (
            tick + (chance(number, "tick") < changed) for number, tick in enumerate(self.ticks)
        )
        return World(feeds=self.feeds, ticks=tuple(ticks), items=self.items)


def new_world(feeds: int, items: int = ITEMS) -> World:
    return World(feeds=feeds, ticks=(0,) * feeds, items=items)


def chance(number: int, about: str) -> int:
    """0 to 999, decided by identity."""
    return random.Random(f"{about} {number}").randrange(1000)


def form(number: int) -> Form:
    left = chance(number, "form") // 10
    for one, share in _HUNDREDTHS.items():
        if left < share:
            return one
        left -= share
    raise AssertionError("the shares add up to a hundred")


def page(name: str) -> bytes:
    """An article's page."""
    article = article_of(name)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in article.paragraphs)
    return (
        f"<!doctype html><html lang=id><head><title>{escape(article.title)}</title></head><body>"
        f"<nav><a href=/>Beranda</a></nav><article><h1>{escape(article.title)}</h1>{paragraphs}"
        "</article><footer>Hak cipta milik penerbit khayalan</footer></body></html>"
    ).encode()


@dataclass(frozen=True, slots=True)
class _Article:
    title: str
    paragraphs: tuple[str, ...]


@lru_cache(maxsize=12_000)
def _document(number: int, tick: int, size: int) -> bytes:
    newest = size + tick * 2
    items = [_item(number, position) for position in range(newest, newest - size, -1)]
    match form(number):
        case Form.ATOM:
            head = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">'
            head += f"<title>Warta {number}</title><id>urn:warta:{number}</id>"
            text = _XML + head + "".join(items) + "</feed>"
        case Form.RDF:
            text = _XML + _RDF_HEAD + f"<channel><title>Warta {number}</title></channel>"
            text += "".join(items) + "</rdf:RDF>"
        case Form.LATIN:
            text = _XML.replace("UTF-8", "windows-1252") + _rss(number, items)
            return text.encode("windows-1252", "xmlcharrefreplace")
        case Form.RSS | Form.RSS_FULL:
            text = _XML + _rss(number, items)
    return text.encode()


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_RDF_HEAD = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def _rss(number: int, items: list[str]) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Warta {number}</title><link>https://warta{number}.example/</link>"
        f"<description>Berita khayalan</description><language>id</language>{''.join(items)}"
        "</channel></rss>"
    )


@lru_cache(maxsize=12_000)
def _gzipped(number: int, tick: int, size: int) -> bytes:
    return gzip.compress(_document(number, tick, size), compresslevel=4, mtime=0)


def _item(number: int, position: int) -> str:
    name = _name(number, position)
    article = article_of(name) if form(number) is Form.RSS_FULL else _beginning_of(name)
    when = BEGINNING + timedelta(minutes=37 * position + number % 37)
    link = f"https://warta{number}.example/berita/{position}/{number * 7919 + position}"
    lead = escape(f"<p>{article.paragraphs[0]}</p>")
    match form(number):
        case Form.ATOM:
            return (
                f"<entry><title>{escape(article.title)}</title><id>urn:{number}:{position}</id>"
                f'<link rel="alternate" href="{link}"/><updated>{when.isoformat()}</updated>'
                f'<summary type="html">{lead}</summary></entry>'
            )
        case Form.RDF:
            return (
                f'<item rdf:about="{link}"><title>{escape(article.title)}</title>'
                f"<link>{link}</link><description>{lead}</description>"
                f"<dc:date>{when.isoformat()}</dc:date></item>"
            )
        case Form.RSS | Form.RSS_FULL | Form.LATIN as written:
            return (
                f"<item><title>{escape(article.title)}</title><link>{link}</link>"
                f'<guid isPermaLink="false">{number}-{position}</guid>'
                f"<pubDate>{format_datetime(when)}</pubDate><category>Nasional</category>"
                f"<description>{lead}</description>"
                f'<media:content url="{link}.jpg" type="image/jpeg" medium="image"/>'
                f"{_full_text(article) if written is Form.RSS_FULL else ''}</item>"
            )


def _full_text(article: _Article) -> str:
    whole = "".join(f"<p>{part}</p>" for part in article.paragraphs)
    return f"<content:encoded><![CDATA[{whole}]]></content:encoded>"


def _name(number: int, position: int) -> str:
    """Which article stands there: the outlet's own, or its edit of an agency's report."""
    dice = random.Random(f"item {number} {position}")
    if dice.random() < WIRE:
        return f"wire {dice.randrange(WIRE_REPORTS)} edit {dice.randrange(4)}"
    return f"own {number} {position}"


@lru_cache(maxsize=4096)
def article_of(name: str) -> _Article:
    return _told(name, whole=True)


@lru_cache(maxsize=4096)
def _beginning_of(name: str) -> _Article:
    """Title and lead alone: for most feeds the rest would be made for nothing."""
    return _told(name, whole=False)


def _told(name: str, *, whole: bool) -> _Article:
    story, _, edit = name.partition(" edit ")
    dice = random.Random(story)
    title = _sentence(dice, 9)
    length = dice.randrange(6, 12)
    paragraphs = [_paragraph(dice) for _ in range(length if whole else 1)]
    if edit:
        # An editor's hand: another title, one paragraph dropped, the lead told anew.
        own = random.Random(name)
        title = " ".join(title.split()[:6]) + " " + _sentence(own, 3).lower()
        dropped = own.randrange(1, length)
        del paragraphs[dropped : dropped + 1]
        paragraphs[0] = _sentence(own, 6) + " " + paragraphs[0]
    return _Article(title, tuple(paragraphs))


def _paragraph(dice: random.Random) -> str:
    return " ".join(_sentence(dice, 18) for _ in range(3))


def _sentence(dice: random.Random, words: int) -> str:
    chosen = " ".join(dice.choice(_words()) for _ in range(words))
    return chosen[0].upper() + chosen[1:] + "."


@cache
def _words() -> tuple[str, ...]:
    """Made-up words of Indonesian shape: real ones are somebody's sentences sooner or later."""
    dice = random.Random("kata")
    syllables = [c + v + e for c in "bcdghjklmnprstwy" for v in "aiueo" for e in ("", "n", "ng")]
    heads = ("", "", "", "me", "ber", "di", "pe", "ke")
    made = (
        dice.choice(heads) + "".join(dice.choices(syllables, k=dice.randrange(2, 4)))
        for _ in range(3000)
    )
    return tuple(made)
