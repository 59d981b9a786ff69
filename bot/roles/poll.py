"""Poll: due feeds -> new entries in the database.

lease due feeds
  -> fetch each (conditional, a few at once; who is slow gives its seat to others)
  -> unchanged?  only the schedule moves
  -> changed?    parse what was not seen before in the worker, keep the entries
  -> store states and entries together, in batches
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.errors import TryLater
from bot.feeds.fetch import HttpFetcher
from bot.feeds.outcome import Fetched, FetchOutcome, FetchRequest
from bot.feeds.schedule import PollPolicy, address, after_poll
from bot.model import Entry, FeedHealth, FeedId, FeedState, FeedUpdate, RoleReport
from bot.ports import Clock, FeedStore, Offload
from bot.roles.changes import (
    fingerprint,
    known_marks,
    pushed,
    remembered,
    told_by,
    told_by_document,
)
from bot.roles.parsing import Parser
from bot.roles.pushed import PushedBodies
from bot.roles.seats import Seats
from bot.roles.worker import FeedDocument, document_of

# Longer than any fetch may take with its retries: a crashed poller's feeds come back after it.
LEASE = timedelta(minutes=5)
# Feeds under way at once, the slow ones included.
MOST = 500
# Bodies wait for the worker in memory: as many as keep both cores busy.
SEATS = 48
# A healthy server answers within this; a feed that takes longer stands up for the others.
PATIENCE = timedelta(seconds=2)
# Results are stored together: one commit for many feeds, and memory stays bounded.
BATCH = 50
# How long results may trickle in before they are stored, and a round before it is told of.
BLINK = timedelta(milliseconds=200)
ROUND = timedelta(seconds=5)
FAILED = (FeedHealth.FAILING, FeedHealth.GONE, FeedHealth.WALLED, FeedHealth.NOT_A_FEED)

_Task = asyncio.Task[FeedUpdate]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollTools:
    """What a poll needs of the world."""

    feeds: FeedStore
    fetcher: HttpFetcher
    offload: Offload
    clock: Clock
    policy: PollPolicy
    # Rung when a slow feed comes home between two rounds.
    wake: Callable[[], None] = lambda: None
    pushed: PushedBodies = field(default_factory=PushedBodies)


async def poll_round(tools: PollTools) -> RoleReport:
    """Poll everything that is due now to the end, slow feeds too."""
    poller = Poller(tools)
    try:
        return await poller.finish()
    finally:
        await poller.close()


class Poller:
    """Polls round after round; slow feeds stay under way while the next rounds run."""

    def __init__(self, tools: PollTools) -> None:
        self._tools = tools
        self._parser = Parser(tools.offload)
        self._seats = Seats(SEATS, PATIENCE)
        self._leases: dict[_Task, tuple[FeedState, datetime]] = {}
        self._home: asyncio.Queue[_Task] = asyncio.Queue()
        # Taken from the queue and not yet stored, and a lease whose feeds have not set out: a stop
        # may come in between.
        self._in_hand: list[_Task] = []
        self._leasing: asyncio.Task[bool] | None = None
        self._collecting = False
        self._begun = False
        # Feeds whose pushed documents are being read and are not stored yet.
        self._reading: set[FeedId] = set()

    @property
    def is_busy(self) -> bool:
        """Whether feeds are under way, or home and not yet stored."""
        return bool(self._leases or self._in_hand) or not self._home.empty()

    async def round(self) -> RoleReport:
        """Poll what is due now; ends when all are home, the rest is slow, or it is time to tell."""
        self._collecting = True
        try:
            return await self._round()
        finally:
            self._collecting = False

    async def finish(self) -> RoleReport:
        """Rounds until nothing is under way any more, as one report."""
        counts: Counter[str] = Counter()
        report = await self.round()
        done, failed = report.done, report.failed
        counts.update(report.counts)
        while self.is_busy:
            report = await self.round()
            done, failed = done + report.done, failed + report.failed
            counts.update(report.counts)
        return RoleReport(role="poll", done=done, failed=failed, counts=dict(counts))

    async def close(self) -> None:
        """End what is under way: what is home is stored, the other feeds are due as before."""
        if self._leasing is not None:
            await self._leasing
        under_way = dict(self._leases)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._parser.close()
        while self._in_hand or not self._home.empty():
            self._collect()
            await self._store(Counter())
        lost: dict[datetime, list[FeedState]] = {}
        for task, (state, until) in under_way.items():
            if task.cancelled():
                lost.setdefault(until, []).append(state)
        for until, states in lost.items():
            await self._tools.feeds.release(tuple(state.id for state in states), until)
        await self._hurry(state.id for state, _ in under_way.values())

    async def _round(self) -> RoleReport:
        if not self._begun:
            await self._begin()
        loop = asyncio.get_running_loop()
        end = loop.time() + ROUND.total_seconds()
        counts: Counter[str] = Counter()
        done, are_due = 0, True
        while True:
            if are_due:
                self._leasing = asyncio.create_task(self._set_out())
                # A stop must not come between a lease and the feeds' setting out.
                are_due = await asyncio.shield(self._leasing)
            if not self.is_busy:
                break
            await self._await_some()
            stored = await self._store(counts)
            done += stored
            if not (stored or are_due) or (done and loop.time() > end):
                break
        failed = sum(counts[health] for health in FAILED)
        return RoleReport(role="poll", done=done, failed=failed, counts=dict(counts))

    async def _begin(self) -> None:
        """An interval that the operator has shortened counts at once."""
        self._begun = True
        interval = self._tools.policy.fixed
        if interval:
            await self._tools.feeds.hasten(self._tools.clock.now() + interval)

    async def _set_out(self) -> bool:
        """Start for the feeds that are due; False when no more are."""
        room = MOST - len(self._leases)
        if room < MOST // 2:
            return True
        now = self._tools.clock.now()
        until = now + LEASE
        leased = await self._tools.feeds.lease(now, until, room)
        for state in leased:
            task = asyncio.create_task(self._poll(state))
            self._leases[task] = (state, until)
            task.add_done_callback(self._come_home)
        return len(leased) == room

    def _come_home(self, task: _Task) -> None:
        del self._leases[task]
        if task.cancelled():
            return
        self._home.put_nowait(task)
        if not self._collecting:
            self._tools.wake()

    async def _await_some(self) -> None:
        """Take a batch of results: what comes within a blink of the first comes along."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                self._in_hand.append(await self._home.get())
        if self._in_hand and self._home.qsize() < BATCH and self._leases:
            await asyncio.sleep(BLINK.total_seconds())
        self._collect()

    def _collect(self) -> None:
        room = min(BATCH - len(self._in_hand), self._home.qsize())
        self._in_hand.extend(self._home.get_nowait() for _ in range(room))

    async def _store(self, counts: Counter[str]) -> int:
        """Keep what is in hand; counts unseen entries and the feeds by health."""
        tasks = tuple(self._in_hand)
        updates = [task.result() for task in tasks if task.exception() is None]
        if updates:
            new = await self._tools.feeds.record(updates, self._tools.clock.now())
            counts["new_entries"] += sum(new.values())
            counts.update(str(update.state.health) for update in updates)
            self._reading.difference_update(new)
            await self._hurry(new)
        self._in_hand.clear()
        for task in tasks:
            # A fault of ours is raised for the loop to tell, now that the others' work is safe.
            task.result()
        return len(updates)

    async def _hurry(self, feed_ids: Iterable[FeedId]) -> None:
        """What was pushed while its feed was under way waits for no other poll."""
        waiting = self._tools.pushed
        again = [id for id in feed_ids if id in self._reading or id in waiting]
        if again:
            await self._tools.feeds.hurry(again, self._tools.clock.now(), pushed=False)

    async def _poll(self, state: FeedState) -> FeedUpdate:
        return await self._read_pushed(state) or await self._fetch(state)

    async def _read_pushed(self, state: FeedState) -> FeedUpdate | None:
        """What the feed's hub has pushed; None when there is nothing, or nothing to be read.

        It is no poll: the feed's own document is asked for when it would have been.
        """
        bodies = self._tools.pushed.take(state.id)
        if not bodies:
            return None
        self._reading.add(state.id)
        entries: list[Entry] = []
        for body in bodies:
            try:
                parsed = await self._parser.parse(self._document(state, pushed(state, body)))
            except TryLater:
                return None
            if not parsed.is_feed:
                return None
            entries += parsed.entries
        return FeedUpdate(state=state, entries=tuple(entries), whole=False)

    def _document(self, state: FeedState, fetched: Fetched) -> FeedDocument:
        now = self._tools.clock.now()
        feed, known = state.feed, known_marks(state, now)
        return document_of(fetched, zone=feed.zone, language=feed.language, now=now, known=known)

    async def _fetch(self, state: FeedState) -> FeedUpdate:
        fetcher = self._tools.fetcher
        request = FetchRequest(
            url=address(state),
            etag=state.etag,
            last_modified=state.last_modified,
            headers=state.feed.headers,
            proxy=state.feed.proxy,
        )
        async with AsyncExitStack() as stack:
            # Taken when the domain's turn has come, and kept until the body is parsed.
            async with fetcher.turn(request.url):
                seat = await stack.enter_async_context(self._seats.seat())
                fetched = await fetcher.fetch_at_once(request)
            # The worker may be busy: bodies that wait for it are not to pile up.
            seat.keep()
            return await self._update(state, fetched)

    async def _update(self, state: FeedState, fetched: Fetched) -> FeedUpdate:
        now, policy = self._tools.clock.now(), self._tools.policy
        result = told_by(fetched)
        if fetched.outcome is not FetchOutcome.NEW:
            return FeedUpdate(state=after_poll(state, result, now=now, policy=policy))
        body_hash = fingerprint(fetched.body)
        if body_hash == state.body_hash:
            same = replace(result, outcome=FetchOutcome.SAME, body_hash=body_hash)
            return FeedUpdate(state=after_poll(state, same, now=now, policy=policy))
        document = self._document(state, fetched)
        try:
            parsed = await self._parser.parse(document)
        except TryLater as error:
            broken = replace(result, is_feed=False, detail=str(error))
            return FeedUpdate(state=after_poll(state, broken, now=now, policy=policy))
        result = told_by_document(result, parsed, body_hash, whole=not document.known)
        learned = remembered(state, parsed, fetched.headers)
        state = after_poll(learned, result, now=now, policy=policy)
        return FeedUpdate(state=state, entries=parsed.entries, whole=not document.known)
