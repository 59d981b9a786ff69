"""Poll: due feeds -> new entries in the database.

lease due feeds
  -> fetch each (conditional, a few at once)
  -> unchanged?  only the schedule moves
  -> changed?    parse in the worker, keep the entries
  -> store states and entries together, in batches
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.errors import TryLater
from bot.feeds.fetch import Fetched, FetchOutcome, FetchRequest, HttpFetcher
from bot.feeds.schedule import PollPolicy, PollResult, address, after_poll
from bot.model import Entry, FeedHealth, FeedState, FeedUpdate, RoleReport
from bot.ports import Clock, FeedStore, Offload
from bot.roles.worker import parse_feed

# Longer than any fetch may take with its retries: a crashed poller's feeds come back after it.
LEASE = timedelta(minutes=5)
# The hardest saved feed (1.2 MB, 200 full texts) takes 1.4 s; more is an attack or a bug.
PARSE_LIMIT = timedelta(seconds=20)
# Results are stored together: one commit for many feeds, and memory stays bounded.
BATCH = 50
FAILED = (FeedHealth.FAILING, FeedHealth.GONE, FeedHealth.WALLED, FeedHealth.NOT_A_FEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollTools:
    """What a poll needs of the world."""

    feeds: FeedStore
    fetcher: HttpFetcher
    offload: Offload
    clock: Clock
    policy: PollPolicy


async def poll_round(tools: PollTools, *, limit: int = 500, in_flight: int = 32) -> RoleReport:
    """Poll the feeds that are due now, at most `limit` of them."""
    now = tools.clock.now()
    leased = await tools.feeds.lease(now, now + LEASE, limit)
    gate = asyncio.Semaphore(in_flight)
    counts: Counter[str] = Counter()

    async def poll_gated(state: FeedState) -> FeedUpdate:
        async with gate:
            return await _poll_one(tools, state)

    tasks = [asyncio.create_task(poll_gated(state)) for state in leased]
    try:
        batch: list[FeedUpdate] = []
        for finished in asyncio.as_completed(tasks):
            batch.append(await finished)
            if len(batch) >= BATCH:
                await _store(tools, batch, counts)
                batch = []
        await _store(tools, batch, counts)
    finally:
        for task in tasks:
            task.cancel()
    failed = sum(counts[health] for health in FAILED)
    return RoleReport(role="poll", done=len(leased), failed=failed, counts=dict(counts))


async def _poll_one(tools: PollTools, state: FeedState) -> FeedUpdate:
    fetched = await tools.fetcher.fetch(
        FetchRequest(
            url=address(state),
            etag=state.etag,
            last_modified=state.last_modified,
            headers=state.feed.headers,
            proxy=state.feed.proxy,
        )
    )
    now = tools.clock.now()
    result = _result(fetched)
    entries: tuple[Entry, ...] = ()
    if fetched.outcome is FetchOutcome.NEW:
        fingerprint = blake2b(fetched.body, digest_size=16).hexdigest()
        if fingerprint == state.body_hash:
            result = replace(result, outcome=FetchOutcome.SAME, body_hash=fingerprint)
        else:
            result, entries = await _parsed(tools, state, fetched, fingerprint, now)
    state = after_poll(state, result, now=now, policy=tools.policy)
    return FeedUpdate(state=state, entries=entries)


def _result(fetched: Fetched) -> PollResult:
    return PollResult(
        outcome=fetched.outcome,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        moved_to=fetched.moved_permanently_to,
        retry_after=fetched.retry_after,
        fresh_for=fetched.fresh_for,
        detail=fetched.detail,
    )


async def _parsed(
    tools: PollTools, state: FeedState, fetched: Fetched, fingerprint: str, now: datetime
) -> tuple[PollResult, tuple[Entry, ...]]:
    """What the document says, for the schedule and for the store."""
    result = _result(fetched)
    try:
        parsed = await tools.offload.run(
            parse_feed,
            fetched.body,
            fetched.final_url,
            dict(fetched.headers),
            state.feed,
            now,
            limit=PARSE_LIMIT,
        )
    except TryLater as error:
        return replace(result, is_feed=False, detail=str(error)), ()
    dates = [entry.published for entry in parsed.entries if entry.published]
    result = replace(
        result,
        is_feed=bool(parsed.kind),
        total_entries=parsed.total,
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        ttl=parsed.ttl,
        skip_hours=parsed.skip_hours,
        # Not remembered when nothing was understood: the same broken body is tried again.
        body_hash=fingerprint if parsed.kind else "",
        detail="" if parsed.entries else "; ".join(parsed.complaints[:3]),
    )
    return result, parsed.entries


async def _store(tools: PollTools, batch: list[FeedUpdate], counts: Counter[str]) -> None:
    """Keep a batch of results; counts unseen entries and the feeds by health."""
    if not batch:
        return
    new = await tools.feeds.record(batch, tools.clock.now())
    counts["new_entries"] += sum(new.values())
    counts.update(str(update.state.health) for update in batch)
