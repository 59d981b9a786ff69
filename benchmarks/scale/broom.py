"""What it costs to delete a day of digests and messages, beside what it cost to write them.

    python -m benchmarks.scale.broom [--rows 1000000]

Two sizes, ten times apart, each spread over thirty days; the broom is the product's `tidy`, a
thousand rows a transaction, and one day is taken away at each size.
"""

import argparse
import asyncio
import os
import time
from datetime import timedelta

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.planning.run import SIX
from benchmarks.scale.run import fresh, own_server
from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus

KEEP = timedelta(days=29)
DAY = 86_400_000_000
END = int(SIX.timestamp() * 1_000_000)
# In order of time, as a bot writes them: the oldest row has the lowest number.
MADE = f"{END - 30 * DAY} + n * (30 * {DAY} / {{rows}})"
MESSAGES = (
    "INSERT INTO messages (hash, body, made) SELECT md5(n::text), '{{}}', {made}"
    " FROM generate_series(1, {rows} / 100) AS n"
)
DIGESTS = (
    "INSERT INTO digests (kind, made, since, until, topics, queries, language, zone, story_ids)"
    " SELECT 'scheduled', {made}, 0, 0, '[]', '[]', 'id', 'Asia/Jakarta', '[1,2,3,4,5,6,7,8]'"
    " FROM generate_series(1, {rows}) AS n"
)
OUTBOX = (
    "INSERT INTO outbox (subscriber_id, digest_id, part, chat_id, message_id, state, rank,"
    " not_before, attempts, uncertain, reason, telegram_id, done, bot)"
    " SELECT 1, n, 1, n % 100000, 1 + n % ({rows} / 100), 'sent', 1, {made}, 1, false, '', n,"
    " {made}, 0 FROM generate_series(1, {rows}) AS n"
)


async def sweep(url: str, rows: int) -> float:
    """Milliseconds a row."""
    async with fresh(url) as (address, storage):
        await storage.subscribers.add(
            Subscriber(
                id=SubscriberId(0), chat_id=ChatId(1), status=SubscriberStatus.ACTIVE, joined=SIX
            )
        )
        engine = create_async_engine(make_url(address), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in (MESSAGES, DIGESTS, OUTBOX):
                made = MADE.format(rows=rows)
                await connection.exec_driver_sql(statement.format(rows=rows, made=made))
            await connection.exec_driver_sql("VACUUM ANALYZE")
        await engine.dispose()
        began = time.perf_counter()
        deleted = await storage.tidy(SIX, KEEP)
        seconds = time.perf_counter() - began
    gone = deleted["outbox"] + deleted["digests"]
    assert gone >= 2 * rows // 31
    print(
        f"{rows:,} rows: {deleted['outbox']:,} messages and {deleted['digests']:,} digests of one"
        f" day gone in {seconds:.1f} s, {seconds * 1e3 / gone:.3f} ms a row"
    )
    return seconds * 1e3 / gone


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.scale.broom")
    options.add_argument("--rows", type=int, default=1_000_000)
    given = options.parse_args()
    with own_server() as url:
        small = asyncio.run(sweep(url, given.rows // 10))
        large = asyncio.run(sweep(url, given.rows))
    print(f"ten times the rows, {large / small:.1f} times the cost of one")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
