"""The fleet's stores: posts have one holder, and nothing stays with the dead."""

from bot.fleet import FleetStores, Member, MemberId, PostName
from bot.model import ChatId, Incoming, UpdateId
from bot.ports import Storage
from storage.inbox import MOST_ATTEMPTS
from tests.contract.given import DAY, MINUTE, NOW, a_feed, promised

SENDER = PostName("deliver:1")


async def join(storage: FleetStores, name: str = "satu") -> MemberId:
    return await storage.fleet.join(name, f"mark of {name}", ["poll"], NOW)


async def seen(storage: FleetStores, member: MemberId) -> Member:
    roster = await storage.fleet.roster()
    return next(each for each in roster.members if each.id == member)


async def test_member_is_on_the_roster(storage: Storage) -> None:
    me = await join(storage)

    roster = await storage.fleet.beat(me, NOW + MINUTE)

    assert roster is not None
    [member] = roster.members
    assert (member.name, member.roles, member.beat) == ("satu", ("poll",), 1)
    assert (member.started, member.seen) == (NOW, NOW + MINUTE)


async def test_post_has_one_holder(storage: Storage) -> None:
    one, other = await join(storage), await join(storage, "dua")

    assert await storage.fleet.take(SENDER, one, NOW) == 1
    assert await storage.fleet.take(SENDER, other, NOW) is None


async def test_post_of_the_dead_is_free_with_a_new_token(storage: Storage) -> None:
    one, other = await join(storage), await join(storage, "dua")
    await storage.fleet.take(SENDER, one, NOW)

    assert await storage.fleet.bury(await seen(storage, one))

    assert await storage.fleet.take(SENDER, other, NOW) == 2
    assert await storage.fleet.beat(one, NOW) is None
    assert await storage.fleet.take(SENDER, one, NOW) is None


async def test_who_gave_a_beat_meanwhile_is_not_buried(storage: Storage) -> None:
    one = await join(storage)
    before = await seen(storage, one)
    await storage.fleet.beat(one, NOW)

    assert not await storage.fleet.bury(before)
    assert await storage.fleet.beat(one, NOW) is not None


async def test_feeds_of_the_dead_are_due_at_once(storage: Storage) -> None:
    me = await join(storage)
    await a_feed(storage)
    [leased] = await storage.feeds.lease(NOW, NOW + DAY, 5)
    assert await storage.feeds.lease(NOW, NOW + DAY, 5) == ()

    await storage.fleet.bury(await seen(storage, me))

    assert [each.id for each in await storage.feeds.lease(NOW, NOW + DAY, 5)] == [leased.id]


async def test_clean_end_frees_everything(storage: Storage) -> None:
    me = await join(storage)
    await a_feed(storage)
    await storage.feeds.lease(NOW, NOW + DAY, 5)
    await storage.fleet.take(SENDER, me, NOW)

    await storage.fleet.leave(me)

    roster = await storage.fleet.roster()
    assert roster.members == ()
    assert [post.holder for post in roster.posts] == [None]
    assert len(await storage.feeds.lease(NOW, NOW + DAY, 5)) == 1


async def test_sender_without_the_post_leases_nothing(storage: Storage) -> None:
    one, other = await join(storage), await join(storage, "dua")
    await promised(storage, 1, "satu", "dua")
    token = await storage.fleet.take(SENDER, one, NOW)
    assert token is not None
    old = storage.outbox.under(SENDER, token)
    [delivery] = await old.lease(NOW, 1)
    await storage.fleet.bury(await seen(storage, one))
    assert await old.lease(NOW, 1) == ()
    new = await storage.fleet.take(SENDER, other, NOW)
    assert new is not None
    await storage.outbox.recover()
    [again] = await storage.outbox.under(SENDER, new).lease(NOW, 1)

    # Handed back late, it must not be queued beside the new sender's lease.
    await old.retry(delivery.id, NOW, "late", uncertain=False)

    assert again.id == delivery.id
    assert await old.lease(NOW, 1) == ()
    assert (await storage.outbox.counts())["sending"] == 1


# --- the inbox of several members -----------------------------------------------


def update(number: int, chat: int) -> Incoming:
    return Incoming(id=UpdateId(number), body=f'{{"update_id": {number}}}', chat=ChatId(chat))


async def test_chat_stays_with_one_member_until_it_is_through(
    storage: Storage, colleague: Storage
) -> None:
    await join(storage)
    await join(colleague, "dua")
    assert await storage.inbox.take_in([update(1, 17)], NOW) == (update(1, 17),)

    assert await colleague.inbox.take_in([update(2, 17), update(3, 18)], NOW) == (update(3, 18),)
    assert await colleague.inbox.left(NOW) == ()

    await storage.inbox.handled(UpdateId(1), NOW)
    assert await storage.inbox.left(NOW) == (update(2, 17),)
    assert await colleague.inbox.left(NOW) == ()


async def test_updates_of_the_dead_are_handled_by_others(
    storage: Storage, colleague: Storage
) -> None:
    me = await join(storage)
    await join(colleague, "dua")
    await storage.inbox.take_in([update(1, 17), update(2, 17)], NOW)

    await colleague.fleet.bury(await seen(colleague, me))

    assert await colleague.inbox.left(NOW) == (update(1, 17), update(2, 17))


async def test_update_that_ends_members_is_given_up(storage: Storage) -> None:
    taken = []
    for number in range(MOST_ATTEMPTS + 1):
        me = await join(storage)
        taken.append(
            await storage.inbox.left(NOW)
            if number
            else await storage.inbox.take_in([update(1, 17)], NOW)
        )
        await storage.fleet.bury(await seen(storage, me))

    assert [len(each) for each in taken] == [1] * MOST_ATTEMPTS + [0]


# --- the list for all ------------------------------------------------------------


async def test_newest_list_is_in_force(storage: Storage) -> None:
    assert await storage.lists.newest() is None
    assert await storage.lists.publish("feeds: [1]", NOW) == 1
    assert await storage.lists.publish("feeds: [2]", NOW) == 2

    newest = await storage.lists.newest()

    assert newest is not None
    assert (newest.version, newest.text) == (2, "feeds: [2]")
    assert await storage.lists.version() == 2
    assert await storage.lists.knows("feeds: [1]")
    assert not await storage.lists.knows("feeds: [3]")


async def test_same_list_is_not_published_twice(storage: Storage) -> None:
    await storage.lists.publish("feeds: [1]", NOW)

    assert await storage.lists.publish("feeds: [1]", NOW) == 1
