"""The article pages of the sample outlets, with the clutter that pages have around the text."""

import struct
import zlib
from collections.abc import Iterator
from datetime import datetime
from html import escape

from bot.ops.sample_documents import image_url, indonesian_date, page_url
from bot.ops.sample_outlets import SampleItem, SampleOutlet, paragraphs, published, with_days

_SECTIONS = ("Nasional", "Internasional", "Ekonomi", "Olahraga", "Teknologi", "Kesehatan")
# After every second paragraph the page puts a line of its own.
_CLUTTER_EVERY = 2


def page(outlet: SampleOutlet, item: SampleItem, base_url: str, *, now: datetime) -> str:
    """The article's page as HTML."""
    date = indonesian_date(published(item, now), outlet.zone, outlet.zone_name)
    return "\n".join(
        [
            '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">',
            f"<title>{escape(item.title)} | {escape(outlet.outlet)}</title>",
            f'<link rel="canonical" href="{escape(page_url(outlet, item, base_url))}">',
            f'<meta property="og:title" content="{escape(item.title)}">',
            f'<meta property="og:site_name" content="{escape(outlet.outlet)}">',
            "</head><body>",
            _header(outlet),
            "<main><article>",
            f"<h1>{escape(item.title)}</h1>",
            f'<div class="meta"><time>{date}</time></div>',
            _figure(outlet, item, base_url, now),
            '<div class="article-body">',
            *_body(outlet, item, base_url, now),
            "</div></article>",
            _neighbours(outlet, item, base_url),
            "</main>",
            f"<footer><p>Hak cipta {escape(outlet.outlet)}. Media rekaan untuk peragaan.</p>"
            "</footer></body></html>\n",
        ]
    )


def picture() -> bytes:
    """A small grey PNG, the same for every article."""
    width, height = 16, 9
    rows = b"".join(b"\x00" + bytes([96 + 8 * y] * width) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _header(outlet: SampleOutlet) -> str:
    links = "".join(f'<li><a href="/{outlet.slug}/">{name}</a></li>' for name in _SECTIONS)
    home = f'<a href="/{outlet.slug}/">{escape(outlet.outlet)}</a>'
    return f"<header>{home}<nav><ul>{links}</ul></nav></header>"


def _figure(outlet: SampleOutlet, item: SampleItem, base_url: str, now: datetime) -> str:
    if not item.image:
        return ""
    caption = escape(with_days(outlet, item, item.image, now))
    source = image_url(outlet, item, base_url)
    return f'<figure><img src="{source}" alt=""><figcaption>{caption}</figcaption></figure>'


def _body(outlet: SampleOutlet, item: SampleItem, base_url: str, now: datetime) -> Iterator[str]:
    clutter = iter(_clutter(outlet, item, base_url))
    for number, text in enumerate(paragraphs(outlet, item, now), start=1):
        yield f"<p>{escape(text, quote=False)}</p>"
        if number % _CLUTTER_EVERY == 0:
            yield next(clutter, "")
    if outlet.editor:
        yield f"<p>Editor: {escape(outlet.editor)}</p>"


def _clutter(outlet: SampleOutlet, item: SampleItem, base_url: str) -> Iterator[str]:
    others = [other for other in outlet.items if other is not item and not other.step]
    for number, line in enumerate(outlet.boilerplate):
        if not line.endswith(":"):
            yield f"<p>{escape(line)}</p>"
        elif others:
            other = others[(len(item.slug) + number) % len(others)]
            link = page_url(outlet, other, base_url)
            anchor = f'<a href="{link}">{escape(other.title)}</a>'
            yield f"<p><strong>{escape(line)} {anchor}</strong></p>"


def _neighbours(outlet: SampleOutlet, item: SampleItem, base_url: str) -> str:
    others = [other for other in outlet.items if other is not item and not other.step][:5]
    links = "".join(
        f'<li><a href="{page_url(outlet, other, base_url)}">{escape(other.title)}</a></li>'
        for other in others
    )
    return f"<aside><h3>Terpopuler</h3><ul>{links}</ul></aside>"
