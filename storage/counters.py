"""Numbers that only grow, taken in the transaction that uses them."""

from sqlalchemy import Connection, select, update

from storage.tables import counters

STORIES = "story"
DIGESTS = "digest"


def take(connection: Connection, name: str, count: int = 1) -> int:
    """The last of `count` new numbers.

    The row stays locked until the commit, so numbers become visible in their order: a reader
    that has seen 7 will not find a new 6 later, which is what the subscribers' cursors rely on.
    """
    counter = update(counters).where(counters.c.name == name)
    grown = counter.values(value=counters.c.value + count).returning(counters.c.value)
    return int(connection.execute(grown).scalar_one())


def last(connection: Connection, name: str) -> int:
    query = select(counters.c.value).where(counters.c.name == name)
    return int(connection.execute(query).scalar_one())
