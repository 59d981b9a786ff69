"""Group: new entries -> stories. One member of the fleet does it: order and memory are its all.

lease entries that belong to no story
  -> thin, and the feed allows it? fetch the page, extract, keep the text
  -> place each, in order of time: joins a story or begins one (with the reason)
  -> release the stories: whoever has time summarises them
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.errors import TryLater
from bot.feeds.fetch import FetchOutcome, FetchRequest
from bot.model import FeedId, FeedState, Report
from bot.roles.summarise import ROUND, SummariseTools
from bot.roles.worker import page_text
from bot.stories.copies import copied_from

log = structlog.get_logger()

# Longer than a round with slow pages takes; a crashed round's entries come back after it.
LEASE = timedelta(minutes=10)
# A text of so many words summarises to itself: the page would say more.
THIN_WORDS = 90
PAGE_LIMIT = timedelta(seconds=10)
# How long before now the grouping remembers; reports of one event come within 55 h.
MEMORY = timedelta(hours=60)


async def restore(tools: SummariseTools) -> int:
    """Fill the grouper from the database after a start; returns how many reports."""
    stories = tools.storage.stories
    # Read first: a correction that is made meanwhile is found by the next round.
    tools.grouper.restart(await stories.correction(), await stories.apart())
    since = tools.clock.now() - MEMORY
    affairs, begun = await stories.affairs(since), await stories.begun(since)
    reports = await stories.recent_reports(since)
    for number, report in enumerate(reports):
        if report.story_id is not None:
            tools.grouper.add(report, report.story_id, affairs.get(report.story_id))
        if number % 50 == 0:
            await asyncio.sleep(0)  # people are answered meanwhile
    for story_id, moment in begun.items():
        tools.grouper.began(story_id, moment)
    return len(reports)


async def place_entries(tools: SummariseTools) -> int:
    """Make stories of the entries that have none, at most a round's worth; returns how many."""
    now = tools.clock.now()
    stories = tools.storage.stories
    entries = await stories.lease_entries(now + LEASE, now, ROUND)
    if entries:
        entries = await _with_pages(tools, entries)
        if await stories.correction() != tools.grouper.correction:
            await restore(tools)
        tools.grouper.evict(now)
        await _place_all(tools, entries)
        await stories.release()
    return len(entries)


async def _with_pages(tools: SummariseTools, entries: Sequence[Report]) -> tuple[Report, ...]:
    thin = {report.feed_id for report in entries if report.link and is_thin(report)}
    if not thin:
        return tuple(entries)
    states = {state.id: state for state in await tools.storage.feeds.get(thin)}
    return tuple(await asyncio.gather(*(_with_page(tools, states, report) for report in entries)))


async def _with_page(
    tools: SummariseTools, states: Mapping[FeedId, FeedState], report: Report
) -> Report:
    state = states.get(report.feed_id)
    if state is None or not state.feed.full_text or not report.link or not is_thin(report):
        return report
    text = await _page_text(tools, state, report.link)
    if len(text) <= len(report.text):
        return report
    await tools.storage.stories.save_text(report.id, text)
    return replace(report, text=text, full_text=True)


def is_thin(report: Report) -> bool:
    """Whether the feed gave too little to summarise."""
    return not report.full_text and len(report.text.split()) < THIN_WORDS


async def _page_text(tools: SummariseTools, state: FeedState, link: str) -> str:
    request = FetchRequest(
        url=link, headers=state.feed.headers, proxy=state.feed.proxy, kind="page"
    )
    fetched = await tools.fetcher.fetch(request)
    if fetched.outcome is not FetchOutcome.NEW:
        log.info("page.not_fetched", outcome=fetched.outcome, detail=fetched.detail)
        return ""
    try:
        return await tools.offload.run(page_text, fetched.body, fetched.final_url, limit=PAGE_LIMIT)
    except TryLater as error:
        log.warning("page.not_read", reason=str(error))
        return ""


async def _place_all(tools: SummariseTools, entries: Sequence[Report]) -> None:
    for report in sorted(entries, key=_in_order):
        await _place(tools, report)


def _in_order(report: Report) -> tuple[datetime, str, str, str, int]:
    """Order of time; what came at one moment in an order that no poll decides."""
    return report.published, report.outlet, report.key, report.title, report.id


async def _place(tools: SummariseTools, report: Report) -> None:
    placement = tools.grouper.decide(report)
    stories = tools.storage.stories
    if placement.story_id is None:
        story_id = await stories.begin(report, placement.reason, placement.figures)
        if placement.affair_id is not None:
            await stories.set_affair(story_id, placement.affair_id)
    else:
        story_id = placement.story_id
        members = [member for story in await stories.get([story_id]) for member in story.reports]
        report = replace(report, copy_of=copied_from(report, members))
        await stories.join(report, story_id, placement.reason, placement.figures)
    tools.grouper.add(report, story_id, placement.affair_id)
    affair_id = placement.affair_id or story_id
    for kin in placement.kin:
        await stories.set_affair(kin, affair_id)
        tools.grouper.unite(kin, affair_id)
