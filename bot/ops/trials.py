"""`sariwarta try`: single steps of the work on input from outside, printed line by line."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from bot.errors import GiveUpItem
from bot.feeds.document import LARGEST
from bot.feeds.urls import article_key, is_http_url
from bot.model import Entry

Networks = Sequence[IPv4Network | IPv6Network]
Item = dict[str, str]


def read_source(source: str, user_agent: str, allow: Networks) -> tuple[bytes, dict[str, str]]:
    """A file's or an address's content, and the headers that came with it; raises GiveUpItem."""
    if is_http_url(source):
        return asyncio.run(_download(source, user_agent, allow))
    try:
        with Path(source).open("rb") as file:
            # One byte more than is used, so that the rest is missed.
            return file.read(LARGEST + 1), {}
    except OSError as error:
        raise GiveUpItem(f"{source}: {error.strerror}") from error


def parse_sources(
    sources: Sequence[str],
    *,
    base: str,
    zone: str,
    read: Callable[[str], tuple[bytes, dict[str, str]]],
) -> int:
    """Print the entries of feed documents; 1 when one gave neither entries nor an empty feed."""
    failed = False
    for source in sources:
        try:
            body, headers = read(source)
        except GiveUpItem as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        address = base or (source if is_http_url(source) else "")
        extra = {"file": source} if len(sources) > 1 else {}
        failed |= not _print_entries(body, headers, address, zone, source, extra)
    return 1 if failed else 0


def _print_entries(
    body: bytes, headers: dict[str, str], base: str, zone: str, source: str, extra: Item
) -> bool:
    """True when there were entries, or it is an empty feed and nothing is wrong with it."""
    from bot.feeds.parse import parse

    parsed = parse(body, url=base, headers=headers, zone=zone)
    for entry in parsed.entries:
        print(json.dumps(extra | _entry(entry, parsed.language), ensure_ascii=False))
    for complaint in parsed.complaints:
        print(f"{source}: {complaint}", file=sys.stderr)
    return bool(parsed.entries) or (bool(parsed.kind) and not parsed.complaints)


def _entry(entry: Entry, language: str) -> dict[str, str | None]:
    return {
        "id": entry.guid,
        "title": entry.title,
        "link": entry.link,
        "published": _iso(entry.published),
        "text": entry.text,
        "language": entry.language or language,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def story_answers(*, explain: bool, by: str) -> Callable[[Item], dict[str, object]]:
    """Reports in time order -> the cluster of each, `by` what the program folds,
    by affair ("group"), or as if more boldly folded ("balanced").
    """
    from bot.model import Tier
    from bot.stories.group import BALANCED
    from bot.stories.trial import StoryTrial

    trial = StoryTrial(
        key=article_key,
        policy=BALANCED if by == "balanced" else None,
        tier=Tier.GROUP if by == "group" else Tier.FOLD,
    )

    def answer(item: Item) -> dict[str, object]:
        return trial.answer(item, explain=explain)

    return answer


def topic_answers(*, explain: bool) -> Callable[[Item], dict[str, object]]:
    """Texts -> their topics."""
    from bot.stories.topics.catalogue import builtin
    from bot.stories.topics.matching import Matcher
    from bot.text.clean import body

    matcher = Matcher(builtin())

    def answer(item: Item) -> dict[str, object]:
        matches = matcher.match(
            item.get("title") or "", body(item.get("text") or ""), section=item.get("section") or ""
        )
        keys: dict[str, object] = {"id": item.get("id"), "topics": [match.key for match in matches]}
        if explain:
            keys["reasons"] = [
                {
                    "topic": match.key,
                    "score": round(match.score, 3),
                    "words": list(match.words),
                    "where": match.where,
                }
                for match in matches
            ]
        return keys

    return answer


async def _download(url: str, user_agent: str, allow: Networks) -> tuple[bytes, dict[str, str]]:
    from bot.feeds.fetch import FetchOutcome, FetchRequest, HttpFetcher

    async with HttpFetcher(user_agent=user_agent, allow_networks=tuple(allow)) as fetcher:
        fetched = await fetcher.fetch(FetchRequest(url=url))
    if fetched.outcome is not FetchOutcome.NEW:
        raise GiveUpItem(f"{url}: {fetched.detail or fetched.outcome}")
    return fetched.body, dict(fetched.headers)
