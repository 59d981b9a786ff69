"""Summarise: stories that changed -> topics and one summary each. Any number of members do it.

lease stories that are behind their reports
  -> topics, then a summary made in the worker, then what is new since they were told
  -> store it all at once; whoever took over from us may have been faster
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.errors import TryLater
from bot.feeds.fetch import HttpFetcher
from bot.model import Quote, Report, RoleReport, Story, Text
from bot.ports import Clock, Offload, Storage, TopicMatcher
from bot.roles.worker import summarise_stories
from bot.stories.develop import new_facts
from bot.stories.group import Grouper
from bot.text.clean import body

log = structlog.get_logger()

# How much a round takes on: the first stories are ready soon after the first poll.
ROUND = 150
SUMMARY_LIMIT = timedelta(seconds=20)
# Stories a worker call summarises: enough to pay for the way there, few enough to wait for.
# So many are leased together, which leaves the rest to other machines.
SUMMARY_BATCH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SummariseTools:
    """What making stories needs of the world; `grouper` holds the live window."""

    storage: Storage
    fetcher: HttpFetcher
    offload: Offload
    clock: Clock
    grouper: Grouper
    matcher: TopicMatcher


async def summarise_round(tools: SummariseTools, entries: int = 0) -> RoleReport:
    """Finish stories, at most a round's worth, after so many `entries` were placed in some."""
    done = failed = 0
    while done < ROUND and (batch := await tools.storage.stories.lease(SUMMARY_BATCH)):
        failed += await _finish(tools, batch)
        done += len(batch)
    return RoleReport(
        role="summarise",
        done=entries + done,
        failed=failed,
        counts={"entries": entries, "stories": done},
    )


async def _finish(tools: SummariseTools, batch: Sequence[Story]) -> int:
    """Returns how many got no summary."""
    failed = 0
    for story, summary in zip(batch, await _summaries(tools, batch), strict=True):
        topics = tools.matcher.match(
            story.title,
            body(story.reports[0].text),
            section=story.reports[0].section,
            outlet=story.reports[0].outlet,
        )
        await tools.storage.stories.finish(
            story.id, topics, summary, version=story.version, news=_news(story)
        )
        failed += not summary
    return failed


def _news(story: Story) -> tuple[Quote, ...]:
    """What the reports since the story was last told add; nothing for one never told."""
    if not story.sequence:
        return ()
    old = [report for report in story.reports if report.id in story.told]
    return new_facts(old, [report for report in story.reports if report.id not in story.told])


async def _summaries(
    tools: SummariseTools, batch: Sequence[Story]
) -> tuple[tuple[Quote, ...], ...]:
    """One summary a story; without any when the worker failed: a headline is still news."""
    texts = tuple(tuple(_text(report) for report in story.reports) for story in batch)
    try:
        return await tools.offload.run(summarise_stories, texts, limit=SUMMARY_LIMIT)
    except TryLater as error:
        log.warning("summary.failed", stories=len(batch), reason=str(error))
        return tuple(() for _ in batch)
    except Exception:
        # A fault in our rules that one text has met: the others must not wait for its mending.
        if len(batch) > 1:
            return tuple([(await _summaries(tools, [story]))[0] for story in batch])
        log.exception("summary.crashed", story=batch[0].id)
        return ((),)


def _text(report: Report) -> Text:
    return Text(
        title=report.title,
        text=report.text,
        outlet=report.outlet,
        entry_id=report.id,
        language=report.language,
    )
