"""Lines to feeds' hubs in both databases."""

from dataclasses import replace
from itertools import count

from bot.hubs import HubLine, HubStage
from bot.model import Feed, FeedState, FeedUpdate
from bot.ports import Storage
from tests.contract.given import DAY, HOUR, NOW

FEED = Feed(url="https://warta.example/rss", outlet="Warta")
HUB = "https://hub.example/"
NUMBERS = count(1)


def line_of(state: FeedState) -> HubLine:
    return HubLine(
        feed_id=state.id,
        hub=state.hub,
        topic=state.topic,
        token=f"{next(NUMBERS):032x}",
        secret="rahasia",
        due=NOW,
    )


async def name_hub(storage: Storage, hub: str) -> FeedState:
    await storage.feeds.sync([FEED], NOW)
    [state] = await storage.feeds.all()
    named = replace(state, hub=hub, topic=FEED.url if hub else "")
    await storage.feeds.record([FeedUpdate(state=named)], NOW)
    return named


async def follow(storage: Storage) -> tuple[HubLine, ...]:
    await storage.hubs.follow(line_of, NOW)
    return await storage.hubs.due(NOW, 10)


async def test_feed_that_names_a_hub_gets_one_line(storage: Storage) -> None:
    state = await name_hub(storage, HUB)

    [line] = await follow(storage)
    again = await follow(storage)

    assert again == (line,)
    assert (line.feed_id, line.hub, line.topic) == (state.id, HUB, FEED.url)
    assert await storage.hubs.of_token(line.token) == line
    assert await storage.hubs.next_due() == NOW


async def test_feed_without_a_hub_gets_none(storage: Storage) -> None:
    await name_hub(storage, "")

    assert await follow(storage) == ()
    assert await storage.hubs.next_due() is None
    assert await storage.hubs.of_token("0" * 32) is None


async def test_line_is_kept_as_it_was_saved(storage: Storage) -> None:
    await name_hub(storage, HUB)
    [line] = await follow(storage)
    active = replace(
        line, stage=HubStage.ACTIVE, due=NOW + HOUR, lease_ends=NOW + DAY, failures=2, detail="a\0b"
    )

    await storage.hubs.save(active)

    assert await storage.hubs.of_token(line.token) == replace(active, detail="ab")
    assert await storage.hubs.due(NOW, 10) == ()


async def test_feed_with_another_hub_leaves_the_first(storage: Storage) -> None:
    await name_hub(storage, HUB)
    [first] = await follow(storage)
    await name_hub(storage, "https://other.example/")

    lines = {line.hub: line.stage for line in await follow(storage)}

    assert lines == {HUB: HubStage.LEAVING, "https://other.example/": HubStage.WANTED}
    await storage.hubs.forget(first)
    assert await storage.hubs.of_token(first.token) is None


async def test_removed_feed_leaves_its_hub(storage: Storage) -> None:
    await name_hub(storage, HUB)
    await follow(storage)
    await storage.feeds.sync([], NOW)

    [line] = await follow(storage)

    assert line.stage is HubStage.LEAVING


async def test_hurried_feed_is_due_and_keeps_its_next_poll(storage: Storage) -> None:
    state = replace(await name_hub(storage, HUB), next_poll=NOW + DAY)
    await storage.feeds.record([FeedUpdate(state=state)], NOW)

    await storage.feeds.hurry([state.id], NOW, pushed=True)

    [leased] = await storage.feeds.lease(NOW, NOW + HOUR, 10)
    assert leased.next_poll == NOW + DAY
    assert leased.pushed == NOW
    await storage.feeds.record([FeedUpdate(state=leased)], NOW)
    assert await storage.feeds.next_due() == NOW + DAY
