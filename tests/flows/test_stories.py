"""Entries in, stories out: what readers of a growing story get, whatever the order of polls."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.model import (
    DigestKind,
    Entry,
    EntryId,
    Feed,
    FeedUpdate,
    JoinReason,
    Report,
    Story,
    Subscriber,
)
from bot.ports import Offload, Result
from bot.roles.correct import merge_stories, split_story
from bot.roles.digest import digest_now
from bot.roles.group import place_entries, restore
from bot.roles.summarise import summarise_round
from bot.roles.worker import summarise_stories
from bot.stories.group import Grouper
from tests.flows.conftest import World
from tests.stories.given import CHESS, FLOOD, FLOOD_AID, FLOOD_ELSEWHERE

DAYS = timedelta(days=3)
MISSING = (
    "Dua warga, Darmo Sutejo dan Wati Lestari, hilang terseret arus Sungai Lamping yang meluap."
)
# The same news, told once more by another outlet, and two people are missing now.
FLOOD_MISSING = replace(
    FLOOD,
    outlet="Warta Contoh",
    title="Banjir Rendam 300 Rumah di Sukamaju, 2 Warga Hilang",
    text=FLOOD.text.replace("Kepala desa", f"{MISSING} Kepala desa", 1),
)
COPY = replace(FLOOD, outlet="Salinan", title="Banjir Rendam 300 Rumah di Desa Sukamaju")


async def arrive(world: World, report: Report, *, minutes_ago: int = 5) -> None:
    """The report's outlet has it in its feed."""
    name = report.outlet.lower().replace(" ", "-")
    feed = Feed(url=f"https://{name}.example/rss", outlet=report.outlet)
    known = {state.feed.url: state.feed for state in await world.storage.feeds.all()}
    await world.storage.feeds.sync([*(known | {feed.url: feed}).values()], world.clock.now())
    [state] = [one for one in await world.storage.feeds.all() if one.feed.url == feed.url]
    entry = Entry(
        guid=report.title,
        link=f"https://{name}.example/{report.title.lower().replace(' ', '-')}",
        title=report.title,
        published=world.clock.now() - timedelta(minutes=minutes_ago),
        text=report.text,
    )
    await world.storage.feeds.record([FeedUpdate(state=state, entries=(entry,))], world.clock.now())


async def settle(world: World) -> tuple[Story, ...]:
    while (await summarise_round(world.summarise, await place_entries(world.summarise))).done:
        pass
    return await world.storage.stories.ready(0, 10**6, world.clock.now() - DAYS, 99)


def told(stories: Iterable[Story]) -> set[frozenset[tuple[str, str]]]:
    """The stories as sets of outlet and title: ids depend on the order of polls."""
    return {frozenset((one.outlet, one.title) for one in story.reports) for story in stories}


async def digest(world: World, reader: Subscriber) -> str | None:
    """What the reader gets now; None when there is nothing new."""
    current = await world.storage.subscribers.get(reader.id)
    assert current is not None
    if not await digest_now(world.digest, current, DigestKind.REQUESTED):
        return None
    [delivery] = await world.storage.outbox.lease(world.clock.now(), 10)
    await world.storage.outbox.sent(delivery.id, 1, world.clock.now())
    return delivery.message.html


async def test_development_is_shown_once_with_only_what_is_new(world: World) -> None:
    reader = await world.subscribe()
    await arrive(world, FLOOD)
    await settle(world)
    first = await digest(world, reader)
    world.clock.advance(timedelta(hours=4))

    await arrive(world, FLOOD_MISSING)
    await settle(world)
    second = await digest(world, reader)

    assert first is not None
    assert "Perkembangan" not in first
    assert second is not None
    assert "Perkembangan: " in second
    assert MISSING in second
    assert "mengungsi ke balai desa" not in second
    assert await digest(world, reader) is None


async def test_development_is_the_story_for_who_did_not_get_it(world: World) -> None:
    await arrive(world, FLOOD)
    await settle(world)
    await arrive(world, FLOOD_MISSING, minutes_ago=1)
    await settle(world)

    shown = await digest(world, await world.subscribe())

    assert shown is not None
    assert "Perkembangan" not in shown
    assert shown.count("<b>1. ") == 1
    assert "<b>2. " not in shown


async def test_story_that_grows_by_copies_is_silent(world: World) -> None:
    reader = await world.subscribe()
    await arrive(world, FLOOD)
    await settle(world)
    await digest(world, reader)
    for copy in (COPY, FLOOD_ELSEWHERE):
        await arrive(world, copy, minutes_ago=1)

    [story] = await settle(world)

    assert len(story.reports) == 3
    assert await digest(world, reader) is None


