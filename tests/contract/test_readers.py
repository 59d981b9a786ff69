"""What readers keep, mute and like: three stores, shown and deleted together."""

from dataclasses import replace

from bot.model import ChatId, StoryId, Subscriber
from bot.ports import Storage
from bot.reading import Mute, MuteKind, Saved, Taste
from storage.tables import PERSONAL, metadata
from tests.contract.given import DAY, HOUR, NOW, digest, parts, subscriber

SAVED = Saved(
    story_id=StoryId(7),
    title="Panen raya di Karawang",
    link="https://kabar.example/7",
    outlet="Kabar Contoh",
    published=NOW - HOUR,
    saved=NOW,
)
WEEK = Mute(kind=MuteKind.TOPIC, value="irak", until=NOW + 7 * DAY)
ALWAYS = Mute(kind=MuteKind.WORD, value="sepak bola")


async def reader(storage: Storage, chat: int = 1) -> Subscriber:
    return await storage.subscribers.add(subscriber(chat))


async def with_everything(storage: Storage, chat: int = 1) -> Subscriber:
    known = await reader(storage, chat)
    await storage.saved.keep(known.id, SAVED)
    await storage.mutes.set(known.id, WEEK)
    await storage.tastes.nudge(known.id, ["irak"], 1)
    made = digest(int(known.id), since=known.cursor)
    assert await storage.outbox.promise(known, made, parts("Kabar"), None)
    await storage.instants.mark(known.id, "beras", on=True)
    return known


async def test_saved_story_comes_back_whole(storage: Storage) -> None:
    known = await reader(storage)

    await storage.saved.keep(known.id, SAVED)

    assert await storage.saved.page(known.id, 0, 5) == ((SAVED,), 1)
    assert await storage.saved.has(known.id, SAVED.story_id)


async def test_saving_twice_is_saving_once(storage: Storage) -> None:
    known = await reader(storage)

    await storage.saved.keep(known.id, SAVED)
    await storage.saved.keep(known.id, replace(SAVED, saved=NOW + HOUR))

    assert await storage.saved.page(known.id, 0, 5) == ((SAVED,), 1)


async def test_last_saved_is_first(storage: Storage) -> None:
    known = await reader(storage)
    for number in range(1, 4):
        await storage.saved.keep(known.id, replace(SAVED, story_id=StoryId(number)))

    page, total = await storage.saved.page(known.id, 1, 2)

    assert ([one.story_id for one in page], total) == ([2, 1], 3)


async def test_dropped_story_is_gone(storage: Storage) -> None:
    known = await reader(storage)
    await storage.saved.keep(known.id, SAVED)

    await storage.saved.drop(known.id, SAVED.story_id)

    assert await storage.saved.page(known.id, 0, 5) == ((), 0)
    assert not await storage.saved.has(known.id, SAVED.story_id)


async def test_mutes_hold_until_their_end(storage: Storage) -> None:
    known = await reader(storage)
    for mute in (WEEK, ALWAYS):
        await storage.mutes.set(known.id, mute)

    assert await storage.mutes.of([known.id], NOW) == {known.id: (WEEK, ALWAYS)}
    assert await storage.mutes.of([known.id], NOW + 7 * DAY) == {known.id: (ALWAYS,)}


async def test_mute_can_be_prolonged_and_lifted(storage: Storage) -> None:
    known = await reader(storage)
    await storage.mutes.set(known.id, WEEK)

    await storage.mutes.set(known.id, replace(WEEK, until=None))
    prolonged = await storage.mutes.of([known.id], NOW + 9 * DAY)
    await storage.mutes.lift(known.id, WEEK.kind, WEEK.value)

    assert prolonged == {known.id: (replace(WEEK, until=None),)}
    assert await storage.mutes.of([known.id], NOW) == {}


async def test_taste_moves_in_bounded_steps(storage: Storage) -> None:
    known = await reader(storage)

    for _ in range(5):
        await storage.tastes.nudge(known.id, ["irak", "Kabar Contoh"], 1)
    await storage.tastes.nudge(known.id, ["irak"], -1)

    wanted = (Taste(name="Kabar Contoh", steps=3), Taste(name="irak", steps=2))
    assert await storage.tastes.of([known.id]) == {known.id: wanted}


async def test_taste_in_the_middle_is_forgotten(storage: Storage) -> None:
    known = await reader(storage)
    await storage.tastes.nudge(known.id, ["irak"], -1)

    await storage.tastes.nudge(known.id, ["irak"], 1)

    assert await storage.tastes.of([known.id]) == {}


async def test_tastes_can_be_reset(storage: Storage) -> None:
    known = await reader(storage)
    await storage.tastes.nudge(known.id, ["irak", "rusia"], 1)

    await storage.tastes.reset(known.id)

    assert await storage.tastes.of([known.id]) == {}


async def test_readers_are_apart(storage: Storage) -> None:
    first, second = await with_everything(storage, 1), await reader(storage, 2)

    assert set(await storage.mutes.of([first.id, second.id], NOW)) == {first.id}
    assert await storage.tastes.of([second.id]) == {}
    assert await storage.saved.page(second.id, 0, 5) == ((), 0)


async def test_everything_is_shown(storage: Storage) -> None:
    known = await with_everything(storage)

    shown = await storage.about(known.id)

    names = {"digests", *(table.name for table in PERSONAL)}
    expected = dict.fromkeys(names, 1) | {"instants": 0}
    assert {name: len(rows) for name, rows in shown.items()} == expected


async def test_forgetting_deletes_everything(storage: Storage) -> None:
    known = await with_everything(storage, 1)
    other = await with_everything(storage, 2)

    await storage.subscribers.forget(known.chat_id)

    assert all(rows == [] for rows in (await storage.about(known.id)).values())
    assert (await storage.about(other.id))["saved"] != []


async def test_everything_moves_with_the_group(storage: Storage) -> None:
    known = await with_everything(storage, -5)

    await storage.subscribers.move_chat(known.chat_id, ChatId(-1005))

    moved = await storage.subscribers.by_chat(ChatId(-1005))
    assert moved is not None
    assert (await storage.about(moved.id))["saved"] != []


def test_no_table_of_a_subscriber_is_left_out() -> None:
    """Whatever points at a subscriber is deleted and shown with it; the outbox by itself."""
    personal = {
        table
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "subscribers"
    }

    assert {table.name for table in personal} == {table.name for table in PERSONAL} | {"outbox"}
