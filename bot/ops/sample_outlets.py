"""The bundled fictional outlets as values: what samples/*.yaml say, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import ConfigDict, TypeAdapter

from bot.model import Feed

# The sample world moves on by one step in this time, so that a demo sees edits and new reports.
STEP = timedelta(minutes=2)

_STRICT = ConfigDict(extra="forbid")
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class FeedKind(StrEnum):
    RSS = "rss20"
    RSS_INDONESIAN_DATES = "rss-id-dates"
    ATOM = "atom"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """One article; paragraphs may say {hari} (weekday) and {tanggal} (date) of the event."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    slug: str
    minutes_ago: int
    section: str
    title: str
    place: str
    paragraphs: tuple[str, ...]
    lead: str = ""  # the feed's one sentence; empty = the first paragraph
    image: str = ""  # a caption; empty = no picture
    step: int = 0  # from which step on the outlet has it; then minutes_ago counts from there
    happened: int | None = None  # minutes ago, when the event is older than the article


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUpdate:
    """An edit of a published item: another title, more paragraphs at the end."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    step: int
    slug: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFeed:
    """An address under the outlet; with a section only that desk's items."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    path: str
    section: str = ""
    amp: bool = False  # its links lead to the AMP twin of each page


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOutlet:
    """A fictional outlet with the habits that real feeds have."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    outlet: str
    slug: str
    kind: FeedKind
    feeds: tuple[SampleFeed, ...]
    items: tuple[SampleItem, ...]
    updates: tuple[SampleUpdate, ...] = ()
    zone: str = "Asia/Jakarta"
    zone_name: str = "WIB"
    dateline: str = "{place} - "
    full_content: bool = False  # the feed carries whole articles
    media: bool = False  # pictures with media:description before the text
    double_escape: bool = False  # titles are escaped twice
    guid: bool = True
    tracking: str = ""  # a query string that the feed adds to links
    boilerplate: tuple[str, ...] = ()  # lines the page mixes into the article
    editor: str = ""


def find_folder() -> Path:
    """Where the sample outlets lie: inside an installed package, else beside it."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "samples"
    return installed if installed.is_dir() else package.parent / "samples"


def load_outlets(folder: Path) -> tuple[SampleOutlet, ...]:
    """Read every OUTLET.yaml of a folder, in order of file name."""
    return tuple(_read_outlet(path) for path in sorted(folder.glob("*.yaml")))


def items_at(outlet: SampleOutlet, step: int) -> tuple[SampleItem, ...]:
    """What the outlet has published by a step, edits applied, newest first."""
    items = [_edited(item, outlet.updates, step) for item in outlet.items if item.step <= step]
    return tuple(sorted(items, key=_age))


def published(item: SampleItem, now: datetime) -> datetime:
    """When an item came out, in a world whose step 0 began at `now`."""
    return now - _age(item)


def paragraphs(outlet: SampleOutlet, item: SampleItem, now: datetime) -> tuple[str, ...]:
    """The article's text with dateline and the days filled in."""
    first, *rest = [with_days(outlet, item, text, now) for text in item.paragraphs]
    return (outlet.dateline.format(place=item.place) + first, *rest)


def with_days(outlet: SampleOutlet, item: SampleItem, text: str, now: datetime) -> str:
    """Replace {hari} and {tanggal} by the event's weekday and date where the outlet lives."""
    ago = item.minutes_ago if item.happened is None else item.happened
    day = (now + item.step * STEP - timedelta(minutes=ago)).astimezone(ZoneInfo(outlet.zone))
    date = f"{day.day}/{day.month}/{day.year}"
    return text.replace("{hari}", _DAYS[day.weekday()]).replace("{tanggal}", date)


def sample_feeds(base_url: str, outlets: Iterable[SampleOutlet] | None = None) -> tuple[Feed, ...]:
    """The catalogue of the sample outlets as they are served under `base_url`."""
    chosen = load_outlets(find_folder()) if outlets is None else outlets
    return tuple(
        Feed(
            url=f"{base_url}/{outlet.slug}/{feed.path}",
            outlet=outlet.outlet,
            section=feed.section,
            zone=outlet.zone,
            interval=STEP / 4,
            full_text=not outlet.full_content,
        )
        for outlet in chosen
        for feed in outlet.feeds
    )


def _age(item: SampleItem) -> timedelta:
    return timedelta(minutes=item.minutes_ago) - item.step * STEP


def _read_outlet(path: Path) -> SampleOutlet:
    # The parser in C is ten times as fast, and as safe.
    written = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return TypeAdapter(SampleOutlet).validate_python(written)


def _edited(item: SampleItem, updates: Iterable[SampleUpdate], step: int) -> SampleItem:
    for update in sorted(updates, key=lambda update: update.step):
        if update.slug == item.slug and update.step <= step:
            item = replace(
                item,
                title=update.title or item.title,
                paragraphs=item.paragraphs + update.paragraphs,
            )
    return item
