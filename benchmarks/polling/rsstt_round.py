"""One round of RSStT's own monitor, for its Python: `PYTHON rsstt_round.py -c FOLDER`.

Everything of it runs as it does in the bot (database, pool of parsers, hashes of entries), only
telling people is left out: nobody is there. FOLDER/list holds the feeds' addresses.
"""

import asyncio
import os
import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(sys.argv[-1])
os.environ |= {"TOKEN": "1:x", "MANAGER": "1"}


async def main() -> None:
    names = ("db", "monitor", "monitor._notifier", "helpers.bg")
    db, monitor, notifier, background = (import_module(f"rsstt.{name}") for name in names)

    async def nobody(_: object) -> None:
        return

    notifier.Notifier.notify_all = nobody
    await db.init()
    await background.bg.init(loop=asyncio.get_running_loop())
    await subscribe(db, (FOLDER / "list").read_text().split())
    ids = set(await db.Feed.all().values_list("id", flat=True))
    # The task itself, so that its end can be waited for.
    one = monitor.Monitor()
    await one._do_monitor_task.raw(one, ids, "round")
    await background.bg.close()
    await db.close()


async def subscribe(db: object, addresses: list[str]) -> None:
    """The feeds and one reader of all of them; once."""
    feed, sub, user = (getattr(db, name) for name in ("Feed", "Sub", "User"))
    if await feed.all().count():
        return
    await user.get_or_create(id=1, defaults={"state": 100})
    await feed.bulk_create([feed(link=address, title=address) for address in addresses])
    ids = await feed.all().values_list("id", flat=True)
    await sub.bulk_create([sub(user_id=1, feed_id=one) for one in ids])


if __name__ == "__main__":
    environment = import_module("rsstt.env")
    helper = import_module("rsstt.aio_helper")
    helper.init()
    try:
        environment.loop.run_until_complete(asyncio.wait_for(main(), 600))
    finally:
        helper.shutdown()
