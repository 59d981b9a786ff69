"""`sariwarta check`: every mistake in feeds.yaml, and with --fetch every feed tried."""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from statistics import median
from typing import TextIO

from bot.errors import BadFeedsFile
from bot.feeds.catalog import Catalog, read
from bot.feeds.fetch import FetchOutcome, FetchRequest, HttpFetcher
from bot.model import Feed
from bot.roles.worker import document_of, look_at

Networks = Sequence[IPv4Network | IPv6Network]
AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one feed answered."""

    url: str
    outlet: str
    ok: bool
    status: int = 0
    kind: str = ""
    entries: int = 0
    newest: str = ""
    median_characters: int = 0
    language: str = ""
    zone: str = ""  # what its dates say: "+0700", "WIB"; "" = nothing, then feeds.yaml decides
    conditional: bool = False  # sends ETag or Last-Modified
    robots: str = ""  # whether robots.txt lets us read the newest article's page: "yes", "no"
    moved_to: str = ""
    page: str = ""  # where `full_text` is on: what the newest article's page gives
    detail: str = ""
    suggestions: tuple[str, ...] = ()  # feeds that the page there names


def check_file(path: Path) -> int:
    """Print every problem of the file; 1 when there is one."""
    try:
        catalog = read(path)
    except BadFeedsFile as error:
        print("\n".join(error.problems))
        return 1
    print(_summary(path, catalog))
    return 0


async def check_fetch(
    path: Path, *, as_json: bool, user_agent: str, allow_networks: Networks
) -> int:
    """Try every enabled feed in parallel; 1 when a file or a feed is wrong."""
    try:
        catalog = read(path)
    except BadFeedsFile as error:
        print("\n".join(error.problems))
        return 1
    feeds = [feed for feed in catalog.feeds if feed.enabled]
    progress = Progress(sys.stderr, len(feeds))
    if not as_json:
        print(_HEAD)
    gate = asyncio.Semaphore(AT_ONCE)
    bad = 0
    async with HttpFetcher(user_agent=user_agent, allow_networks=tuple(allow_networks)) as fetcher:

        async def gated(feed: Feed) -> Trial:
            async with gate:
                return await _try(fetcher, feed)

        for coming in asyncio.as_completed(map(gated, feeds)):
            trial = await coming
            bad += not trial.ok
            progress.clear()
            print(json.dumps(asdict(trial)) if as_json else _line(trial), flush=True)
            progress.step()
    progress.clear()
    if not as_json:
        print(f"{len(feeds) - bad} of {len(feeds)} feeds work.")
    return 1 if bad else 0


class Progress:
    """How many are done, in a line that is written over; only for somebody who looks."""

    def __init__(self, stream: TextIO, whole: int) -> None:
        self._stream = stream
        self._whole = whole
        self._done = 0

    def step(self) -> None:
        self._done += 1
        self._write(f"{self._done}/{self._whole} ")

    def clear(self) -> None:
        if self._done:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        if self._stream.isatty():
            self._stream.write(text)
            self._stream.flush()


async def _try(fetcher: HttpFetcher, feed: Feed) -> Trial:
    request = FetchRequest(url=feed.url, headers=feed.headers, proxy=feed.proxy)
    fetched = await fetcher.fetch(request)
    if fetched.outcome is not FetchOutcome.NEW:
        return Trial(
            url=feed.url,
            outlet=feed.outlet,
            ok=False,
            status=fetched.status,
            detail=fetched.detail or str(fetched.outcome),
        )
    document = document_of(fetched, zone=feed.zone, language=feed.language, now=datetime.now(UTC))
    parsed, suggestions = await asyncio.to_thread(look_at, document)
    newest = max((e.published for e in parsed.entries if e.published), default=None)
    link = parsed.entries[0].link if parsed.entries else ""
    return Trial(
        url=feed.url,
        outlet=feed.outlet,
        ok=bool(parsed.kind),
        status=fetched.status,
        kind=parsed.kind,
        entries=len(parsed.entries),
        newest=newest.isoformat() if newest else "",
        median_characters=int(median([len(e.text) for e in parsed.entries] or [0])),
        language=parsed.language,
        zone=_named_zone(fetched.body),
        conditional=bool(fetched.etag or fetched.last_modified),
        moved_to=fetched.moved_permanently_to,
        robots=await _robots(fetcher, feed, link) if link else "",
        page=await _page(fetcher, link) if feed.full_text and link else "",
        detail="; ".join(parsed.complaints[:2]),
        suggestions=suggestions,
    )


def _summary(path: Path, catalog: Catalog) -> str:
    outlets = len({feed.outlet for feed in catalog.feeds})
    off = sum(not feed.enabled for feed in catalog.feeds)
    note = f", {off} of them off" if off else ""
    return (
        f"{path}: no problems; {len(catalog.feeds)} feeds of {outlets} outlets{note}, "
        f"{len(catalog.topics)} topics of its own"
    )


async def _robots(fetcher: HttpFetcher, feed: Feed, link: str) -> str:
    """Asked for every feed: it tells whether `full_text` could be switched on."""
    return "yes" if await fetcher.robots_permit(link, feed.proxy) else "no"


async def _page(fetcher: HttpFetcher, link: str) -> str:
    """What `full_text` would bring: robots.txt and walls decide as they do in the running bot."""
    from bot.feeds.page import extract

    fetched = await fetcher.fetch(FetchRequest(url=link, kind="page"))
    if fetched.outcome is not FetchOutcome.NEW:
        return fetched.detail or str(fetched.outcome)
    text = await asyncio.to_thread(extract, fetched.body, fetched.final_url)
    return f"{len(text)} characters"


# The first date of the document decides: a feed writes all of them alike.
_DATE = re.compile(
    rb"<(?:pubDate|dc:date|published|updated|issued)[^>]*>\s*([^<]{6,60}?)\s*<|"
    rb'"date_published"\s*:\s*"([^"]{6,60})"',
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:[-+][0-9]{2}:?[0-9]{2}|Z|[A-Z]{2,5})$")


def _named_zone(body: bytes) -> str:
    date = _DATE.search(body)
    if date is None:
        return ""
    written = (date[1] or date[2]).decode("ascii", "replace")
    zone = _ZONE.search(written)
    return zone[0] if zone else ""


_HEAD = "     kind    items newest            chars lang  zone   ETag robots feed"


def _line(trial: Trial) -> str:
    mark = "ok" if trial.ok else "FAIL"
    newest = trial.newest[:16].replace("T", " ")
    columns = (
        f"{mark:4} {trial.kind or '-':7} {trial.entries:>5} {newest or '-':16}"
        f" {trial.median_characters:>6} {trial.language or '-':5} {trial.zone or '-':6}"
        f" {'yes' if trial.conditional else '-':4} {trial.robots or '-':6}"
        f" {trial.outlet} {trial.url}"
    )
    notes = [
        f"moved to {trial.moved_to}; write that address" if trial.moved_to else "",
        f"article page: {trial.page}" if trial.page else "",
        trial.detail,
        "try " + " or ".join(trial.suggestions[:3]) if trial.suggestions else "",
    ]
    return "\n".join([columns.rstrip(), *(f"     {note}" for note in notes if note)])
