"""What hubs pushed waits in memory, but never too much of it."""

from bot.model import FeedId
from bot.roles.pushed import PushedBodies

ONE, TWO = FeedId(1), FeedId(2)


def test_bodies_come_back_once_in_their_order() -> None:
    bodies = PushedBodies()
    bodies.put(ONE, b"a")
    bodies.put(TWO, b"x")
    bodies.put(ONE, b"b")

    assert ONE in bodies
    assert bodies.take(ONE) == (b"a", b"b")
    assert bodies.take(ONE) == ()
    assert bodies.take(TWO) == (b"x",)


def test_feed_with_too_many_is_fetched_instead() -> None:
    bodies = PushedBodies()
    for number in range(12):
        bodies.put(ONE, bytes([number + 1]))

    assert ONE in bodies
    assert bodies.take(ONE) == ()
    bodies.put(ONE, b"a")
    assert bodies.take(ONE) == (b"a",)


def test_memory_is_bounded_for_all_together() -> None:
    bodies = PushedBodies()
    for number in range(20):
        bodies.put(FeedId(number), bytes(1_000_000))

    kept = [len(bodies.take(FeedId(number))) for number in range(20)]

    assert sum(kept) == 16
    bodies.put(ONE, b"a")
    assert bodies.take(ONE) == (b"a",)
