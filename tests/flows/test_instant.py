"""What breaks: from the stories of many outlets to a message at once, and only a line later."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.markup import escape
from bot.digests.instant import InstantPolicy
from bot.model import DigestKind, QuietHours, Subscriber
from bot.roles.digest import digest_now
from bot.roles.instant import InstantTools, instant_round
from tests.flows.conftest import World
from tests.flows.test_main_job import poll_and_summarise

# The sample outlets are few, and their stories are spread over two days.
POLICY = InstantPolicy(voices=2, within=timedelta(hours=36), a_day=2)


async def reader(world: World, **changes: object) -> Subscriber:
    known = await world.subscribe("irak", "rusia")
    wants = replace(known, **({"instant": True} | changes))  # type: ignore[arg-type]  # test data by keyword
    await world.storage.subscribers.save(wants)
    return wants


def tools(world: World) -> InstantTools:
    return InstantTools(digest=world.digest, policy=POLICY)


async def owed(world: World) -> list[str]:
    """What the outbox sends next to everyone, and is told that it arrived."""
    shown = []
    while deliveries := await world.storage.outbox.lease(world.clock.now(), 50):
        for one in deliveries:
            await world.storage.outbox.sent(one.id, 1, world.clock.now())
            shown.append(one.message.html)
    return shown


async def test_big_stories_are_sent_at_once_and_few(world: World) -> None:
    known = await reader(world, topics=())
    await poll_and_summarise(world)

    report = await instant_round(tools(world))

    shown = await owed(world)
    assert report.done == len(shown) == POLICY.a_day
    assert all(html.startswith("<b>⚡ Kilat</b>") for html in shown)
    again = await world.storage.subscribers.get(known.id)
    assert again is not None
    assert (again.cursor, again.due) == (known.cursor, known.due)


async def test_another_round_and_a_restart_send_nothing_twice(world: World) -> None:
    await reader(world)
    await poll_and_summarise(world)
    running = tools(world)
    await instant_round(running)

    assert (await instant_round(running)).done == 0
    assert (await instant_round(tools(world))).done == 0


async def test_next_digest_only_names_it(world: World) -> None:
    known = await reader(world)
    await poll_and_summarise(world)
    await instant_round(tools(world))
    await owed(world)

    assert await digest_now(world.digest, known, DigestKind.REQUESTED)

    [digest] = await owed(world)
    sent = await world.storage.instants.sent([known.id], world.clock.now() - timedelta(days=1))
    stories = await world.storage.stories.get([one.story_id for one in sent[known.id]])
    assert "⚡ Sudah dikirim: " in digest
    assert stories
    assert all(digest.count(escape(story.link)) == 1 for story in stories)
    assert all(digest.index(escape(story.link)) > digest.index("⚡") for story in stories)


async def test_quiet_hours_are_quiet(world: World) -> None:
    here = world.clock.now() + timedelta(hours=7)
    night = QuietHours(
        start=(here - timedelta(hours=1)).time(), end=(here + timedelta(hours=1)).time()
    )
    await reader(world, quiet=night)
    await poll_and_summarise(world)

    assert (await instant_round(tools(world))).done == 0


async def test_who_did_not_ask_waits_for_the_digest(world: World) -> None:
    await reader(world, instant=False)
    await poll_and_summarise(world)

    assert (await instant_round(tools(world))).done == 0


async def test_marked_own_topic_is_sent_at_once(world: World) -> None:
    known = await reader(world, instant=False, topics=(), queries=("irak",))
    await world.storage.instants.mark(known.id, "irak", on=True)
    await poll_and_summarise(world)

    report = await instant_round(tools(world))

    assert report.counts == {"marked": POLICY.a_day}
    assert all("irak" in html.casefold() for html in await owed(world))
