"""`sariwarta feeds add URL`: find the feed, try it, write it into feeds.yaml."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.errors import BadFeedsFile
from bot.feeds.catalog import parse_text, read_text
from bot.feeds.edit import CannotEdit, with_feed
from bot.feeds.fetch import Fetched, FetchOutcome, FetchRequest, HttpFetcher
from bot.feeds.guard import Network
from bot.feeds.parsed import ParsedFeed
from bot.roles.worker import document_of, look_at

# A page names its main feed first; more are the desks' and the comments'.
_TRIED = 3


async def add_feed(
    path: Path, url: str, *, outlet: str, user_agent: str, allow_networks: tuple[Network, ...]
) -> int:
    """Print what was found; the exit code is 0 only when the file was written."""
    async with HttpFetcher(user_agent=user_agent, allow_networks=allow_networks) as fetcher:
        found = await _feed_at(fetcher, url)
    if found is None:
        return 1
    address, parsed = found
    name = outlet or parsed.title
    print(f"{address}: {parsed.kind}, {len(parsed.entries)} entries, outlet {name or '(its host)'}")
    for entry in parsed.entries[:3]:
        print(f"  {entry.title}")
    return _write(path, address, name)


async def _feed_at(fetcher: HttpFetcher, url: str) -> tuple[str, ParsedFeed] | None:
    """The feed at the address, or the first good one that a page there names."""
    fetched = await fetcher.fetch(FetchRequest(url=url))
    if fetched.outcome is not FetchOutcome.NEW:
        print(f"{url}: {fetched.detail or fetched.outcome}", file=sys.stderr)
        return None
    parsed, suggestions = _looked(fetched)
    if parsed.kind:
        return fetched.moved_permanently_to or url, parsed
    for named in suggestions[:_TRIED]:
        again = await fetcher.fetch(FetchRequest(url=named))
        if again.outcome is FetchOutcome.NEW and (parsed := _looked(again)[0]).kind:
            return again.moved_permanently_to or named, parsed
    print(f"{url}: this is no feed, and the page there names none that works", file=sys.stderr)
    return None


def _looked(fetched: Fetched) -> tuple[ParsedFeed, tuple[str, ...]]:
    return look_at(document_of(fetched, zone="Asia/Jakarta", language="", now=datetime.now(UTC)))


def _write(path: Path, url: str, outlet: str) -> int:
    """Only a text that reads back well takes the file's place."""
    try:
        before = read_text(path) if path.exists() else ""
        after = with_feed(before, url, outlet)
        parse_text(after, str(path))
        _replace(path, after)
    except CannotEdit as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    except BadFeedsFile as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{path}: the file can not be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"Added to {path}.")
    return 0


def _replace(path: Path, text: str) -> None:
    """Whole or not at all; a file that is mounted by itself can only be written in place."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.absolute().parent, prefix=f".{path.name}.", delete=False
    ) as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    part = Path(new.name)
    try:
        part.chmod(mode)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
