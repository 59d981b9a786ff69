"""Feeds in, stories out: the roles one after the other on the sample outlets."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from bot.model import DigestKind
from bot.roles.digest import digest_now, digest_round
from bot.roles.group import place_entries, restore
from bot.roles.poll import poll_round
from bot.roles.summarise import summarise_round
from bot.stories.group import Grouper
from tests.flows.conftest import World


async def poll_and_summarise(world: World) -> None:
    await poll_round(world.poll)
    while (await summarise_round(world.summarise, await place_entries(world.summarise))).done:
        pass


async def test_reports_of_one_event_become_one_story(world: World) -> None:
    await poll_and_summarise(world)

    stats = await world.storage.stats()
    ready = await world.storage.stories.ready(0, 10**6, world.clock.now() - timedelta(days=2), 999)

    assert stats["stories"] < stats["entries"]
    assert len(ready) == stats["stories"]
    merged = [story for story in ready if len(story.outlets) > 1]
    assert len(merged) >= 5
    assert all(story.summary for story in ready)


async def test_thin_entries_get_their_page(world: World) -> None:
    await poll_and_summarise(world)

    reports = await world.storage.stories.recent_reports(world.clock.now() - timedelta(days=2))

    pages = [report for report in reports if report.full_text]
    assert pages
    assert all(len(report.text.split()) > 60 for report in pages)
    assert not any("Baca juga" in report.text for report in pages)


async def test_second_poll_brings_nothing_new(world: World) -> None:
    await poll_and_summarise(world)
    entries = (await world.storage.stats())["entries"]
    world.clock.advance(timedelta(seconds=90))

    report = await poll_round(world.poll)

    assert report.done > 0
    assert report.counts["new_entries"] == 0
    assert (await world.storage.stats())["entries"] == entries


async def test_developing_story_arrives_later(world: World) -> None:
    await poll_and_summarise(world)
    world.clock.advance(timedelta(minutes=3))

    report = await poll_round(world.poll)

    assert report.counts["new_entries"] > 0


async def test_digest_is_promised_once(world: World) -> None:
    await poll_and_summarise(world)
    reader = await world.subscribe("irak", "rusia")

    assert await digest_now(world.digest, reader, DigestKind.FIRST)
    moved = await world.storage.subscribers.get(reader.id)
    assert moved is not None

    assert not await digest_now(world.digest, moved, DigestKind.REQUESTED)
    assert not await digest_now(world.digest, reader, DigestKind.REQUESTED)
    (delivery,) = await world.storage.outbox.lease(world.clock.now(), 10)
    assert "Irak" in delivery.message.html


async def test_due_digest_moves_cursor_and_due_time(world: World) -> None:
    await poll_and_summarise(world)
    reader = await world.subscribe("ekonomi", hours=(7, 17))
    assert reader.due is not None
    world.clock.jump(reader.due)

    report = await digest_round(world.digest)

    after = await world.storage.subscribers.get(reader.id)
    assert report.counts == {"digests": 1}
    assert after is not None
    assert after.cursor == await world.storage.stories.last_sequence()
    assert after.due == reader.due + timedelta(hours=10)
    assert (await digest_round(world.digest)).done == 0


async def test_nothing_new_is_silence(world: World) -> None:
    reader = await world.subscribe("irak", hours=(7,))
    assert reader.due is not None
    world.clock.jump(reader.due)

    report = await digest_round(world.digest)

    assert report.counts == {"digests": 0}
    assert await world.storage.outbox.lease(world.clock.now(), 10) == ()
    after = await world.storage.subscribers.get(reader.id)
    assert after is not None
    assert after.due == reader.due + timedelta(days=1)


async def test_every_wish_is_on_the_first_page(world: World) -> None:
    await poll_and_summarise(world)
    reader = await world.subscribe("olahraga", "palestina", "rusia")

    await digest_now(world.digest, reader, DigestKind.FIRST)

    (delivery,) = await world.storage.outbox.lease(world.clock.now(), 10)
    digest = await world.storage.outbox.digest(delivery.digest_id)
    assert digest is not None
    # Stories of one affair stand together, so a wish's best one may come fifth.
    page = unescape(delivery.message.html)
    shown = [story for story in digest.stories if story.title in page]
    topics = [{match.key for match in story.topics} for story in shown]
    assert {"olahraga", "palestina", "rusia"} <= set[str]().union(*topics)
    assert len(shown) < len(digest.stories)
    assert len(re.findall("<blockquote", delivery.message.html)) <= 8


async def test_grouping_remembers_after_a_restart(world: World) -> None:
    await poll_and_summarise(world)
    reborn = replace(world.summarise, grouper=Grouper())
    known = await restore(reborn)

    stories = await world.storage.stories.ready(
        0, 10**6, world.clock.now() - timedelta(days=2), 999
    )
    story = next(story for story in stories if len(story.outlets) > 1)
    copy = replace(story.reports[0], outlet="Outlet Lain", key="lain", link="https://lain.id/1")

    assert known == (await world.storage.stats())["entries"]
    assert reborn.grouper.decide(copy).story_id == story.id
