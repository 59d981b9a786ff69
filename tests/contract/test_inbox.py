"""Updates are stored before they are handled, and each is handled once."""

from bot.model import Incoming, UpdateId
from bot.ports import Storage
from storage.inbox import MOST_ATTEMPTS
from tests.contract.given import DAY, HOUR, NOW


def incoming(number: int, words: str = "/status") -> Incoming:
    return Incoming(id=UpdateId(number), body=f'{{"update_id": {number}, "text": "{words}"}}')


async def test_new_updates_come_back_in_order(storage: Storage) -> None:
    updates = (incoming(5), incoming(6), incoming(7))

    assert await storage.inbox.take_in(updates, NOW) == updates


async def test_second_copy_is_known(storage: Storage) -> None:
    await storage.inbox.take_in([incoming(5)], NOW)

    assert await storage.inbox.take_in([incoming(5), incoming(6)], NOW) == (incoming(6),)


async def test_second_copy_is_known_after_its_handling(storage: Storage) -> None:
    await storage.inbox.take_in([incoming(5)], NOW)
    await storage.inbox.handled(UpdateId(5), NOW)

    assert await storage.inbox.take_in([incoming(5)], NOW) == ()


async def test_other_server_counts_anew(storage: Storage) -> None:
    """The same number with another content is another update."""
    await storage.inbox.take_in([incoming(5)], NOW)
    await storage.inbox.handled(UpdateId(5), NOW)

    other = incoming(5, "/sekarang")

    assert await storage.inbox.take_in([other], NOW) == (other,)
    assert await storage.inbox.left(NOW) == (other,)


async def test_no_updates_are_no_work(storage: Storage) -> None:
    assert await storage.inbox.take_in([], NOW) == ()


async def test_what_was_not_handled_is_left(storage: Storage) -> None:
    await storage.inbox.take_in([incoming(5), incoming(6), incoming(7)], NOW)
    await storage.inbox.handled(UpdateId(6), NOW)

    assert await storage.inbox.left(NOW) == (incoming(5), incoming(7))


async def test_update_that_ends_the_program_is_given_up(storage: Storage) -> None:
    await storage.inbox.take_in([incoming(5)], NOW)

    starts = [await storage.inbox.left(NOW) for _ in range(MOST_ATTEMPTS)]

    assert starts == [(incoming(5),)] * (MOST_ATTEMPTS - 1) + [()]


async def test_old_numbers_are_tidied_away(storage: Storage) -> None:
    await storage.inbox.take_in([incoming(5), incoming(6)], NOW)
    await storage.inbox.handled(UpdateId(5), NOW)

    deleted = await storage.tidy(NOW + 2 * DAY, DAY + HOUR)

    assert deleted["inbox"] == 1
    assert await storage.inbox.left(NOW) == (incoming(6),)