async def test_agency_text_is_marked_and_counts_once(world: World) -> None:
    await arrive(world, FLOOD, minutes_ago=9)
    await arrive(world, COPY)
    await arrive(world, FLOOD_ELSEWHERE, minutes_ago=2)

    [story] = await settle(world)

    origin = story.reports[0]
    copies = {report.outlet: report.copy_of for report in story.reports}
    assert copies == {FLOOD.outlet: None, COPY.outlet: origin.id, FLOOD_ELSEWHERE.outlet: None}


async def test_order_of_polls_does_not_matter(world: World) -> None:
    batch = [FLOOD_MISSING, CHESS, FLOOD_ELSEWHERE, FLOOD, FLOOD_AID, COPY]
    for report in batch:
        await arrive(world, report)
    stories = told(await settle(world))

    shuffled = told(placed_in_memory(sorted(batch, key=lambda one: (one.outlet, one.title))))

    assert stories == shuffled
    assert len(stories) < len(batch)


def placed_in_memory(batch: Sequence[Report]) -> list[Story]:
    """The same reports at one moment, placed without a database."""
    grouper = Grouper()
    stories: dict[int, list[Report]] = {}
    for number, report in enumerate(batch, start=1):
        new = replace(report, id=EntryId(number), key=str(number), published=FLOOD.published)
        story_id = grouper.decide(new).story_id or number
        grouper.add(new, story_id)  # type: ignore[arg-type]
        stories.setdefault(story_id, []).append(new)
    return [
        Story(
            id=number,  # type: ignore[arg-type]
            sequence=1,
            title="",
            link="",
            first=FLOOD.published,
            last=FLOOD.published,
            reports=tuple(reports),
        )
        for number, reports in stories.items()
    ]


async def test_restart_between_reports_changes_nothing(world: World) -> None:
    for report in (FLOOD, CHESS):
        await arrive(world, report)
    await settle(world)
    reborn = replace(world, summarise=replace(world.summarise, grouper=Grouper()))
    await restore(reborn.summarise)
    await arrive(reborn, FLOOD_ELSEWHERE, minutes_ago=1)

    stories = told(await settle(reborn))

    joined = {(FLOOD.outlet, FLOOD.title), (FLOOD_ELSEWHERE.outlet, FLOOD_ELSEWHERE.title)}
    assert frozenset(joined) in stories


async def test_split_stays_split(world: World) -> None:
    reader = await world.subscribe()
    await arrive(world, FLOOD, minutes_ago=9)
    await arrive(world, FLOOD_ELSEWHERE)
    [story] = await settle(world)
    await digest(world, reader)
    wrong = next(one for one in story.reports if one.outlet == FLOOD_ELSEWHERE.outlet)

    await split_story(world.storage.stories, story.id, [wrong.id], world.clock.now())
    await arrive(world, COPY, minutes_ago=1)
    stories = await settle(world)

    assert len(stories) == 2
    assert {one.affair_id for one in stories} == {None}
    shown = await digest(world, reader)
    assert shown is not None
    assert FLOOD_ELSEWHERE.title in shown


async def test_merge_is_obeyed_by_later_reports(world: World) -> None:
    await arrive(world, FLOOD, minutes_ago=9)
    await arrive(world, CHESS, minutes_ago=8)
    stories = {one.title: one for one in await settle(world)}
    flood, chess = stories[FLOOD.title], stories[CHESS.title]

    merged = await merge_stories(world.storage.stories, flood.id, chess.id, world.clock.now())
    await arrive(world, replace(CHESS, outlet="Salinan"), minutes_ago=1)
    [story] = await settle(world)

    assert len(merged.reports) == 2
    assert len(story.reports) == 3


async def test_every_report_keeps_its_reason(world: World) -> None:
    await arrive(world, FLOOD, minutes_ago=9)
    await arrive(world, FLOOD_ELSEWHERE)

    [story] = await settle(world)

    reasons = [report.join_reason for report in story.reports]
    assert reasons == [JoinReason.FIRST, JoinReason.SAME_NEWS]
    assert "words +" in story.reports[1].figures


class Stumbling:
    """Works as the worker does, until one text meets a fault of the rules."""

    def __init__(self, offload: Offload, title: str) -> None:
        self._offload = offload
        self._title = title

    async def run(self, work: Callable[..., Result], *args: object, limit: timedelta) -> Result:
        if work is summarise_stories and self._title in repr(args):
            raise KeyError(self._title)
        return await self._offload.run(work, *args, limit=limit)


async def test_fault_in_one_summary_holds_up_no_other(world: World) -> None:
    stumbling = Stumbling(world.summarise.offload, FLOOD.title)
    world = replace(world, summarise=replace(world.summarise, offload=stumbling))
    await arrive(world, FLOOD)
    await arrive(world, CHESS)

    stories = {story.title: story.summary for story in await settle(world)}

    assert stories[FLOOD.title] == ()
    assert stories[CHESS.title]
