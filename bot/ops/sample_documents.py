"""The feeds of the sample outlets, written in the ways in which real outlets write theirs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.ops.sample_outlets import (
    FeedKind,
    SampleFeed,
    SampleItem,
    SampleOutlet,
    items_at,
    paragraphs,
    published,
    with_days,
)

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_RSS_ROOT = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">'
)


def feed_document(
    outlet: SampleOutlet,
    *,
    base_url: str,
    now: datetime,
    step: int = 0,
    feed: SampleFeed | None = None,
) -> bytes:
    """One of the outlet's feeds (the first by default) as bytes in its own format."""
    channel = _Channel(outlet=outlet, feed=feed or outlet.feeds[0], base_url=base_url, now=now)
    items = [item for item in items_at(outlet, step) if channel.feed.section in ("", item.section)]
    match outlet.kind:
        case FeedKind.RSS | FeedKind.RSS_INDONESIAN_DATES:
            text = _rss(channel, items)
        case FeedKind.ATOM:
            text = _atom(channel, items)
        case FeedKind.JSON:
            text = _json(channel, items)
    return text.encode("utf-8")


def content_type(kind: FeedKind) -> str:
    """The media type that a server sends with such a feed."""
    match kind:
        case FeedKind.RSS | FeedKind.RSS_INDONESIAN_DATES:
            return "application/rss+xml"
        case FeedKind.ATOM:
            return "application/atom+xml"
        case FeedKind.JSON:
            return "application/feed+json"


def page_url(outlet: SampleOutlet, item: SampleItem, base_url: str) -> str:
    """The article's own address, without what feeds add to it."""
    return f"{base_url}/{outlet.slug}/{item.slug}.html"


def image_url(outlet: SampleOutlet, item: SampleItem, base_url: str) -> str:
    return f"{base_url}/{outlet.slug}/{item.slug}.png"


def indonesian_date(moment: datetime, zone: str, zone_name: str) -> str:
    """`Selasa, 24 November 2026 07.15 WIB`: as outlets write it, and no library reads it."""
    local = moment.astimezone(ZoneInfo(zone))
    day, month = _DAYS[local.weekday()], _MONTHS[local.month - 1]
    return f"{day}, {local.day} {month} {local.year} {local:%H.%M} {zone_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    outlet: SampleOutlet
    feed: SampleFeed
    base_url: str
    now: datetime

    @property
    def home(self) -> str:
        return f"{self.base_url}/{self.outlet.slug}/"

    @property
    def name(self) -> str:
        return " - ".join(filter(None, (self.outlet.outlet, self.feed.section.capitalize())))

    def link(self, item: SampleItem) -> str:
        address = page_url(self.outlet, item, self.base_url) + ("/amp" if self.feed.amp else "")
        return f"{address}?{self.outlet.tracking}" if self.outlet.tracking else address

    def moment(self, item: SampleItem) -> datetime:
        return (
            published(item, self.now).astimezone(ZoneInfo(self.outlet.zone)).replace(microsecond=0)
        )

    def lead(self, item: SampleItem) -> str:
        return with_days(self.outlet, item, item.lead or item.paragraphs[0], self.now)

    def body(self, item: SampleItem) -> str:
        texts = paragraphs(self.outlet, item, self.now)
        return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)

    def guid(self, item: SampleItem) -> str:
        return f"{self.outlet.slug}:{item.slug}"


def _rss(channel: _Channel, items: Sequence[SampleItem]) -> str:
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _RSS_ROOT,
        "<channel>",
        f"<title>{escape(channel.name)}</title>",
        f"<link>{escape(channel.home)}</link>",
        f"<description>Berita terkini dari {escape(channel.outlet.outlet)}</description>",
        "<language>id</language>",
        "<ttl>5</ttl>",
    ]
    return "\n".join([*head, *(_rss_item(channel, item) for item in items), "</channel></rss>\n"])


def _rss_item(channel: _Channel, item: SampleItem) -> str:
    outlet = channel.outlet
    title = escape(item.title, quote=False)
    guid = f'<guid isPermaLink="false">{channel.guid(item)}</guid>' if outlet.guid else ""
    lines = [
        "<item>",
        f"<title>{escape(escape(item.title)) if outlet.double_escape else title}</title>",
        f"<link>{escape(channel.link(item))}</link>",
        guid,
        f"<pubDate>{_rss_date(channel, item)}</pubDate>",
        f"<category>{escape(item.section)}</category>",
        *_rss_media(channel, item),
        f"<description><![CDATA[{_rss_description(channel, item)}]]></description>",
    ]
    if outlet.full_content:
        lines.append(f"<content:encoded><![CDATA[{channel.body(item)}]]></content:encoded>")
    return "\n".join(filter(None, [*lines, "</item>"]))


def _rss_date(channel: _Channel, item: SampleItem) -> str:
    moment, outlet = channel.moment(item), channel.outlet
    if outlet.kind is FeedKind.RSS_INDONESIAN_DATES:
        return indonesian_date(moment, outlet.zone, outlet.zone_name)
    return format_datetime(moment)


def _rss_description(channel: _Channel, item: SampleItem) -> str:
    lead = escape(channel.lead(item), quote=False)
    if item.image and not channel.outlet.media:
        return f'<img src="{image_url(channel.outlet, item, channel.base_url)}" />{lead}'
    return lead


def _rss_media(channel: _Channel, item: SampleItem) -> list[str]:
    if not (item.image and channel.outlet.media):
        return []
    caption = escape(with_days(channel.outlet, item, item.image, channel.now))
    return [
        f'<media:content url="{image_url(channel.outlet, item, channel.base_url)}"'
        f' medium="image"><media:description type="plain">{caption}</media:description>'
        "</media:content>"
    ]


def _atom(channel: _Channel, items: Sequence[SampleItem]) -> str:
    updated = max((channel.moment(item) for item in items), default=channel.now)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">',
        f"<title>{escape(channel.name)}</title>",
        f"<id>urn:sample:{channel.outlet.slug}</id>",
        f'<link href="{escape(channel.home)}"/>',
        f"<updated>{updated.isoformat()}</updated>",
    ]
    return "\n".join([*head, *(_atom_entry(channel, item) for item in items), "</feed>\n"])


def _atom_entry(channel: _Channel, item: SampleItem) -> str:
    moment = channel.moment(item).isoformat()
    return "\n".join(
        [
            "<entry>",
            f'<title type="html">{escape(escape(item.title, quote=False), quote=False)}</title>',
            f'<link rel="alternate" type="text/html" href="{escape(channel.link(item))}"/>',
            f"<id>urn:sample:{channel.guid(item)}</id>",
            f"<published>{moment}</published><updated>{moment}</updated>",
            f"<author><name>{escape(channel.outlet.editor)}</name></author>",
            f'<category term="{escape(item.section)}"/>',
            f"<summary>{escape(channel.lead(item))}</summary>",
            "</entry>",
        ]
    )


def _json(channel: _Channel, items: Sequence[SampleItem]) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.name,
        "home_page_url": channel.home,
        "feed_url": channel.home + channel.feed.path,
        "language": "id",
        "items": [_json_item(channel, item) for item in items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _json_item(channel: _Channel, item: SampleItem) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": channel.guid(item),
        "url": channel.link(item),
        "title": item.title,
        "content_text": channel.lead(item),
        "date_published": channel.moment(item).isoformat(),
        "tags": [item.section],
    }
    if item.image:
        fields["image"] = image_url(channel.outlet, item, channel.base_url)
    return fields
